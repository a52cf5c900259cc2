import type { Change } from '../../data/changes';

export interface Listener {
	/** Reads what is there by now, for the changes to build on. */
	read(): Promise<() => void>;
	onChange(change: Change): void;
	/** Whether what is shown is up to date. */
	onState(isLive: boolean): void;
}

/** Milliseconds before a stream that the browser has given up is opened again. */
const PAUSE = 1_000;

/** Follows the emulator's changes for as long as the page is open, and finds the way back after a break. */
export class Live {
	private stream: EventSource | undefined;
	/** Changes that come while what was there before them is being read; `undefined` when nothing is. */
	private waiting: Change[] | undefined;
	private readings = 0;

	constructor(private readonly listener: Listener) {}

	open(): void {
		const stream = new EventSource('/_emulator/events');
		this.stream = stream;
		stream.onopen = () => void this.refresh();
		stream.onmessage = ({ data }: MessageEvent<string>) => {
			const change = JSON.parse(data) as Change;
			if (this.waiting) this.waiting.push(change);
			else this.listener.onChange(change);
		};
		stream.onerror = () => {
			this.listener.onState(false);
			if (stream.readyState === EventSource.CLOSED) this.again();
		};
	}

	/** Reads everything anew. Of several readings at a time the last one counts. */
	async refresh(): Promise<void> {
		const reading = ++this.readings;
		this.waiting ??= [];
		const show = await this.listener.read().catch(() => undefined);
		if (reading !== this.readings) return;
		const waiting = this.waiting ?? [];
		this.waiting = undefined;
		if (!show) return this.again();
		show();
		waiting.forEach((change) => this.listener.onChange(change));
		this.listener.onState(this.stream?.readyState === EventSource.OPEN);
	}

	private again(): void {
		this.stream?.close();
		this.listener.onState(false);
		setTimeout(() => this.open(), PAUSE);
	}
}
