import type { Books } from '../books.ts';
import type { HasMetafields } from '../catalog/metafields.ts';

/** An address as the shop keeps it. */
export interface CustomerAddress {
  readonly id: bigint;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly company?: string | null;
  readonly address1?: string | null;
  readonly address2?: string | null;
  readonly city?: string | null;
  readonly provinceCode?: string | null;
  readonly zip?: string | null;
  readonly countryCode?: string | null;
  readonly phone?: string | null;
}

/** Whether somebody wants to be written to. */
export type ConsentState = 'INVALID' | 'NOT_SUBSCRIBED' | 'PENDING' | 'REDACTED' | 'SUBSCRIBED' | 'UNSUBSCRIBED';

/** A customer of the shop. Times are epoch milliseconds, whole seconds. */
export interface ShopCustomer extends HasMetafields {
  readonly id: bigint;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  emailConsent: ConsentState;
  smsConsent: ConsentState;
  tags: readonly string[];
  taxExempt: boolean;
  readonly state: 'DISABLED' | 'ENABLED';
  readonly addresses: CustomerAddress[];
  readonly createdAt: number;
  updatedAt: number;
}

/** What a customer is entered with. */
export type NewCustomer = Partial<Omit<ShopCustomer, 'id' | 'metafields' | 'createdAt' | 'updatedAt'>>;

/** The shop's customers. Who bought without ever being entered is one too. */
export class CustomerBooks {
  readonly #books: Books;
  readonly #now: () => number;
  readonly #nextId: () => bigint;
  readonly #customers: ShopCustomer[] = [];
  readonly #known = new Set<bigint>();

  constructor(options: { readonly books: Books; readonly now: () => number; readonly nextId: () => bigint }) {
    this.#books = options.books;
    this.#now = options.now;
    this.#nextId = options.nextId;
  }

  /** All customers, oldest first. */
  get all(): readonly ShopCustomer[] {
    for (const { customer } of this.#books.bookedOrders) {
      if (!customer || this.#known.has(BigInt(customer.id))) continue;
      const { firstName = null, lastName = null, email = null, phone = null } = customer;
      this.#enter(BigInt(customer.id), { firstName, lastName, email, phone });
    }
    return this.#customers;
  }

  find(id: bigint | undefined): ShopCustomer | undefined {
    return this.all.find((it) => it.id === id);
  }

  /** Enters a customer. */
  add(customer: NewCustomer): ShopCustomer {
    return this.#enter(this.#nextId(), customer);
  }

  /** One customer goes into another: the id of the one that went is gone. */
  merge(kept: ShopCustomer, gone: ShopCustomer): void {
    kept.email ??= gone.email;
    kept.phone ??= gone.phone;
    kept.addresses.push(...gone.addresses);
    this.#customers.splice(this.#customers.indexOf(gone), 1);
    this.touch(kept);
  }

  /** Marks a customer as changed now. */
  touch(customer: ShopCustomer): void {
    customer.updatedAt = this.#second();
  }

  #enter(id: bigint, customer: NewCustomer): ShopCustomer {
    const at = this.#second();
    const entered: ShopCustomer = {
      firstName: null,
      lastName: null,
      email: null,
      phone: null,
      emailConsent: 'NOT_SUBSCRIBED',
      smsConsent: 'NOT_SUBSCRIBED',
      tags: [],
      taxExempt: false,
      state: 'DISABLED',
      addresses: [],
      metafields: new Map(),
      createdAt: at,
      updatedAt: at,
      ...customer,
      id,
    };
    this.#known.add(id);
    this.#customers.push(entered);
    return entered;
  }

  #second(): number {
    return Math.floor(this.#now() / 1000) * 1000;
  }
}
