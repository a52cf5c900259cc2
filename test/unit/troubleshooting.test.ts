import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** What troubleshooting.md quotes and what the code says, held against each other. `…` stands for what varies. */
describe('docs/troubleshooting.md', () => {
	const page = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');
	const quoted = [...page.matchAll(/^(?:### |\| )`([^`]+)`/gm)].map(([, message]) => message);
	const texts: string[] = [];
	const errors: string[] = [];
	for (const file of sourceFiles()) visit(file);

	function visit(node: ts.Node) {
		texts.push(...textsOf(node));
		if (isError(node)) errors.push(...node.arguments!.flatMap(textsOf).slice(0, 1));
		ts.forEachChild(node, visit);
	}

	it('quotes something', () => {
		expect(quoted.length).toBeGreaterThan(50);
		expect(errors.length).toBeGreaterThan(30);
	});

	it.each(quoted)('quotes what the code says: %s', (message) => {
		const fitting = texts.filter((text) => text.startsWith(message));
		expect({ message, isInTheCode: fitting.length > 0 }).toEqual({ message, isInTheCode: true });
	});

	it.each([...new Set(errors)])('explains the error: %s', (error) => {
		const explained = quoted.filter((message) => error.startsWith(message));
		expect({ error, isExplained: explained.length > 0 }).toEqual({ error, isExplained: true });
	});
});

function sourceFiles(): ts.SourceFile[] {
	const files = readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' });
	return files
		.filter((file) => file.endsWith('.ts'))
		.map((file) => {
			const text = readFileSync(join(root, 'nodes', file), 'utf8');
			return ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
		});
}

/** The text of a literal, with `…` for each value in a template; both texts of a condition. */
function textsOf(node: ts.Node): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsOf);
	if (!ts.isTemplateExpression(node)) return [];
	return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
}

/** `new SomeError(…)`, or what one passes to `super(…)`. */
function isError(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
	if (ts.isNewExpression(node))
		return ts.isIdentifier(node.expression) && /Error$/.test(node.expression.text);
	return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}
