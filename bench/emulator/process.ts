import { startEmulator } from '../../emulator';

void startEmulator().then(({ baseUrl, apiKey }) => process.send!({ baseUrl, apiKey }));
