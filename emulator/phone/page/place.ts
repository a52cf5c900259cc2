/** Where in the phone one is: whose it is, and which chat is open. Kept in the page's address, so that it can be shared. */
export class Place {
	private readonly parameters = new URLSearchParams(location.search.replaceAll('+', '%2B'));
	/** A number that a chat is being begun with; `''`: whichever the account's first one will be. */
	line: string | undefined;

	get me(): string | null {
		return this.parameters.get('me');
	}

	set me(me: string | null) {
		this.set('me', me);
	}

	get chat(): string | null {
		return this.parameters.get('chat');
	}

	set chat(conversationId: string | null) {
		this.set('chat', conversationId);
	}

	openChat(conversationId: string): void {
		this.line = undefined;
		this.chat = conversationId;
	}

	openLine(phoneNumber: string): void {
		this.line = phoneNumber;
		this.chat = null;
	}

	/** Becomes somebody else, who has other chats. */
	become(me: string | null): void {
		this.line = undefined;
		this.chat = null;
		this.me = me;
	}

	private set(name: string, value: string | null): void {
		if (value === null) this.parameters.delete(name);
		else this.parameters.set(name, value);
		history.replaceState(null, '', `?${this.parameters}`);
	}
}
