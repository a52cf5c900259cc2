import type { Hint } from '../../http/hints';

export const contactHints: Hint[] = [
	{
		status: [409],
		hint: 'Another contact has this phone number. To change that one instead, use Contact: Create or Update.',
	},
];
