import { type EventData, isZero, type Money, Order, parse, subtract, sum, worthOf, zero } from '@crossdock/core';
import { naturalRef } from '../../rules/index.ts';
import { type WireLine } from '../api/orders.ts';
import { optional, required } from './amounts.ts';
import { amountsOfLine, articleOf, chargesOf, isSold, type LineReading, plainQuantity, unitPriceOf } from './lines.ts';
import {
  clocksOf,
  keptTenders,
  lineReading,
  type MappingSettings,
  type ReadOrder,
  tenderAmounts,
  tillOf,
  tipOf,
} from './order-facts.ts';
import { tenderMeans } from './tender-kinds.ts';

/** The business reference of an order: its id is unique at Square, its receipt number is not. */
export function orderRef(name: string, id: string): string {
  return naturalRef(name, [id]);
}

/**
 * A sale as Square has it.
 *
 * @throws IntegrationError `unmapped` for a word that is not known, `unbalanced` with the difference when it does not add up.
 */
export function toOrder(read: ReadOrder, settings: MappingSettings): EventData<'sale.recorded'> {
  const { order, store } = read;
  const reading = lineReading(read, settings);
  const { currency, taxIncluded } = reading;
  const lines = soldLines(order.line_items, reading, 'line_items');
  const charges = chargesOf(order.service_charges, reading, 'service_charges');
  const rounding = optional(order.rounding_adjustment?.amount_money, currency, 'rounding_adjustment.amount_money');
  const goods = sum([worthOf([...lines, ...charges].map(priced), { currency, taxIncluded }), rounding], currency);
  const tip = tipOf(order, currency);
  const tenders = tendersOf(read, currency);
  const total = withTip(required(order.total_money, currency, 'total_money'), goods, tip, currency);
  const paid = sum(
    tenders.map((it) => it.amount),
    currency,
  );
  const { occurredAt, businessDate } = clocksOf(read, settings);
  const { register, receipt } = tillOf(read);
  const document = {
    ref: orderRef(settings.name, order.id),
    number: receipt ?? order.id,
    refs: { [settings.name]: order.id },
    channel: 'store',
    ...(order.source?.name !== undefined && order.source.name !== '' && { source: order.source.name }),
    occurredAt,
    businessDate,
    updatedAt: order.updated_at,
    location: store.code,
    ...(register !== undefined && { register }),
    currency,
    taxIncluded,
    lines,
    charges: isZero(tip) ? charges : [...charges, { kind: 'tip', gross: tip }],
    ...(!isZero(rounding) && { rounding }),
    total,
    tenders,
    outstanding: subtract(total, paid),
    ...(order.customer_id !== undefined && { buyer: { refs: { [settings.name]: order.customer_id } } }),
  };
  return parse(Order, document, { what: 'the sale', code: 'unmapped' });
}

/** Lines that were sold, under their ids in the order. */
export function soldLines(wire: readonly WireLine[], reading: LineReading, path: string) {
  return wire.flatMap((line, index) => {
    if (!isSold(line)) return [];
    const at = `${path}.${index}`;
    const { kind, sku, unit } = articleOf(line, reading, at);
    const amounts = amountsOfLine(line, reading, at);
    return [
      {
        id: line.uid,
        kind,
        sku,
        ...(line.name !== undefined && { name: line.name }),
        quantity: { amount: plainQuantity(line.quantity), unit },
        unitPrice: unitPriceOf(line, amounts.gross),
        ...amounts,
        method: 'carry-out',
        refs: line.catalog_object_id === undefined ? {} : { catalogObject: line.catalog_object_id },
      },
    ];
  });
}

/** Whatever brought money, under the id of its payment. */
export function tendersOf({ order, payments }: ReadOrder, currency: string) {
  const kept = keptTenders(order);
  const amounts = tenderAmounts(kept, currency);
  return kept.flatMap((tender, index) => {
    const amount = amounts[index] ?? zero(currency);
    const id = tender.payment_id ?? tender.id;
    const isOver = id !== undefined && ['CANCELED', 'FAILED'].includes(payments.get(id)?.status ?? '');
    if (isOver || isZero(amount)) return [];
    const reference = id === undefined ? {} : { reference: id };
    return [{ ...tenderMeans(tender.type, `tenders.${index}.type`), amount, ...reference }];
  });
}

/** Whether the total of an order contains the tip is not told: the arithmetic says so. */
function withTip(total: Money, goods: Money, tip: Money, currency: string): Money {
  return isZero(subtract(total, goods)) ? sum([total, tip], currency) : total;
}

interface Priceable {
  readonly gross: Money;
  readonly taxes: readonly { readonly amount: Money }[];
  readonly discounts?: readonly { readonly amount: Money }[];
}

/** A line or charge with every part that is optional in it. */
function priced({ gross, taxes, discounts = [] }: Priceable) {
  return { gross, taxes, discounts };
}
