import { forgetTurns, takeTurn } from '../../../nodes/AgentPhonePollingTrigger/turns';

const STORED_WITHIN = 30_000;

beforeEach(() => forgetTurns());

it('one poll of a node at a time', () => {
	const end = takeTurn('a', {}, 0)!;
	expect(takeTurn('a', {}, 60_000)).toBeUndefined();
	expect(takeTurn('b', {}, 0)).toBeDefined();
	end({}, 60_000);
	expect(takeTurn('a', {}, 60_000)).toBeDefined();
});

it('none from what was kept before the last one, until n8n can no longer store what that gave', () => {
	takeTurn('a', { seen: 1 }, 0)!({ seen: 2 }, 1_000);
	expect(takeTurn('a', { seen: 1 }, 1_001)).toBeUndefined();
	expect(takeTurn('a', { seen: 1 }, 1_000 + STORED_WITHIN - 1)).toBeUndefined();
	expect(takeTurn('a', { seen: 1 }, 1_000 + STORED_WITHIN)).toBeDefined();
});

it('the next one as soon as it is stored', () => {
	takeTurn('a', { seen: 1 }, 0)!({ seen: 2 }, 1_000);
	expect(takeTurn('a', { seen: 2 }, 1_001)).toBeDefined();
});

it('the next one at once where the last one found nothing', () => {
	takeTurn('a', { seen: 1 }, 0)!({ seen: 1 }, 1_000);
	expect(takeTurn('a', { seen: 1 }, 1_001)).toBeDefined();
});

it('remembers a thousand nodes', () => {
	for (let node = 0; node <= 1_000; node++) takeTurn(String(node), {}, 0);
	expect(takeTurn('0', {}, 0)).toBeDefined();
	expect(takeTurn('1000', {}, 0)).toBeUndefined();
});
