const { AgentPhoneApi } = require('./dist/credentials/AgentPhoneApi.credentials');
const { AgentPhone } = require('./dist/nodes/AgentPhone/AgentPhone.node');
const { AgentPhoneMemory } = require('./dist/nodes/AgentPhoneMemory/AgentPhoneMemory.node');
const {
	AgentPhonePollingTrigger,
} = require('./dist/nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node');
const { AgentPhoneTrigger } = require('./dist/nodes/AgentPhoneTrigger/AgentPhoneTrigger.node');

module.exports = {
	AgentPhone,
	AgentPhoneMemory,
	AgentPhonePollingTrigger,
	AgentPhoneTrigger,
	AgentPhoneApi,
};
