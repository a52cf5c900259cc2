/**
 * The rules of the house: who may import whom. Run by test/unit/house.test.ts, which says at the first line that breaks
 * one which rule it was and why it is there.
 */

const node = '^nodes/(AgentPhone[A-Za-z]*)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Two files that need each other cannot be read one after the other.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-circle-of-folders',
			comment: 'Two folders that need each other are one folder with two names.',
			severity: 'error',
			scope: 'folder',
			from: { path: '^(nodes|emulator|n8n)' },
			to: { circular: true },
		},
		{
			name: 'nodes-stand-alone',
			comment:
				'A node imports api, fields and itself. What two nodes need belongs into api or fields.',
			severity: 'error',
			from: { path: node },
			to: { path: node, pathNot: '^nodes/$1/' },
		},
		{
			name: 'api-knows-no-node',
			comment: 'The client works without any node and without the fields of n8n’s forms.',
			severity: 'error',
			from: { path: '^nodes/api/' },
			to: { path: '^nodes/(AgentPhone|fields/)' },
		},
		{
			name: 'endpoints-know-paths',
			comment:
				'Paths, and what may be repeated, are said in api/endpoints, once. Everything else calls the functions there.',
			severity: 'error',
			from: { path: '^nodes/', pathNot: '^nodes/api/endpoints/' },
			to: { path: '^nodes/api/http/path' },
		},
		{
			name: 'fields-know-no-node',
			comment: 'Fields are used by nodes, never the other way round.',
			severity: 'error',
			from: { path: '^nodes/fields/' },
			to: { path: '^nodes/AgentPhone' },
		},
		{
			name: 'only-what-n8n-allows',
			comment:
				'A verified community node imports relative files, n8n-workflow and crypto, and nothing else.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { pathNot: '^(nodes|credentials)/|(^|/)n8n-workflow/|^(node:)?crypto$' },
		},
		{
			name: 'products-look-down',
			comment: 'The emulator and what drives n8n serve the suites; they know none of them.',
			severity: 'error',
			from: { path: '^(emulator|n8n)/' },
			to: { path: '^(test|bench|demo|tools|nodes)/' },
		},
		{
			name: 'products-stand-alone',
			comment: 'AgentPhone in a box needs no n8n, and what drives n8n needs no AgentPhone.',
			severity: 'error',
			from: { path: '^(emulator|n8n)/' },
			to: { path: '^(emulator|n8n)/', pathNot: '^$1/' },
		},
		{
			name: 'suites-stand-alone',
			comment:
				'A suite imports test/harness and itself. What two suites need belongs into test/harness.',
			severity: 'error',
			from: { path: '^test/([^/]+)/', pathNot: '^test/harness/' },
			to: { path: '^test/', pathNot: '^test/($1|harness)/' },
		},
		{
			name: 'harness-knows-no-suite',
			comment: 'What the suites share knows none of them.',
			severity: 'error',
			from: { path: '^test/harness/' },
			to: { path: '^test/', pathNot: '^test/harness/' },
		},
		{
			name: 'tests-serve-nobody',
			comment: 'Tools, the demo and the benchmark use what the suites use, never a suite.',
			severity: 'error',
			from: { path: '^(tools|demo|bench)/' },
			to: { path: '^test/', pathNot: '^test/harness/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|n8n/versions|\\.cache)/' },
		tsConfig: { fileName: 'tsconfig.dev.json' },
		tsPreCompilationDeps: true,
	},
};
