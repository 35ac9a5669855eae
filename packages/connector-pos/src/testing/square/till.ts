import { type Json } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedOrder, type BookedPayment, type BookedRefund } from './entries.ts';
import { bookPayments, bookRefund, refundShares } from './money-moved.ts';
import { lineBack, type PricedLine, priceLine, wireTaxes } from './price-lines.ts';
import {
  type RefundAmountInput,
  type SellInput,
  type SoldLineInput,
  type TakeBackInput,
  type TaxInput,
} from './sale-input.ts';
import { type Stock } from './stock.ts';
import { type WebhookSender } from './webhook-sender.ts';

/** What the tills of the seller do. */
export class Till {
  readonly #books: Books;
  readonly #stock: Stock;
  readonly #sender: WebhookSender;
  /** Units that came back, by sale and line. */
  readonly #cameBack = new Map<string, number>();

  constructor(books: Books, stock: Stock, sender: WebhookSender) {
    this.#books = books;
    this.#stock = stock;
    this.#sender = sender;
  }

  /** Sells over the counter, or opens a tab. */
  sell(input: SellInput): BookedOrder {
    const { taxes = [], tip = 0, rounding = 0, serviceCharge = 0, unpaid = false, keptOpen = false } = input;
    const location = this.#locationOf(input.locationId);
    const lines = this.#price(input.lines, taxes, location.currency);
    const money = (amount: number) => ({ amount, currency: location.currency });
    const goods = sumOf(lines, 'total') + serviceCharge + rounding;
    const id = this.#books.nextId('ORDER');
    const paying = { orderId: id, locationId: location.id, due: goods + tip, tip, currency: location.currency };
    const tenders = unpaid ? [] : bookPayments(this.#books, input, paying);
    const now = this.#books.instant();
    const order: BookedOrder = {
      id,
      location_id: location.id,
      source: { name: 'Square Point of Sale' },
      ...(input.customerId !== undefined && { customer_id: input.customerId }),
      line_items: lines.map((it) => it.wire),
      taxes: wireTaxes(taxes),
      ...(sumOf(lines, 'discount') > 0 && { discounts: [{ uid: 'discount', name: 'Sale', scope: 'ORDER' }] }),
      ...(serviceCharge > 0 && {
        service_charges: [
          { uid: 'service', name: 'Service', total_money: money(serviceCharge), total_tax_money: money(0) },
        ],
      }),
      ...(rounding !== 0 && { rounding_adjustment: { uid: 'rounding', amount_money: money(rounding) } }),
      tenders,
      state: unpaid || keptOpen ? 'OPEN' : 'COMPLETED',
      created_at: now,
      updated_at: now,
      ...(!unpaid && !keptOpen && { closed_at: now }),
      total_money: money(goods),
      total_tax_money: money(sumOf(lines, 'tax')),
      total_discount_money: money(sumOf(lines, 'discount')),
      total_tip_money: money(tip),
      total_service_charge_money: money(serviceCharge),
      net_amount_due_money: money(unpaid ? goods : 0),
    };
    this.#books.orders.set(id, order);
    if (!unpaid) this.#stock.sold(order);
    this.#tellOrder(order, 'order.created');
    for (const tender of tenders) this.#tellPayment(String(tender['id']));
    return order;
  }

  /** Takes goods back, with other goods in exchange or without; it is an order of its own. */
  takeBack(input: TakeBackInput): BookedOrder {
    const { exchange = [], refund = 'APPROVED', restock = true, rounding = 0 } = input;
    const source = input.orderId === undefined ? undefined : this.#order(input.orderId);
    const location = this.#locationOf(input.locationId ?? source?.location_id);
    const { currency } = location;
    const taxes = input.taxes ?? taxesOf(source);
    const back = source ? this.#linesBack(source, input) : this.#price(input.unlinked ?? [], taxes, currency);
    const out = this.#price(exchange, taxes, currency);
    const returned = sumOf(back, 'total') + rounding;
    const due = sumOf(out, 'total') - returned;
    const uid = 'return-1';
    const entry: Json = {
      uid,
      ...(source && { source_order_id: source.id }),
      return_line_items: back.map((it, index) => ({ ...it.wire, uid: `line-${index + 1}` })),
      return_taxes: wireTaxes(taxes),
      ...(rounding !== 0 && { rounding_adjustment: { uid: 'rounding', amount_money: { amount: rounding, currency } } }),
      return_amounts: { ...amountsOf(back, currency), total_money: { amount: returned, currency } },
    };
    const parts = { source, locationId: location.id, currency, entry, out, taxes, due, refund };
    const { referenceId, refundTo } = input;
    const order = this.#returnOrder({ ...parts, payment: input, referenceId, destination: refundTo });
    if (restock)
      this.#stock.returned(
        order,
        back.map((it) => it.wire),
      );
    if (out.length > 0) this.#stock.sold(order);
    return order;
  }

