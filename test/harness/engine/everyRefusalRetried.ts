/** Imported before the tests of the trigger, it has AgentPhone repeat every refused delivery, as older docs say. */
import { readRetriesAs } from './triggerFixture';

readRetriesAs('everyRefusal');
