/**
 * Something that is wrong on this side of the API. The message says what, `advice` what to do about it. All our own errors
 * are of this family.
 */
export class AdvisedError extends Error {
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
		this.name = new.target.name;
	}
}
