import type { Api } from '../http/api';
import type { OffsetQuery, Page, PhoneNumber } from '../model/types';

export async function listNumbers(api: Api, query: OffsetQuery): Promise<Page<PhoneNumber>> {
	return await api.request({ path: '/v1/numbers', query: { ...query } });
}
