/** The endpoints that the nodes call, read from `nodes/api/endpoints`, the one place that says them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { projectFolder } from '../../n8n/folders';

const FOLDER = join(projectFolder, 'nodes', 'api', 'endpoints');

/** As `GET /v1/agents/{}`. */
export function ourEndpoints(): Set<string> {
	const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
	return new Set(files.flatMap((name) => endpointsIn(join(FOLDER, name))));
}

function endpointsIn(file: string): string[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(file, 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isObjectLiteralExpression(node)) {
			const path = valueOf(node, 'path');
			const method = valueOf(node, 'method');
			const name = method && ts.isStringLiteral(method) ? method.text : 'GET';
			if (path) found.push(...pathsIn(path, source).map((each) => `${name} ${each}`));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const valueOf = (literal: ts.ObjectLiteralExpression, name: string) =>
	literal.properties.filter(ts.isPropertyAssignment).find((each) => each.name.getText() === name)
		?.initializer;

/** The paths that an expression can give: written there, or in the function of the same file that it calls. */
function pathsIn(expression: ts.Node, source: ts.SourceFile): string[] {
	const texts: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
		if (ts.isTemplateExpression(node))
			texts.push(
				[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('{}'),
			);
		else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
			texts.push(
				...definitionsOf(node.expression.text, source).flatMap((each) => pathsIn(each, source)),
			);
		else ts.forEachChild(node, visit);
	};
	visit(expression);
	return texts.filter((text) => /^\/v\d/.test(text));
}

const definitionsOf = (name: string, source: ts.SourceFile) =>
	source.statements
		.filter(ts.isVariableStatement)
		.flatMap(({ declarationList }) => [...declarationList.declarations])
		.filter((each) => each.name.getText() === name && each.initializer)
		.map(({ initializer }) => initializer!);
