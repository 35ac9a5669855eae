import { type SquareSimulator } from '@crossdock/connector-pos/testing';
import { type AuditedOrder } from '@crossdock/connector-shopify/testing';
import { type Random } from '@crossdock/core';
import { articles, centsOf, store, tax } from './articles.ts';

/** Units of a web order that come back. */
export interface BroughtBack {
  readonly orderId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** The till of the store. Without its line it works on, and what it did comes when the line is back. */
export interface StoreTill {
  /** Sells units over the counter. */
  sell(sku: string, quantity: number): void;
  /** Takes goods of a web order back: an app at the counter reads its number from the parcel. */
  takeBack(back: BroughtBack): void;
  offline(): void;
  /** The line is back: everything comes at once, in any order. */
  online(): void;
  /** Returns of web orders that the platform has, by its own id. */
  readonly returns: ReadonlyMap<string, BroughtBack>;
  /** Units by SKU that the store sold over the counter. */
  readonly sold: ReadonlyMap<string, number>;
}

/** Puts a till before the simulated platform. */
export function storeTill(seller: Pick<SquareSimulator, 'till'>, random: Random): StoreTill {
  const returns = new Map<string, BroughtBack>();
  const sold = new Map<string, number>();
  const taxes = [{ name: tax.title, percentage: tax.percentage }];
  let kept: (() => void)[] = [];
  let isOffline = false;
  const ring = (work: () => void): void => {
    if (isOffline) kept.push(work);
    else work();
  };
  return {
    returns,
    sold,
    sell(sku, quantity) {
      sold.set(sku, (sold.get(sku) ?? 0) + quantity);
      const lines = [{ sku, quantity: String(quantity), price: priceOf(sku) }];
      ring(() => void seller.till.sell({ locationId: store.atSquare, lines, taxes }));
    },
    takeBack(back) {
      const unlinked = back.lines.map(({ sku, quantity }) => ({
        sku,
        quantity: String(quantity),
        price: priceOf(sku),
      }));
      const referenceId = `shop-${back.orderId}`;
      ring(() => {
        const { id } = seller.till.takeBack({ locationId: store.atSquare, referenceId, unlinked, taxes });
        returns.set(id, back);
      });
    },
    offline: () => void (isOffline = true),
    online() {
      isOffline = false;
      const late = kept.map((work) => ({ work, at: random() })).toSorted((a, b) => a.at - b.at);
      kept = [];
      for (const { work } of late) work();
    },
  };
}

function priceOf(sku: string): number {
  const article = articles.find((it) => it.sku === sku);
  if (!article) throw new RangeError(`Nobody sells ${sku}`);
  return centsOf(article.price);
}

/** The first line of an order, whole or one unit of it, or everything. */
export function chooseBack(order: AuditedOrder, random: Random): BroughtBack {
  const lines = order.lines.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity }));
  const [first] = lines;
  const chance = random();
  if (!first || chance < 0.4) return { orderId: order.id, lines };
  return { orderId: order.id, lines: [chance < 0.7 ? first : { ...first, quantity: 1 }] };
}
