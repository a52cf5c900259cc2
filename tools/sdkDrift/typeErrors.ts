/** Type-checks what stands on AgentPhone's SDK, with another version of it. */
import { join } from 'node:path';

import ts from 'typescript';

import { projectFolder } from '../../n8n/folders';

/** Holds our types beside the SDK's; see there. */
const COMPARISON = join(projectFolder, 'test', 'conformance', 'types.test.ts');
/** Answers in the SDK's types. */
const EMULATOR = join(projectFolder, 'emulator', 'index.ts');

/**
 * @param sdk the folder of the package
 * @returns what the compiler says, as `emulator/wire.ts:12 Property …`
 */
export function typeErrors(sdk: string): string[] {
	const config = ts.getParsedCommandLineOfConfigFile(
		join(projectFolder, 'tsconfig.dev.json'),
		{ paths: { agentphone: [join(sdk, 'dist', 'cjs', 'index.d.ts')] }, baseUrl: projectFolder },
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
	)!;
	const program = ts.createProgram([COMPARISON, EMULATOR], config.options);
	return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
		const text = ts.flattenDiagnosticMessageText(messageText, ' ');
		if (!file) return text;
		const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
		return `${file.fileName.replace(`${projectFolder}/`, '')}:${line + 1} ${text}`;
	});
}
