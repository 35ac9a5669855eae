import { contentHash, type Order } from '@crossdock/core';
import type { LineFacts, OrderFacts } from './order-facts.ts';

type ChargeKind = Order['charges'][number]['kind'];

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

/** Charges that an import turned into lines without a product, by the SKU that it gave them. */
const chargeKinds: Readonly<Record<string, Exclude<ChargeKind, 'shipping'> | 'rounding'>> = {
  'crossdock-fee': 'fee',
  'crossdock-duty': 'duty',
  'crossdock-tip': 'tip',
  'crossdock-gift-wrap': 'gift-wrap',
  'crossdock-deposit': 'deposit',
  'crossdock-other': 'other',
  'crossdock-rounding': 'rounding',
};

/** The SKU under which a charge is imported. */
export function skuOfCharge(kind: ChargeKind | 'rounding'): string {
  return `crossdock-${kind}`;
}

/** The lines of an order that sell something, and those of an import that stand for a charge or the till's rounding. */
export function splitImported({ lines, reference }: Pick<OrderFacts, 'lines' | 'reference'>): {
  readonly sold: readonly LineFacts[];
  readonly charged: readonly (LineFacts & { readonly kind: Exclude<ChargeKind, 'shipping'> })[];
  readonly rounding: readonly LineFacts[];
} {
  const kindOf = ({ sku = '', variantId }: LineFacts) =>
    reference !== undefined && variantId === undefined && Object.hasOwn(chargeKinds, sku)
      ? chargeKinds[sku]
      : undefined;
  return {
    sold: lines.filter((line) => kindOf(line) === undefined),
    rounding: lines.filter((line) => kindOf(line) === 'rounding'),
    charged: lines.flatMap((line) => {
      const kind = kindOf(line);
      return kind === undefined || kind === 'rounding' ? [] : [{ ...line, kind }];
    }),
  };
}
