import type { Faults } from '@crossdock/testing';
import type { Books } from './books.ts';
import type { CatalogBooks } from './catalog/catalog-books.ts';
import type { CustomerBooks } from './customers/customer-books.ts';
import type { StockBooks } from './inventory/stock-books.ts';
import type { WebhookTopic } from './topics.ts';

/** Answers one field of a root: its arguments in, the value that GraphQL selects from out. */
export type Resolver = (args: never) => unknown;

/**
 * One subject of the simulated shop: orders, stock, customers.
 *
 * Its types stand in `schema/<domain>.ts`, its code in `<domain>/`. Queries and mutations are answered by field name of
 * the root. What the platform demands of every mutation (the idempotency key, the cost, the faults) is done before
 * and after a mutation is asked, once for all domains.
 */
export interface Domain {
  readonly queries?: Readonly<Record<string, Resolver>>;
  /**
   * A mutation answers its payload: `{ order, userErrors: [] }`, or `{ userErrors: [{ field, message, code }] }`. A
   * payload with errors changed nothing.
   */
  readonly mutations?: Readonly<Record<string, Resolver>>;
}

/** Something that happened in the shop and is told to whoever subscribed. */
export interface Told {
  readonly topics: readonly WebhookTopic[];
  /** What it is about: faults of the road decide by it. */
  readonly subject: string;
  /** The body, built only when somebody subscribed. Numbers that may be large are bigints. */
  readonly payload: () => unknown;
  /** Things told by several calls that are one event share its id. @default a new one */
  readonly event?: string;
}

/** What the domains of one shop share. */
export interface ShopContext {
  readonly shopDomain: string;
  readonly shopCurrency: string;
  readonly timeZone: string;
  readonly apiVersion: string;
  readonly plus: boolean;
  /** The shop's distance from UTC in minutes; webhook payloads print instants in it. */
  readonly offsetMinutes: number;
  readonly scopes: readonly string[];
  readonly faults: Faults;
  /** Orders, parcels and what was sold. */
  readonly books: Books;
  /** Products, prices and channels. */
  readonly catalog: CatalogBooks;
  /** What lies where. */
  readonly stock: StockBooks;
  /** Buyers. */
  readonly customers: CustomerBooks;
  /** Epoch milliseconds. */
  now(): number;
  /** A number that no other thing of the shop has. */
  nextId(): bigint;
  /** An event id to share, see {@link Told.event}. */
  nextEvent(): string;
  tell(told: Told): void;
  /** Refuses with ACCESS_DENIED when the app is not approved for the type. */
  refuseDenied(type: string): void;
}
