import { createHmac } from 'node:crypto';
import { type WebhookCourier } from '@crossdock/testing';
import { type Json } from './answers.ts';
import { type Books } from './books.ts';
import {
  type BookedClosure,
  type BookedCustomer,
  type BookedLevel,
  type BookedProduct,
  type BookedSale,
} from './entries.ts';
import { one, textOf } from './numbers.ts';
import { legacySale, type PriceMeaning, spaced, zoned } from './wire-sales.ts';

/** What webhooks are signed with, and how. */
export interface SenderOptions {
  readonly clientSecret: string;
  /** How the signature is written: the platform does not say. */
  readonly encoding: 'hex' | 'base64';
  readonly priceMeans: PriceMeaning;
}

/** Makes and signs webhooks: a form with one field, in the old shapes, without an id or a time of their own. */
export class WebhookSender {
  readonly #books: Books;
  readonly #options: SenderOptions;
  readonly #couriers: WebhookCourier[] = [];

  constructor(books: Books, options: SenderOptions) {
    this.#books = books;
    this.#options = options;
  }

  deliverBy(courier: WebhookCourier): void {
    this.#couriers.push(courier);
  }

  tellSale(sale: BookedSale): void {
    const { priceMeans } = this.#options;
    this.#tell('sale.update', sale.id, () => legacySale(sale, { books: this.#books, priceMeans }));
  }

  /** Its stock figures may be of a moment ago: the platform says so. */
  tellProduct(product: BookedProduct): void {
    this.#tell('product.update', product.id, () => ({
      id: product.id,
      name: product.name,
      sku: product.sku,
      handle: product.handle,
      active: product.active,
      price: product.price / one,
      inventory: [],
      updated_at: spaced(product.updatedAt),
      version: product.version,
    }));
  }

  tellCustomer(customer: BookedCustomer): void {
    this.#tell('customer.update', customer.id, () => ({
      id: customer.id,
      ...customer.fields,
      customer_code: customer.code,
      created_at: spaced(customer.createdAt),
      updated_at: spaced(customer.updatedAt),
      deleted_at: customer.deletedAt ?? null,
      version: customer.version,
    }));
  }

  tellLevel(row: BookedLevel): void {
    this.#tell('inventory.update', row.id, () => ({
      id: row.id,
      product_id: row.productId,
      outlet_id: row.outletId,
      count: textOf(row.level),
      version: row.version,
    }));
  }

  /** One delivery for each product of a consignment. */
  tellConsigned(
    type: 'consignment.send' | 'consignment.receive',
    consignment: { readonly id: string },
    product: Json,
  ): void {
    this.#tell(type, consignment.id, () => ({ consignment_id: consignment.id, ...product }));
  }

  tellClosure(closure: BookedClosure): void {
    this.#tell('register_closure.create', closure.id, () => this.#closure(closure));
  }

  #closure(closure: BookedClosure): Json {
    const register = this.#books.registers.get(closure.registerId);
    const outlet = this.#books.outlets.get(register?.outletId ?? '');
    const named = closure.counts.map((it) => ({ ...it, name: this.#books.paymentTypes.get(it.typeId)?.name ?? '' }));
    const paid = named.reduce((sum, it) => sum + it.paid, 0);
    return {
      id: closure.id,
      open_count_sequence: closure.openCount,
      register_open_time: zoned(closure.openedAt),
      register_close_time: spaced(closure.closedAt),
      totals: {
        sales: textOf(closure.sales),
        tax: textOf(closure.tax),
        discounts: closure.discounts / one,
        payments: textOf(paid),
        onaccount_payments: 0,
        layby_payments: 0,
        cost_of_goods_sold: '0.00000',
      },
      taxes: {},
      payments_summary: Object.fromEntries(
        named.map((it) => [
          it.typeId,
          {
            payment_type_name: it.name,
            // A type that rounds says its total as a number, the others as a text.
            total: it.name === 'Cash rounding' ? it.paid / one : textOf(it.paid),
            discrepancy: textOf(it.counted - expectedOf(it, closure, it.name)),
          },
        ]),
      ),
      payment_counts: named.map((it) => ({
        start_total: textOf(it.name === 'Cash' ? closure.openingFloat : 0),
        payments_total: textOf(it.paid),
        withdrawals_total: textOf(it.withdrawn),
        close_total: textOf(it.counted),
        payment_type: it.name,
      })),
      register: { id: closure.registerId, name: register?.name, outlet_id: outlet?.id, outlet_name: outlet?.name },
    };
  }

  #tell(type: string, subject: string, payload: () => Json): void {
    if (this.#couriers.length === 0) return;
    const body = new URLSearchParams({ payload: JSON.stringify(payload()) }).toString();
    const { clientSecret, encoding } = this.#options;
    const signature = createHmac('sha256', clientSecret).update(body).digest(encoding);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-signature': `signature=${signature},algorithm=HMAC-SHA256`,
    };
    for (const courier of this.#couriers) courier.send({ subject, topic: type, headers, body });
  }
}

/** What should have been in the drawer. */
export function expectedOf(
  { paid, withdrawn }: { readonly paid: number; readonly withdrawn: number },
  { openingFloat }: Pick<BookedClosure, 'openingFloat'>,
  name: string,
): number {
  return (name === 'Cash' ? openingFloat : 0) + paid - withdrawn;
}
