/** n8n's scanner comes without types; this is the part that is used here. */
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	import type { Linter } from 'eslint';

	/** Globs of what the scanner looks at in a source checkout. */
	export const SOURCE_FILE_PATTERNS: string[];

	/** The rules that n8n judges published packages by. */
	export function buildScanConfig(): Promise<Linter.Config[]>;
}
