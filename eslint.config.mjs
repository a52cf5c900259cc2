import js from '@eslint/js';
import { config as n8n } from '@n8n/node-cli/eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

/**
 * What n8n loads (nodes, credentials, the manifest) is judged by n8n's own configuration, as it is.
 * What only developers run (tests, demo, tools) is free to use the file system and timers, so it is
 * judged by the recommended rules of ESLint and typescript-eslint.
 */
export default defineConfig([
	globalIgnores(['dist/', '**/node_modules/', '.cache/', 'coverage/']),
	{ files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'], extends: [n8n] },
	{
		files: [
			'test/**/*.ts',
			'emulator/**/*.ts',
			'n8n/**/*.ts',
			'demo/**/*.ts',
			'bench/**/*.ts',
			'tools/**/*.ts',
		],
		extends: [js.configs.recommended, typescript.configs.recommended],
		rules: { 'no-undef': 'off' },
	},
]);
