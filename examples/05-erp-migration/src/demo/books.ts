import { type D365Simulator } from '@crossdock/connector-erp-d365/testing';
import { type NetsuiteSimulator } from '@crossdock/connector-erp-netsuite/testing';
import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';

/** An order as one system's own books have it, in words and cents that can be compared. */
export interface OrderInBooks {
  readonly ref: string;
  /** How many orders there are under the reference. */
  readonly copies: number;
  readonly cancelled: boolean;
  /** What it came to when it was placed, in cents; `undefined` where a cancelled order no longer tells. */
  readonly total: number | undefined;
  /** Units that left, by SKU: `2 SOCK + 1 BOOT`. */
  readonly left: string;
  /** Every bill, in cents. */
  readonly billed: readonly number[];
  /** Every credit, in cents. */
  readonly credited: readonly number[];
}

/** The orders of a system, by their business reference. */
export type OrderBooks = ReadonlyMap<string, OrderInBooks>;

type Draft = { -readonly [K in keyof Omit<OrderInBooks, 'left'>]: OrderInBooks[K] } & { units: Map<string, number> };

class Drafts {
  readonly #drafts = new Map<string, Draft>();

  of(ref: string): Draft {
    const known = this.#drafts.get(ref);
    if (known) return known;
    const draft: Draft = {
      ref,
      copies: 0,
      cancelled: false,
      total: undefined,
      units: new Map(),
      billed: [],
      credited: [],
    };
    this.#drafts.set(ref, draft);
    return draft;
  }

  leave(ref: string, sku: string, units: number): void {
    const draft = this.of(ref);
    draft.units.set(sku, (draft.units.get(sku) ?? 0) + units);
  }

  finished(): OrderBooks {
    const finish = ({ units, billed, credited, ...draft }: Draft): OrderInBooks => ({
      ...draft,
      left: [...units]
        .filter(([, count]) => count !== 0)
        .map(([sku, count]) => `${count} ${sku}`)
        .toSorted()
        .join(' + '),
      billed: billed.toSorted((a, b) => a - b),
      credited: credited.toSorted((a, b) => a - b),
    });
    return new Map([...this.#drafts].map(([ref, draft]) => [ref, finish(draft)]));
  }
}

/** What the shop sold, sent and paid back: what every ledger must say too. A refund of what never left is no credit. */
export function shopBooks({ books }: Pick<ShopifySimulator, 'books'>): OrderBooks {
  const drafts = new Drafts();
  for (const { id, total, cancelled } of books.orders()) {
    const draft = drafts.of(`shop-${id}`);
    draft.copies += 1;
    draft.cancelled = cancelled;
    draft.total = cents(total);
    draft.billed = cancelled ? [] : [cents(total)];
  }
  for (const { orderId, lines } of books.fulfillments()) {
    for (const { sku, quantity } of lines) drafts.leave(`shop-${orderId}`, sku ?? '?', quantity);
  }
  for (const { id, refunds, cancelledAt } of books.bookedOrders) {
    if (cancelledAt !== undefined) continue;
    const paidBack = refunds.map((it) => it.transactions.reduce((sum, { amount }) => sum + Number(amount.shop), 0));
    drafts.of(`shop-${id}`).credited = paidBack;
  }
  return drafts.finished();
}

export function netsuiteBooks({ books }: Pick<NetsuiteSimulator, 'books'>): OrderBooks {
  const drafts = new Drafts();
  for (const { externalId, total, status } of books.salesOrders()) {
    const draft = drafts.of(refIn(externalId));
    draft.copies += 1;
    // Closed lines bill nothing any more.
    draft.cancelled = (status === 'H' || status === 'C') && draft.copies === 1;
    draft.total = cents(total);
  }
  for (const { orderExternalId, lines } of books.itemFulfillments()) {
    for (const { sku, quantity } of lines) drafts.leave(refIn(orderExternalId), sku, quantity);
  }
  for (const { orderExternalId, externalId, total, posted } of [...books.cashSales(), ...books.invoices()]) {
    // Money that goes back to a gift card is a card that is sold again: a bill, and none of the order.
    const draft = drafts.of(refIn(orderExternalId) || orderOf(refIn(externalId)));
    if (orderExternalId === undefined) continue;
    if (posted) draft.billed = [...draft.billed, cents(total)];
  }
  for (const { orderExternalId, total, posted } of [...books.creditMemos(), ...books.cashRefunds()]) {
    const draft = drafts.of(orderOf(refIn(orderExternalId)));
    if (posted) draft.credited = [...draft.credited, cents(total)];
  }
  return drafts.finished();
}

/** Items that are no goods: they never leave in a parcel. */
const services: ReadonlySet<string> = new Set(['SHIPPING', 'TIP', 'TAX', 'ALLOWANCE']);

export function d365Books({ books }: Pick<D365Simulator, 'books'>): OrderBooks {
  const drafts = new Drafts();
  const invoices = Map.groupBy(books.invoices(), (it) => it.order);
  for (const { number, reference, status, total, lines } of books.orders()) {
    const draft = drafts.of(orderOf(reference));
    const amounts = (invoices.get(number) ?? []).map((it) => Math.round(it.total * 100));
    if (reference !== draft.ref) {
      draft.credited = [...draft.credited, ...amounts.map((it) => -it)];
      continue;
    }
    draft.copies += 1;
    draft.cancelled = status === 'Canceled';
    draft.total = draft.cancelled ? undefined : Math.round(total * 100);
    draft.billed = [...draft.billed, ...amounts];
    for (const { item, delivered } of lines) if (!services.has(item)) drafts.leave(draft.ref, item, delivered);
  }
  return drafts.finished();
}

const cents = (text: string): number => Math.round(Number(text) * 100);

/** The business reference in an external id of ours: `CD_SO_shop-5500000000001`. */
const refIn = (externalId = ''): string => externalId.replace(/^CD_[A-Z]+_/, '');

/** The order of a refund or of its money: `shop-5500000000001-RF14-T1` is one of `shop-5500000000001`. */
const orderOf = (ref: string): string => ref.replace(/-RF\d+(?:-T\d+)?$/, '');
