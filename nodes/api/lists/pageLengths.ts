/** What the lengths of pages say about whether a page could have been longer. */
export class PageLengths {
	/** What is asked for may be ignored, so the longest page so far says more. */
	private longest = 0;
	/** Whether a page was as long as was asked for. */
	areFilled = false;
	/** Whether more was seen to follow a page that had room for it. */
	vary = false;

	/** @returns whether there were fewer rows than were asked for, and than an earlier page had */
	add(count: number, limit: number): boolean {
		this.longest = Math.max(this.longest, count);
		this.areFilled ||= count >= limit;
		return count < Math.min(limit, this.longest);
	}

	/** Whether more rows would have fit; `undefined` where only a page of {@link fewer} rows can tell. */
	hadRoom(count: number, limit: number): boolean | undefined {
		if (count < this.longest || this.longest < 2) return true;
		return count >= limit ? false : undefined;
	}

	/** Fewer rows than are there: a page of that many shows that AgentPhone obeys what is asked for. */
	get fewer(): number {
		return this.longest - 1;
	}
}
