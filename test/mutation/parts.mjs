/**
 * What decides something, in parts that are mutated one after the other: each with the tests that have to notice.
 * A part takes minutes, so its tests are few and fast: those of its own files.
 *
 * @type {Record<string, { mutate: string[], tests: string[] }>}
 */
export const parts = {
	model: {
		mutate: [
			'nodes/api/model/{address,addressee,conversationFilters,exactNumbers,mediaUrls,metadata,timestamps}.ts',
		],
		tests: ['{address,addressee,conversationFilters,exactNumbers,mediaUrls,metadata,timestamps}'],
	},
	webhook: {
		mutate: ['nodes/api/webhook/*.ts'],
		tests: ['trigger/{delivery,envelope,events,heard}'],
	},
	verifying: {
		mutate: ['nodes/AgentPhoneTrigger/delivery/{questions,secrets,verify}.ts'],
		tests: ['trigger/{questions,secrets,verify}'],
	},
	retrying: {
		mutate: ['nodes/api/http/retry.ts'],
		tests: ['retry'],
	},
	gate: {
		mutate: ['nodes/api/http/gate/*.ts', 'nodes/api/http/policy.ts'],
		tests: ['gate/*', 'policy'],
	},
	conversations: {
		mutate: ['nodes/api/lists/{conversations,page,participants,readAhead,sightings,walk}.ts'],
		tests: ['pagination/{conversations,page,participants,readAhead,rows,sightings,walk}'],
	},
	messages: {
		mutate: [
			'nodes/api/lists/{collectedMessages,farEnd,messageCursors,messagePages,messages,pageEdges,pageLengths}.ts',
		],
		tests: ['pagination/{messages,pageEdges,rows}'],
	},
	slices: {
		mutate: ['nodes/api/lists/{cuts,slices}.ts'],
		tests: ['pagination/{cuts,messages}'],
	},
	lists: {
		mutate: ['nodes/api/lists/{byOffset,errors,lookUpInList,together}.ts'],
		tests: ['pagination/{byOffset,errors,lookUpInList,together}'],
	},
	claiming: {
		mutate: [
			'nodes/AgentPhoneTrigger/delivery/{claims,marks}.ts',
			'nodes/AgentPhoneTrigger/registration/borrowed.ts',
		],
		tests: ['trigger/{borrowed,claims,delivery}'],
	},
};
