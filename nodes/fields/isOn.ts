/** Whether a boolean field is on; also said as text, which an expression in a text gives. */
export const isOn = (value: unknown): boolean =>
	value === true || String(value).trim().toLowerCase() === 'true';
