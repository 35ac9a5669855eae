import {
  add,
  type Charge,
  IntegrationError,
  isNegative,
  isZero,
  type Money,
  money,
  multiply,
  negate,
  subtract,
  sum,
  sumQuantities,
  quantity,
} from '@crossdock/core';
import type { DocumentLine } from '../api/documents.ts';
import { rounded } from '../currencies.ts';
import { skuOf } from '../item-catalog.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { noId } from '../query.ts';
import { referenceIn } from '../references.ts';
import { fromWire } from './amounts.ts';
import { nameIn, textIn } from './line-name.ts';

/** An order, open or as its invoices have it. */
export interface ReadOrder {
  readonly id: string;
  readonly number: string;
  /** Our key of it; a number of its own for one that others made. */
  readonly key: string;
  /** The reference that it was asked by. */
  readonly ref?: string | undefined;
  readonly day: string;
  readonly updatedAt: string;
  readonly taxIncluded: boolean;
  readonly currency: string;
  readonly total: Money;
  readonly lines: readonly DocumentLine[];
  /** SKUs of variants, by their id. */
  readonly variantSkus: ReadonlyMap<string, string>;
}

/** What lines of one name come to together: an order of several parcels has its lines in several invoices. */
interface Worth {
  readonly name: string | undefined;
  readonly line: DocumentLine;
  readonly quantity: string;
  readonly gross: Money;
  readonly off: Money;
  readonly tax: Money;
}

/** An order in our words. Lines that others put in are goods if they sell an item, and charges if they book to an account. */
export function toOrder(
  order: ReadOrder,
  { system, config }: { readonly system: string; readonly config: BusinessCentralConfig },
) {
  const { currency } = order;
  const worths = merged(order.lines.filter(isPriced).map((line) => worthOf(line, order.taxIncluded, currency)));
  const goods = worths.filter(({ name, line }) =>
    name === undefined ? line.lineType === 'Item' : name.startsWith('L-'),
  );
  const others = worths.filter((it) => !goods.includes(it));
  const rounding = others.filter(({ name }) => name?.startsWith('R-') === true);
  const charges = others.filter((it) => !rounding.includes(it));
  return {
    ref: order.ref ?? referenceIn(order.key) ?? `${system}-${order.number}`.replaceAll(/[^A-Za-z0-9_-]/g, '_'),
    number: order.number,
    refs: { [system]: order.id },
    channel: 'other' as const,
    occurredAt: `${order.day}T00:00:00Z`,
    businessDate: order.day,
    updatedAt: order.updatedAt,
    currency,
    taxIncluded: order.taxIncluded,
    lines: goods.map((it) => toLine(it, order, config)),
    charges: charges.map((it) => toCharge(it, currency)),
    ...(rounding.length > 0 && {
      rounding: sum(
        rounding.map(({ gross, off }) => subtract(gross, off)),
        currency,
      ),
    }),
    total: order.total,
    tenders: [],
    outstanding: order.total,
  };
}

/** Comments have no amount. */
const isPriced = ({ lineType }: DocumentLine): boolean => !/^(?:Comment|\s*|_x0020_)$/.test(lineType);

function worthOf(line: DocumentLine, taxIncluded: boolean, currency: string): Worth {
  const amount = (text: string): Money => fromWire(text, currency);
  const gross = rounded(multiply(amount(line.unitPrice), fromWire(line.quantity, currency).amount));
  const net = amount(taxIncluded ? line.netAmountIncludingTax : line.netAmount);
  return {
    name: nameIn(line.description),
    line,
    quantity: quantity(line.quantity).amount,
    gross,
    // Discounts of the line and its share of one of the whole document.
    off: subtract(gross, net),
    tax: amount(line.netTaxAmount),
  };
}

function merged(worths: readonly Worth[]): readonly Worth[] {
  const byName = new Map<string, Worth>();
  for (const it of worths) {
    const key = it.name ?? it.line.id;
    const before = byName.get(key);
    byName.set(
      key,
      before
        ? {
            ...before,
            quantity: sumQuantities([quantity(before.quantity), quantity(it.quantity)]).amount,
            gross: add(before.gross, it.gross),
            off: add(before.off, it.off),
            tax: add(before.tax, it.tax),
          }
        : it,
    );
  }
  return [...byName.values()];
}

function toLine(
  { name, line, quantity: units, gross, off, tax }: Worth,
  { currency, variantSkus }: ReadOrder,
  config: BusinessCentralConfig,
) {
  if (units.startsWith('-') || isNegative(off)) {
    throw new IntegrationError('A line of an order takes goods back or adds to its price', {
      code: 'unsupported-document',
      path: 'lines.quantity',
    });
  }
  return {
    id: name?.slice(2) ?? line.sequence,
    kind: 'goods' as const,
    sku: skuIn(line, variantSkus, config),
    name: textIn(line.description),
    quantity: { amount: units },
    unitPrice: fromWire(line.unitPrice, currency),
    gross,
    discounts: isZero(off) ? [] : [{ amount: off }],
    taxes: isZero(tax) ? [] : [{ name: line.taxCode === '' ? 'Tax' : line.taxCode, amount: tax }],
    refs: {},
  };
}

/** A variant is never told as its item: it is another product. */
function skuIn(
  { lineObjectNumber, itemVariantId }: DocumentLine,
  variantSkus: ReadonlyMap<string, string>,
  config: BusinessCentralConfig,
): string {
  if (itemVariantId === noId) return skuOf(lineObjectNumber, config);
  const sku = variantSkus.get(itemVariantId);
  if (sku !== undefined) return sku;
  throw new IntegrationError('A line of an order sells a variant that Business Central does not have any more', {
    code: 'unmapped',
    path: 'lines.itemVariantId',
  });
}

function toCharge({ name, line, gross, off, tax }: Worth, currency: string) {
  const own = /^C-(.+)-\d+$/.exec(name ?? '')?.[1];
  const isTax = name?.startsWith('T-') === true;
  const worth = isNegative(off) ? gross : subtract(gross, off);
  const taxes = isZero(tax) ? [] : [{ name: 'Tax', amount: tax }];
  return {
    kind: (own ?? 'other') as Charge['kind'],
    name: textIn(line.description),
    // All tax of the document as one line is still tax.
    gross: isTax ? money('0', currency) : isNegative(off) ? add(worth, negate(off)) : worth,
    discounts: [],
    taxes: isTax ? [{ name: 'Tax', amount: worth }] : taxes,
  };
}
