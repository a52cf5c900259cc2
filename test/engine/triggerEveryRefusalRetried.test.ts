/** All tests of the trigger once more, in an AgentPhone that repeats a delivery after any answer but a 2xx. */
import '../harness/engine/everyRefusalRetried';

import './trigger.test';
import './triggerDelivery.test';
import './triggerPause.test';
import './triggerRegistration.test';
import './triggerTakeOver.test';
import './triggerVoice.test';
