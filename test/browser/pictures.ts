/** Pictures to send and to show, drawn here so that none has to be downloaded. */

const picture = (content: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="480" viewBox="0 0 400 480">${content}</svg>`;

export const cupPicture = picture(`
	<rect width="400" height="480" fill="#f3e9dc"/><rect y="330" width="400" height="150" fill="#d9bfa0"/>
	<ellipse cx="195" cy="372" rx="150" ry="26" fill="#fff"/><ellipse cx="195" cy="366" rx="96" ry="14" fill="#d8dfea"/>
	<path d="M285 215c75-12 75 95-8 92" fill="none" stroke="#2f6fd0" stroke-width="22"/>
	<path d="M95 185h200c0 100-20 180-100 180S95 285 95 185z" fill="#2f6fd0"/>
	<ellipse cx="195" cy="185" rx="100" ry="22" fill="#5b95ea"/><ellipse cx="195" cy="190" rx="82" ry="15" fill="#4a2c1a"/>
	<path d="M160 140c-20-30 20-40 0-75M215 140c-20-30 20-40 0-75" fill="none" stroke="#c9b8a4" stroke-width="9" stroke-linecap="round"/>`);

export const trayPicture = picture(`
	<rect width="400" height="480" fill="#dcebe4"/><rect x="50" y="70" width="300" height="340" rx="40" fill="#b98555"/>
	<rect x="64" y="84" width="272" height="312" rx="30" fill="#c8935f"/>
	<g fill="#fff"><circle cx="132" cy="160" r="54"/><circle cx="268" cy="160" r="54"/><circle cx="132" cy="318" r="54"/><circle cx="268" cy="318" r="54"/></g>
	<g fill="none" stroke="#2f6fd0" stroke-width="12"><path d="M160 186l16 16M296 186l16 16M160 344l16 16M296 344l16 16" stroke-linecap="round"/></g>
	<g fill="#2f6fd0"><circle cx="132" cy="160" r="34"/><circle cx="268" cy="160" r="34"/><circle cx="132" cy="318" r="34"/><circle cx="268" cy="318" r="34"/></g>
	<g fill="#4a2c1a"><circle cx="132" cy="160" r="26"/><circle cx="268" cy="160" r="26"/><circle cx="132" cy="318" r="26"/></g><circle cx="268" cy="318" r="26" fill="#7a9a3a"/>`);

export const sunsetPicture = picture(`
	<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#4c5fa8"/><stop offset=".55" stop-color="#e98a7b"/><stop offset="1" stop-color="#ffd9a0"/></linearGradient></defs>
	<rect width="400" height="480" fill="url(#sky)"/><circle cx="270" cy="285" r="52" fill="#fff1c9"/>
	<path d="M0 330c70-60 120-20 180-55s140 5 220-30v235H0z" fill="#544a7d"/>
	<path d="M0 390c90-45 150 10 230-25s110-10 170-30v145H0z" fill="#352f57"/>`);

/** A PNG of one pixel. */
export const pixel = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);
