import { type Json } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedLine, type BookedSale } from './entries.ts';
import { numberOf, textOf } from './numbers.ts';
import { totalsOf } from './sale-totals.ts';

/** Whether a unit price is what is left after the discount, or what the product would have cost: the platform does not say. */
export type PriceMeaning = 'after-discount' | 'before-discount';

/** How sales are written. */
export interface SaleWriting {
  readonly books: Books;
  readonly priceMeans: PriceMeaning;
}

/** A sale in the flat shape of 2.0: numbers. */
export function wireSale(sale: BookedSale, writing: SaleWriting): Json {
  const { books } = writing;
  const currency = books.outlets.get(sale.outletId)?.currency ?? 'USD';
  const { price, tax } = totalsOf(sale, currency);
  const { id, version, status, note } = sale;
  return {
    id,
    outlet_id: sale.outletId,
    register_id: sale.registerId,
    user_id: '0242ac12-0002-11e9-e8c4-659494e00001',
    customer_id: sale.customerId ?? null,
    invoice_number: sale.invoiceNumber,
    receipt_number: sale.invoiceNumber,
    invoice_sequence: sale.invoiceSequence,
    source: sale.source,
    source_id: sale.sourceId ?? null,
    status,
    note,
    short_code: id.slice(-6),
    return_for: sale.returnFor ?? null,
    total_price: numberOf(price),
    total_tax: numberOf(tax),
    total_loyalty: 0,
    created_at: zoned(sale.createdAt),
    updated_at: zoned(sale.updatedAt),
    sale_date: zoned(sale.soldAt),
    deleted_at: null,
    line_items: sale.lines.map((line, index) => wireLine(line, index, writing)),
    payments: sale.payments.map((it) => ({
      id: it.id,
      register_id: it.registerId,
      outlet_id: sale.outletId,
      retailer_payment_type_id: it.typeId,
      payment_type_id: String(books.paymentTypes.get(it.typeId)?.typeId ?? ''),
      name: books.paymentTypes.get(it.typeId)?.name,
      amount: numberOf(it.amount),
      payment_date: zoned(it.paidAt),
      external_attributes: [],
    })),
    adjustments: sale.adjustments.map(({ name, type, value }) => ({
      name,
      adjustment_type: type,
      value: numberOf(value),
    })),
    attributes: sale.attributes,
    taxes: taxesOf(sale).map(([rateId, amount]) => ({ id: rateId, amount: numberOf(amount) })),
    version,
    ...sale.patch,
  };
}

/** A sale in the old shape, as webhooks and `register_sales` have it: numbers and texts side by side. */
export function legacySale(sale: BookedSale, writing: SaleWriting): Json {
  const { books } = writing;
  const currency = books.outlets.get(sale.outletId)?.currency ?? 'USD';
  const { price, tax, due, paid } = totalsOf(sale, currency);
  return {
    id: sale.id,
    outlet_id: sale.outletId,
    register_id: sale.registerId,
    user_id: '0242ac12-0002-11e9-e8c4-659494e00001',
    customer_id: sale.customerId ?? null,
    invoice_number: sale.invoiceNumber,
    invoice_sequence: sale.invoiceSequence,
    source: sale.source,
    source_id: sale.sourceId ?? null,
    status: sale.status,
    note: sale.note,
    return_for: sale.returnFor ?? '',
    // Three forms of a time side by side, as in the platform's own deliveries.
    sale_date: spaced(sale.soldAt),
    created_at: sale.createdAt,
    updated_at: zoned(sale.updatedAt),
    total_price: numberOf(price),
    total_tax: numberOf(tax),
    register_sale_products: sale.lines.map((line, index) => ({
      id: line.id,
      product_id: line.productId,
      quantity: numberOf(line.quantity),
      price: textOf(unitPrice(line, writing)),
      discount: textOf(line.discount),
      tax: textOf(line.tax),
      tax_id: line.taxId,
      price_total: textOf(line.priceTotal),
      tax_total: textOf(line.taxTotal),
      is_return: line.isReturn,
      sequence: String(index),
      status: line.status,
    })),
    register_sale_payments: sale.payments.map((it) => ({
      id: it.id,
      register_id: it.registerId,
      retailer_payment_type_id: it.typeId,
      payment_type_id: books.paymentTypes.get(it.typeId)?.typeId,
      label: books.paymentTypes.get(it.typeId)?.name,
      amount: numberOf(it.amount),
      payment_date: it.paidAt,
    })),
    totals: {
      total_price: textOf(price),
      total_tax: textOf(tax),
      total_payment: textOf(paid),
      total_to_pay: textOf(due - paid),
    },
    taxes: taxesOf(sale).map(([rateId, amount]) => ({ id: rateId, tax: numberOf(amount) })),
    version: sale.version,
    ...sale.patch,
  };
}

function wireLine(line: BookedLine, index: number, writing: SaleWriting): Json {
  return {
    id: line.id,
    product_id: line.productId,
    tax_id: line.taxId,
    quantity: numberOf(line.quantity),
    price: numberOf(unitPrice(line, writing)),
    price_total: numberOf(line.priceTotal),
    discount: numberOf(line.discount),
    discount_total: numberOf(line.discountTotal),
    tax: numberOf(line.tax),
    tax_total: numberOf(line.taxTotal),
    tax_components: line.taxShares.map(({ rateId, amount }) => ({ rate_id: rateId, total_tax: numberOf(amount) })),
    cost: 0,
    cost_total: 0,
    loyalty_value: 0,
    price_set: false,
    sequence: index,
    note: null,
    status: line.status,
    is_return: line.isReturn,
  };
}

function unitPrice({ price, discount }: BookedLine, { priceMeans }: SaleWriting): number {
  return priceMeans === 'after-discount' ? price : price + discount;
}

function taxesOf({ lines }: BookedSale): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const { taxShares, status } of lines) {
    if (status === 'VOIDED') continue;
    for (const { rateId, amount } of taxShares) sums.set(rateId, (sums.get(rateId) ?? 0) + amount);
  }
  return [...sums];
}

/** `2026-11-26T19:05:00+00:00` */
export function zoned(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19)}+00:00`;
}

/** `2026-11-26 19:05:00`, in UTC without saying so. */
export function spaced(instant: string): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
