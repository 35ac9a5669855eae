import { type EventData, IntegrationError, isZero, money, Order, parse } from '@crossdock/core';
import { unsigned } from '../../rules/index.ts';
import { type WireLine } from '../api/sales.ts';
import { basketOf } from './basket.ts';
import { type ReadLine } from './lines.ts';
import { clocksOf, type MappingSettings, type ReadSale, saleRef } from './sale-facts.ts';

/**
 * A sale as Lightspeed has it. Prices are without tax.
 *
 * @throws IntegrationError `unmapped` for a word that is not known, `unbalanced` with the difference when it does not add up.
 */
export function toOrder(read: ReadSale, settings: MappingSettings): EventData<'sale.recorded'> {
  const { sale, store } = read;
  const { lines, charges, rounding, total, tenders, outstanding } = basketOf(read, settings);
  const { occurredAt, businessDate } = clocksOf(read, settings);
  const document = {
    ref: saleRef(settings.name, sale.id),
    number: sale.receipt_number ?? sale.invoice_number ?? sale.id,
    refs: { [settings.name]: sale.id },
    channel: 'store',
    ...(sale.source !== undefined && { source: sale.source }),
    occurredAt,
    businessDate,
    updatedAt: sale.updated_at,
    location: store.code,
    ...(sale.register_id !== undefined && { register: sale.register_id }),
    currency: store.currency,
    taxIncluded: false,
    lines: lines.map((it) => toSoldLine(it, read, settings)),
    charges,
    ...(!isZero(rounding) && { rounding }),
    total,
    tenders,
    outstanding,
    ...(sale.customer_id !== undefined && { buyer: { refs: { [settings.name]: sale.customer_id } } }),
  };
  return parse(Order, document, { what: 'the sale', code: 'unmapped' });
}

/** A line that goes out. */
export function toSoldLine({ wire, gross, discounts, taxes }: ReadLine, read: ReadSale, settings: MappingSettings) {
  const { currency } = read.store;
  const { sku, name } = articleOf(wire, read);
  return {
    id: wire.id,
    kind: settings.giftCardProducts.includes(wire.product_id) ? ('gift-card' as const) : ('goods' as const),
    sku,
    ...(name !== undefined && { name }),
    quantity: { amount: unsigned(wire.quantity), unit: 'EA' },
    unitPrice: money(unsigned(wire.price ?? '0'), currency),
    gross,
    discounts,
    taxes,
    method: 'carry-out' as const,
    refs: { product: wire.product_id },
  };
}

/** What a line sells. Lines name products by id alone. */
export function articleOf(
  { id, product_id }: WireLine,
  { products }: Pick<ReadSale, 'products'>,
): { readonly sku: string; readonly name?: string } {
  const { sku, name } = products.get(product_id) ?? {};
  if (sku !== undefined) return { sku, ...(name !== undefined && { name }) };
  throw new IntegrationError('A line names a product without SKU', {
    code: 'unmapped',
    path: `line_items.${/^[A-Za-z0-9-]{1,40}$/.test(id) ? id : '…'}.product_id`,
  });
}