  /** Gives money back without goods. */
  refundAmount({ orderId, amount, shape = 'bare' }: RefundAmountInput): BookedOrder {
    const source = this.#order(orderId);
    const { currency } = source['total_money'] as { currency: string };
    const money = { amount, currency };
    const line = {
      uid: 'line-1',
      quantity: '1',
      item_type: 'CUSTOM_AMOUNT',
      total_money: money,
      gross_return_money: money,
    };
    const entry: Json | undefined =
      shape === 'refund-only'
        ? undefined
        : {
            uid: 'return-1',
            source_order_id: orderId,
            return_line_items: shape === 'bare' ? [] : [line],
            return_amounts: { total_money: money },
          };
    const locationId = source.location_id;
    return this.#returnOrder({
      source,
      locationId,
      currency,
      entry,
      out: [],
      taxes: [],
      due: -amount,
      refund: 'APPROVED',
    });
  }

  /** Gives money back that an application asked for; the answer is on its way until it is settled. */
  refundPayment(payment: BookedPayment, amount: number, reason: string): BookedRefund {
    const { currency } = payment.total_money;
    const money = { amount, currency };
    const source = this.#order(payment.order_id);
    const entry = {
      uid: 'return-1',
      source_order_id: source.id,
      return_line_items: [],
      return_amounts: { total_money: money },
    };
    const parts = { source, locationId: payment.location_id, currency, entry, out: [], taxes: [], due: -amount };
    const order = this.#returnOrder({ ...parts, refund: 'PENDING', paymentId: payment.id, reason });
    const refund = [...this.#books.refunds.values()].find((it) => it.order_id === order.id);
    if (!refund) throw new Error('The refund was not booked');
    return refund;
  }

  /** Lets a refund that is on its way succeed or fail. */
  settleRefund(orderId: string, outcome: 'APPROVED' | 'FAILED'): void {
    const order = this.#order(orderId);
    const refunds = (order['refunds'] ?? []) as readonly Json[];
    this.#replace({ ...order, refunds: refunds.map((it) => ({ ...it, status: outcome })) });
    for (const refund of this.#books.refunds.values()) {
      if (refund.order_id !== orderId) continue;
      refund.status = outcome === 'APPROVED' ? 'COMPLETED' : 'FAILED';
      refund.updated_at = this.#books.instant();
      this.#tellRefund(refund, 'refund.updated');
    }
  }

  /** Pays an open tab. */
  payTab(orderId: string, tip = 0, means: Pick<SellInput, 'tenders'>['tenders'] = [{ type: 'CARD' }]): BookedOrder {
    const order = this.#order(orderId);
    const { amount, currency } = order['total_money'] as { amount: number; currency: string };
    const paying = { orderId, locationId: order.location_id, due: amount + tip, tip, currency };
    const tenders = bookPayments(this.#books, { lines: [], tip, tenders: means }, paying);
    const closed = { state: 'COMPLETED' as const, closed_at: this.#books.instant() };
    const tips = { total_tip_money: { amount: tip, currency }, net_amount_due_money: { amount: 0, currency } };
    const paid = this.#replace({ ...order, ...closed, ...tips, tenders });
    this.#stock.sold(paid);
    return paid;
  }

  /** Calls an order off. */
  cancel(orderId: string): void {
    const order = this.#order(orderId);
    this.#replace({ ...order, state: 'CANCELED' });
    for (const back of (order['returns'] ?? []) as readonly Json[]) {
      for (const line of back['return_line_items'] as readonly Json[]) {
        const key = `${String(back['source_order_id'])}/${String(line['source_line_item_uid'])}`;
        this.#cameBack.set(key, (this.#cameBack.get(key) ?? 0) - Number(line['quantity']));
      }
    }
  }

  /** Changes an order as an employee of the platform could: for words that the connector does not know. */
  corrupt(orderId: string, change: (order: BookedOrder) => BookedOrder): void {
    this.#replace(change(this.#order(orderId)));
  }

  /** Opens the drawer: an order without lines. */
  noSale(locationId?: string): BookedOrder {
    const location = this.#locationOf(locationId);
    const now = this.#books.instant();
    const nothing = { amount: 0, currency: location.currency };
    const order: BookedOrder = {
      id: this.#books.nextId('ORDER'),
      location_id: location.id,
      tenders: [{ id: this.#books.nextId('TENDER'), type: 'NO_SALE', amount_money: nothing, created_at: now }],
      state: 'COMPLETED',
      created_at: now,
      updated_at: now,
      closed_at: now,
      total_money: nothing,
    };
    this.#books.orders.set(order.id, order);
    this.#tellOrder(order, 'order.created');
    return order;
  }

  #linesBack(source: BookedOrder, { lines }: TakeBackInput): readonly PricedLine[] {
    const sold = (source['line_items'] ?? []) as readonly Json[];
    const wanted = lines ?? sold.map((it, line) => ({ line, quantity: String(it['quantity']) }));
    const inclusive = new Set(
      ((source['taxes'] ?? []) as readonly Json[])
        .filter((it) => it['type'] === 'INCLUSIVE')
        .map((it) => String(it['uid'])),
    );
    return wanted.flatMap(({ line, quantity }) => {
      const it = sold[line];
      if (!it) return [];
      const key = `${source.id}/${String(it['uid'])}`;
      const before = this.#cameBack.get(key) ?? 0;
      this.#cameBack.set(key, before + Number(quantity));
      return [lineBack(it, { quantity, before, inclusive })];
    });
  }

  #returnOrder(parts: {
    readonly source: BookedOrder | undefined;
    readonly locationId: string;
    readonly currency: string;
    readonly entry: Json | undefined;
    readonly out: readonly PricedLine[];
    readonly taxes: readonly TaxInput[];
    readonly due: number;
    readonly refund: 'APPROVED' | 'PENDING';
    /** @default the payments of the sale, each up to what is left of it */
    readonly paymentId?: string;
    /** @default 'Returned Goods' */
    readonly reason?: string;
    /** How the buyer pays what is due. */
    readonly payment?: Pick<SellInput, 'tenders' | 'offlineAt' | 'deviceId'>;
    readonly referenceId?: string | undefined;
    readonly destination?: string | undefined;
  }): BookedOrder {
    const { reason = 'Returned Goods', payment = {} } = parts;
    const { source, locationId, currency, entry, out, taxes, due, refund, destination } = parts;
    const id = this.#books.nextId('ORDER');
    const now = this.#books.instant();
    const money = (amount: number) => ({ amount, currency });
    const paying = { orderId: id, locationId, due, tip: 0, currency };
    const tenders = due > 0 ? bookPayments(this.#books, { ...payment, lines: [] }, paying) : [];
    const paidBy = parts.paymentId === undefined ? paymentIdsOf(source) : [parts.paymentId];
    const refunds = refundShares(this.#books, paidBy, Math.max(0, -due)).map(({ paymentId, amount }) =>
      bookRefund(this.#books, {
        id,
        locationId,
        paymentId,
        amount: money(amount),
        status: refund,
        reason,
        destination,
      }),
    );
    const order: BookedOrder = {
      id,
      location_id: locationId,
      ...(parts.referenceId !== undefined && { reference_id: parts.referenceId }),
      source: { name: 'Square Point of Sale' },
      ...(out.length > 0 && { line_items: out.map((it) => it.wire), taxes: wireTaxes(taxes) }),
      ...(entry && { returns: [entry], net_amounts: { total_money: money(due) } }),
      ...(tenders.length > 0 && { tenders }),
      ...(refunds.length > 0 && { refunds }),
      state: 'COMPLETED',
      created_at: now,
      updated_at: now,
      closed_at: now,
      total_money: money(sumOf(out, 'total')),
    };
    this.#books.orders.set(id, order);
    this.#tellOrder(order, 'order.created');
    for (const it of this.#books.refunds.values()) if (it.order_id === id) this.#tellRefund(it, 'refund.created');
    return order;
  }

  #price(lines: readonly SoldLineInput[], taxes: readonly TaxInput[], currency: string): readonly PricedLine[] {
    const idOf = (sku: string): string | undefined => this.#books.variationOf(sku)?.id;
    return lines.map((line, index) => priceLine(line, index, { currency, taxes, idOf }));
  }

  #order(id: string): BookedOrder {
    const order = this.#books.orders.get(id);
    if (!order) throw new Error(`The seller has no order ${id}`);
    return order;
  }

  #locationOf(id: string | undefined) {
    const location = id === undefined ? this.#books.locations[0] : this.#books.location(id);
    if (!location) throw new Error(`The seller has no location ${id}`);
    return location;
  }

  #replace(order: BookedOrder): BookedOrder {
    const updated = { ...order, updated_at: this.#books.instant() };
    this.#books.orders.set(order.id, updated);
    this.#tellOrder(updated, 'order.updated');
    return updated;
  }

  #tellOrder(
    { id, location_id, state, created_at, updated_at }: BookedOrder,
    type: 'order.created' | 'order.updated',
  ): void {
    const dataType = type.replace('.', '_');
    const object = { [dataType]: { order_id: id, location_id, state, created_at, updated_at } };
    this.#sender.tell(type, { id, dataType, object });
  }

  #tellPayment(id: string): void {
    const payment = this.#books.payments.get(id);
    if (payment) this.#sender.tell('payment.created', { id, dataType: 'payment', object: { payment } });
  }

  #tellRefund(refund: BookedRefund, type: string): void {
    this.#sender.tell(type, { id: refund.id, dataType: 'refund', object: { refund } });
  }
}

function sumOf(lines: readonly PricedLine[], key: 'total' | 'tax' | 'discount'): number {
  return lines.reduce((sum, it) => sum + it[key], 0);
}

function amountsOf(lines: readonly PricedLine[], currency: string): Json {
  const money = (amount: number) => ({ amount, currency });
  return { total_money: money(sumOf(lines, 'total')), tax_money: money(sumOf(lines, 'tax')) };
}

function taxesOf(source: BookedOrder | undefined): readonly TaxInput[] {
  return ((source?.['taxes'] ?? []) as readonly Json[]).map(({ name, percentage, type }) => ({
    name: String(name),
    percentage: String(percentage),
    inclusive: type === 'INCLUSIVE',
  }));
}

function paymentIdsOf(source: BookedOrder | undefined): readonly string[] {
  return ((source?.['tenders'] ?? []) as readonly Json[]).map((it) => it['payment_id'] as string);
}
