import { type EventData, isNegative, isZero, negate, parse, Return } from '@crossdock/core';
import { unsigned } from '../../rules/index.ts';
import { type WireLine, type WireSale } from '../api/sales.ts';
import { basketOf, type ReadCharge, turned } from './basket.ts';
import { type ReadLine } from './lines.ts';
import { clocksOf, countedLines, type MappingSettings, type ReadSale, reversalRef, saleRef } from './sale-facts.ts';
import { articleOf, toSoldLine } from './to-order.ts';

/** A return as Lightspeed has it: goods back, or an exchange in the same sale. */
export function toReturn(read: ReadSale, settings: MappingSettings): EventData<'return.processed'> {
  const { sale } = read;
  const { occurredAt, businessDate } = clocksOf(read, settings);
  return asReturn(read, settings, {
    ref: saleRef(settings.name, sale.id),
    orderRef: sale.return_for === undefined ? undefined : saleRef(settings.name, sale.return_for),
    occurredAt,
    businessDate,
    soldLine: soldLineOf(sale, read.original),
  });
}

/**
 * The reversal of a sale or return that was called off after it had counted: everything of it, the other way round, on the day that it
 * was counted on, so that the day is corrected.
 */
export function toReversal(read: ReadSale, settings: MappingSettings): EventData<'return.processed'> {
  const { sale } = read;
  const { businessDate } = clocksOf(read, settings);
  return asReturn({ ...read, sale: mirrored(sale) }, settings, {
    ref: reversalRef(settings.name, sale.id),
    orderRef: saleRef(settings.name, sale.id),
    occurredAt: sale.updated_at,
    businessDate,
    soldLine: (line) => line.id,
  });
}

interface Head {
  readonly ref: string;
  readonly orderRef: string | undefined;
  readonly occurredAt: string;
  readonly businessDate: string;
  /** The line of the sale that a line brings back. */
  soldLine(line: WireLine): string | undefined;
}

function asReturn(read: ReadSale, settings: MappingSettings, head: Head): EventData<'return.processed'> {
  const { sale, store } = read;
  const { lines, charges, rounding, total, tenders, outstanding } = turned(basketOf(read, settings));
  const document = {
    ref: head.ref,
    number: sale.receipt_number ?? sale.invoice_number ?? sale.id,
    ...(head.orderRef !== undefined && { orderRef: head.orderRef }),
    refs: { [settings.name]: sale.id },
    channel: 'store',
    occurredAt: head.occurredAt,
    businessDate: head.businessDate,
    location: store.code,
    currency: store.currency,
    taxIncluded: false,
    lines: lines.filter((it) => it.back).map((it) => toReturnedLine(it, read, settings, head.soldLine(it.wire))),
    charges: charges.filter((it) => !isNegative(it.gross)),
    fees: charges.filter((it) => isNegative(it.gross)).map(positive),
    exchange: lines.filter((it) => !it.back).map((it) => toSoldLine(it, read, settings)),
    ...(!isZero(rounding) && { rounding }),
    total,
    tenders,
    outstanding,
  };
  return parse(Return, document, { what: 'the return', code: 'unmapped' });
}

function toReturnedLine(
  { wire, gross, discounts, taxes }: ReadLine,
  read: ReadSale,
  settings: MappingSettings,
  orderLineId: string | undefined,
) {
  const isGiftCard = settings.giftCardProducts.includes(wire.product_id);
  return {
    id: wire.id,
    ...(orderLineId !== undefined && { orderLineId }),
    ...(isGiftCard && { kind: 'gift-card' as const }),
    sku: articleOf(wire, read).sku,
    quantity: { amount: unsigned(wire.quantity), unit: 'EA' },
    disposition: isGiftCard ? ('not-returned' as const) : settings.returnedGoods,
    gross,
    discounts,
    taxes,
  };
}

/**
 * Returns name the sale and the product, and no line. A line is known where the sale has that product once, at that price: two lines
 * of one product at one price stand in their order.
 */
function soldLineOf(sale: WireSale, original: WireSale | undefined): (line: WireLine) => string | undefined {
  const sold = original ? [...countedLines(original)] : [];
  const taken = new Map<string, string | undefined>();
  for (const line of countedLines(sale)) {
    const same = sold.filter((it) => it.product_id === line.product_id);
    const found = same.find((it) => it.price === line.price) ?? (same.length === 1 ? same[0] : undefined);
    if (found) sold.splice(sold.indexOf(found), 1);
    taken.set(line.id, found?.id);
  }
  return (line) => taken.get(line.id);
}

/** A sale the other way round. */
function mirrored(sale: WireSale): WireSale {
  const turn = (text: string): string => (text === '0' ? text : text.startsWith('-') ? text.slice(1) : `-${text}`);
  const turnIf = (text: string | undefined): string | undefined => (text === undefined ? undefined : turn(text));
  return {
    ...sale,
    total_price: turn(sale.total_price),
    total_tax: turn(sale.total_tax),
    line_items: countedLines(sale).map((it) => ({
      ...it,
      status: 'CONFIRMED',
      is_return: false,
      quantity: turn(signedQuantity(it)),
      price_total: turnIf(it.price_total),
      discount_total: turnIf(it.discount_total),
      tax_total: turnIf(it.tax_total),
    })),
    payments: sale.payments.map((it) => ({ ...it, amount: turn(it.amount) })),
    adjustments: sale.adjustments.map((it) => ({
      ...it,
      value: turn(it.value),
      tax_components: it.tax_components.map((tax) => ({ ...tax, total_tax: turn(tax.total_tax) })),
    })),
  };
}

const signedQuantity = ({ quantity, is_return }: WireLine): string =>
  is_return && !quantity.startsWith('-') ? `-${quantity}` : quantity;

const positive = (it: ReadCharge): ReadCharge => ({
  ...it,
  gross: negate(it.gross),
  taxes: it.taxes.map((tax) => ({ ...tax, amount: negate(tax.amount) })),
});
