import { BusinessRef, IntegrationError, isZero, type Money, money, type Order, quantity, sum } from '@crossdock/core';
import type { z } from 'zod';
import type { OrderLineRow, OrderRow } from '../api/order-row.ts';
import { isCancelled } from '../api/sales-order.ts';
import { locationAt } from '../lookups/locations.ts';
import { dateOf } from '../odata/literals.ts';
import type { D365Config } from '../options/options.ts';
import { fromWire } from './amounts.ts';
import { chargeKindOf, isGiftCard, livingLines, type OrderPart, partOf } from './order-parts.ts';

/** An order of the environment. */
export interface ReadOrder {
  readonly header: OrderRow;
  readonly lines: readonly OrderLineRow[];
  /** The reference that it was asked by. */
  readonly ref?: string | undefined;
}

/** What reading an order needs to know. */
export interface OrderReading {
  readonly config: D365Config;
  readonly system: string;
  /** SKU of a line of goods. */
  skuOf(line: OrderLineRow): string;
}

type OrderInput = z.input<typeof Order>;

/**
 * An order in our words. Discounts are in the amounts of their lines. Tax is known for the whole order only, so it stands beside the lines: as
 * a charge of nothing, with that tax.
 */
export function toOrder({ header, lines: all, ref }: ReadOrder, reading: OrderReading): OrderInput {
  const { config, system } = reading;
  const { CurrencyCode: currency, SalesOrderNumber: number } = header;
  refuseCancelled(header);
  const lines = livingLines(all);
  if (!lines.some((line) => partOf(line, config) === 'goods')) throw withoutGoods();
  const linesOf = (part: OrderPart) => lines.filter((line) => partOf(line, config) === part);
  const worthOf = (some: readonly OrderLineRow[]): Money =>
    sum(
      some.map((line) => fromWire(line.LineAmount, currency)),
      currency,
    );
  const computed = computedOf(header, config);
  const total = computed.total ?? worthOf(lines);
  const tax = sum([worthOf(linesOf('tax')), computed.tax], currency);
  const rounding = linesOf('rounding');
  return {
    ref: ref ?? ownReferenceOf(header, config) ?? `${system}-${number}`.replaceAll(/[^A-Za-z0-9_-]/g, '_'),
    number,
    refs: { [system]: number },
    channel: 'other',
    occurredAt: enteredAt(header),
    currency,
    taxIncluded: header.ArePricesIncludingSalesTax === 'Yes',
    lines: linesOf('goods').map((line) => toLine(line, currency, reading)),
    charges: [
      ...linesOf('charge').map((line) => toCharge(line, currency, config)),
      ...(isZero(computed.charges) ? [] : [{ kind: 'other' as const, name: 'Charges', gross: computed.charges }]),
      ...(isZero(tax) ? [] : [taxCharge(tax)]),
    ],
    ...(rounding.length > 0 && { rounding: worthOf(rounding) }),
    total,
    tenders: [],
    outstanding: total,
  };
}

/** Our reference of an order; `undefined` for one of others. The origin tells them apart where one is configured. */
export function ownReferenceOf(header: OrderRow, { originCode }: Pick<D365Config, 'originCode'>): string | undefined {
  if (originCode !== undefined && header.SalesOrderOriginCode !== originCode) return undefined;
  return BusinessRef.safeParse(header.CustomersOrderReference).data;
}

/** When an order was entered: the only instant of it that the platform tells. */
export function enteredAt({ OrderCreationDateTime: at }: Pick<OrderRow, 'OrderCreationDateTime'>): string {
  if (dateOf(at) !== undefined) return at;
  throw new IntegrationError('Dynamics 365 does not tell when the order was entered', {
    code: 'response-invalid',
    path: 'OrderCreationDateTime',
  });
}

function refuseCancelled(header: OrderRow): void {
  if (!isCancelled(header)) return;
  throw new IntegrationError('The order is cancelled, and Dynamics 365 does not tell when', {
    code: 'unsupported-document',
    path: 'SalesOrderStatus',
  });
}

/** As it is between a header and its lines, or when it charges for nothing but services. */
const withoutGoods = (): IntegrationError =>
  new IntegrationError('The order has no line of goods', { code: 'unsupported-document', path: 'lines' });

/** What the platform computed for the whole order. Without tax groups there is nothing to wait for: the lines are all there is. */
function computedOf(header: OrderRow, { tax }: Pick<D365Config, 'tax'>) {
  const { CurrencyCode: currency, AreTotalsCalculated } = header;
  if (AreTotalsCalculated === 'Yes') {
    return {
      total: fromWire(header.OrderTotalAmount, currency),
      tax: fromWire(header.OrderTotalTaxAmount, currency),
      charges: fromWire(header.OrderTotalChargesAmount, currency),
    };
  }
  if (tax.mode === 'tax-item') return { total: undefined, tax: money('0', currency), charges: money('0', currency) };
  throw new IntegrationError('Dynamics 365 has not computed the tax of the order', {
    code: 'unsupported-document',
    path: 'AreTotalsCalculated',
  });
}

function toLine(line: OrderLineRow, currency: string, { config, system, skuOf }: OrderReading): OrderInput['lines'][0] {
  const { OrderedSalesQuantity, LineAmount, OrderLineReference: name, LineDescription } = line;
  if (OrderedSalesQuantity.startsWith('-') || LineAmount.startsWith('-')) {
    throw new IntegrationError('A line of the order takes goods or money back', {
      code: 'unsupported-document',
      path: 'lines.OrderedSalesQuantity',
    });
  }
  const location = locationAt(line.ShippingWarehouseId, config);
  return {
    id: /^L-(.+)$/.exec(name)?.[1] ?? line.InventoryLotId,
    kind: isGiftCard(line, config) ? 'gift-card' : 'goods',
    sku: skuOf(line),
    ...(LineDescription !== '' && { name: LineDescription }),
    quantity: { amount: quantity(OrderedSalesQuantity).amount },
    unitPrice: fromWire(line.SalesPrice, currency),
    gross: fromWire(LineAmount, currency),
    ...(location !== undefined && { location }),
    refs: { [system]: line.InventoryLotId },
  };
}

function toCharge(line: OrderLineRow, currency: string, config: D365Config) {
  return {
    kind: chargeKindOf(line, config) ?? ('other' as const),
    ...(line.LineDescription !== '' && { name: line.LineDescription }),
    gross: fromWire(line.LineAmount, currency),
  };
}

function taxCharge(tax: Money) {
  return {
    kind: 'other' as const,
    name: 'Tax',
    gross: money('0', tax.currency),
    taxes: [{ name: 'Tax', amount: tax }],
  };
}
