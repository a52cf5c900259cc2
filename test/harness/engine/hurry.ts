import { PATIENT, type Policy } from '../../../nodes/api/http/policy';

/** As in n8n, but what waits before it tries again waits a moment only. */
export const HURRY: Partial<Policy> = {
	firstWait: 5,
	media: { ...PATIENT.media, firstWait: 5 },
};
