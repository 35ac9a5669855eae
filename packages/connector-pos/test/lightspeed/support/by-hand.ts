import { type LightspeedSimulator } from '../../../src/testing/index.ts';
import { chicago } from './open-retailer.ts';

/** What somebody does in the back office. */
export async function byHand(
  retailer: LightspeedSimulator,
  method: string,
  path: string,
  body: unknown,
): Promise<{ readonly data: { readonly id: string } }> {
  const headers = {
    authorization: `Bearer ${retailer.credentials.personalToken}`,
    'user-agent': 'back office',
    'content-type': 'application/json',
  };
  const url = `${retailer.origin}/api/2.0/${path}`;
  const reply = await retailer.handle(new Request(url, { method, headers, body: JSON.stringify(body) }));
  if (!reply.ok) throw new Error(`The simulator answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as { data: { id: string } };
}

/** Counts nine units in Chicago. */
export async function countByHand(retailer: LightspeedSimulator, productId: string): Promise<void> {
  const head = { name: 'Count', outlet_id: chicago, type: 'STOCKTAKE' };
  const { data } = await byHand(retailer, 'POST', 'consignments', { ...head, status: 'STOCKTAKE_SCHEDULED' });
  const path = `consignments/${data.id}`;
  await byHand(retailer, 'PUT', path, { ...head, status: 'STOCKTAKE_IN_PROGRESS' });
  await byHand(retailer, 'POST', `${path}/bulk`, [{ product_id: productId, count: '0', received: '9' }]);
  await byHand(retailer, 'PUT', path, { ...head, status: 'STOCKTAKE_IN_PROGRESS_PROCESSED' });
  await byHand(retailer, 'PUT', path, { ...head, status: 'STOCKTAKE_COMPLETE' });
}
