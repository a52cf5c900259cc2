import type { Owner } from './owner';

/**
 * The owner at the terminal.
 *
 * @param isAgreed everything is agreed to beforehand: nobody is asked
 */
export function ownerAtTerminal(isAgreed: boolean): Owner {
	return {
		tell: (text) => console.log(text),
		agrees: async (question) => {
			if (isAgreed) return true;
			if (!process.stdin.isTTY)
				throw new Error('Nobody is there to be asked: --yes agrees to everything that is told');
			const { confirm } = await import('@inquirer/prompts');
			return await confirm({ message: question, default: false });
		},
	};
}
