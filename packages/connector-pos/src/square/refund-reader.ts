import { type WireOrder, type WireOrderRefund } from './api/orders.ts';
import { RefundsAnswer, type WireRefund } from './api/payments.ts';
import { type SquareClient } from './client.ts';

/** From so many refunds of one store on they are listed together instead of looked for one by one. */
const worthListing = 4;
/** Orders and refunds are not written at one instant. */
const apartMs = 60_000;

interface Wanted {
  readonly order: WireOrder;
  readonly refund: WireOrderRefund;
  /** Epoch milliseconds at which it was made. */
  readonly at: number;
}

/**
 * Reads the refunds of orders as the payments side has them: only there it stands how money went back, which need not be how it came.
 *
 * @returns By the id that the order has for them. The two sides need not have one id, so the return order and the amount tell
 * which is which. One that is not listed yet is left out.
 */
export async function readRefunds(
  orders: readonly WireOrder[],
  client: SquareClient,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, WireRefund>> {
  const found = new Map<string, WireRefund>();
  const wanted = orders.flatMap((order) =>
    order.refunds.map((refund) => ({ order, refund, at: Date.parse(refund.created_at ?? order.created_at) })),
  );
  for (const [location, some] of Map.groupBy(wanted, (it) => it.order.location_id)) {
    if (some.length >= worthListing) match(some, await listed(some, location, client, signal), found);
  }
  for (const some of Map.groupBy(wanted, (it) => it.order.id).values()) {
    if (some.every((it) => found.has(it.refund.id))) continue;
    // A refund belongs to the store of its payment, which need not be that of the return.
    match(some, await listed(some, undefined, client, signal), found);
  }
  return found;
}

async function listed(
  wanted: readonly Wanted[],
  location: string | undefined,
  client: SquareClient,
  signal: AbortSignal,
): Promise<readonly WireRefund[]> {
  const times = wanted.map((it) => it.at);
  const query = {
    ...(location !== undefined && { location_id: location }),
    begin_time: new Date(Math.min(...times) - apartMs).toISOString(),
    end_time: new Date(Math.max(...times) + apartMs).toISOString(),
    limit: 100,
  };
  const refunds: WireRefund[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.send('GET', '/v2/refunds', {
      query: { ...query, cursor },
      response: RefundsAnswer,
      signal,
    });
    refunds.push(...page.refunds);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return refunds;
}

/** Finds each refund once: by its id, else by its order, payment and amount. */
function match(wanted: readonly Wanted[], candidates: readonly WireRefund[], found: Map<string, WireRefund>): void {
  const taken = new Set([...found.values()].map((it) => it.id));
  const take = (it: Wanted, isIt: (refund: WireRefund) => boolean): void => {
    if (found.has(it.refund.id)) return;
    const known = candidates.find((refund) => !taken.has(refund.id) && refund.order_id === it.order.id && isIt(refund));
    if (!known) return;
    taken.add(known.id);
    found.set(it.refund.id, known);
  };
  const isSameAmount = (a: WireRefund, { refund: b }: Wanted): boolean =>
    a.amount_money.amount === b.amount_money.amount;
  for (const it of wanted) take(it, (refund) => refund.id === it.refund.id);
  for (const it of wanted) take(it, (refund) => isSameAmount(refund, it) && refund.payment_id === it.refund.tender_id);
  for (const it of wanted) take(it, (refund) => isSameAmount(refund, it));
}
