import { contentHash } from '@crossdock/core';
import type { OrderFacts } from './order-facts.ts';

/** What an imported order is known by: its goods with their prices, and its total. */
export interface ImportedContent {
  readonly lines: readonly {
    readonly sku: string | undefined;
    readonly quantity: number;
    readonly unitPrice: { readonly amount: string };
  }[];
  readonly total: { readonly amount: string; readonly currency: string };
}

/** The short form of what an order holds; the same for what we sent and for what the shop shows, as long as nobody changed it. */
export function importedAs({ lines, total }: ImportedContent | Pick<OrderFacts, 'lines' | 'total'>): string {
  const goods = lines.map(({ sku = '', quantity, unitPrice }) => `${sku}/${quantity}/${unitPrice.amount}`);
  return contentHash([goods.toSorted((a, b) => (a < b ? -1 : 1)), total.amount, total.currency]).slice(0, 32);
}
