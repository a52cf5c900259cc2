const { AgentPhoneApi } = require('./dist/credentials/AgentPhoneApi.credentials');
const { AgentPhone } = require('./dist/nodes/AgentPhone/AgentPhone.node');
const { AgentPhoneTrigger } = require('./dist/nodes/AgentPhoneTrigger/AgentPhoneTrigger.node');

module.exports = { AgentPhone, AgentPhoneTrigger, AgentPhoneApi };
