/** Whoever runs the probe. */
export interface Owner {
	tell(text: string): void;
	/** Whether what was just told may be done. */
	agrees(question: string): Promise<boolean>;
}
