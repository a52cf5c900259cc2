import { startEmulator } from '../../test/emulator';

void startEmulator().then(({ baseUrl, apiKey }) => process.send!({ baseUrl, apiKey }));
