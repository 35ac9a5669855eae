import {
  type capabilities,
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  type ErrorCode,
  type Money,
} from '@crossdock/core';
import { type Faults } from '../faults.ts';
import { type OpenSystem } from './open-system.ts';

export type Awaitable<T> = T | Promise<T>;

/** Capabilities that change a system. */
export type WritingName = {
  [N in CapabilityName]: (typeof capabilities)[N]['effect'] extends 'write' ? N : never;
}[CapabilityName];

/** Units of a SKU at a location, as the platform's books have them. The quantity is a decimal text. */
export interface BookedUnits {
  readonly sku: string;
  readonly location: string;
  readonly quantity: string;
}

/** What the platform's own books say about one effect, in canonical words. */
export interface Inspections {
  readonly createOrder: { readonly total: Money; readonly skus: readonly string[] };
  readonly cancelOrder: { readonly cancelled: boolean };
  readonly recordFulfillment: { readonly lines: readonly { readonly sku: string; readonly quantity: string }[] };
  /** `orderTotal` is what the invoice should come to. */
  readonly postInvoice: { readonly total: Money; readonly orderTotal: Money };
  readonly recordPayment: { readonly total: Money };
  readonly reserveInventory: { readonly held: readonly BookedUnits[] };
  readonly releaseInventory: { readonly held: readonly BookedUnits[] };
  readonly setInventory: { readonly levels: readonly BookedUnits[] };
  readonly adjustInventory: { readonly changes: readonly BookedUnits[] };
  readonly transferInventory: { readonly changes: readonly BookedUnits[] };
  readonly publishProduct: { readonly name: string };
  readonly publishPrice: { readonly price: Money };
  readonly processReturn: { readonly total: Money };
  readonly upsertCustomer: { readonly email?: string | undefined; readonly lastName?: string | undefined };
  readonly postJournal: { readonly debit: Money; readonly credit: Money };
}

/** An input that must be refused. */
export interface RefusedInput<N extends CapabilityName> {
  /** Why, as the end of a test's name: `an order with an unknown product`. */
  readonly what: string;
  readonly input: CapabilityInput<N>;
  readonly code: ErrorCode;
}

interface CommonArrangement<N extends CapabilityName> {
  readonly system: OpenSystem;
  /** Unique for each opening, where the platform keeps what earlier runs left: a part of once-only keys. */
  readonly run?: string;
  /** The simulator's faults, to see that what was planted struck. */
  readonly faults: Pick<Faults, 'log'>;
  /** A valid input, with everything in the platform that it needs. Each call is another business fact. */
  input(): Awaitable<CapabilityInput<N>>;
  /** Lets the platform ask to slow down at the next request for the capability, through `faults`. */
  throttle(): Awaitable<void>;
  /** Takes away what the system signs in with, so that renewing does not help. */
  revokeCredentials(): Awaitable<void>;
  /** Lets the simulator lose its reply to the next write by itself. The suite cuts the wire after every reply in any case. */
  loseReply?(): Awaitable<void>;
  /** What must never be printed. */
  readonly secrets?: readonly string[];
  /** Inputs that the connector or the platform must refuse. */
  refused?(): Awaitable<readonly RefusedInput<N>[]>;
}

/** The side door of a writing capability into its platform. */
export interface WriteArrangement<N extends WritingName> extends CommonArrangement<N> {
  /** How many effects under this reference are in the platform's own books. */
  count(reference: string): Awaitable<number>;
  /** What the platform's own books say about the effect. */
  inspect(reference: string): Awaitable<Inspections[N] | undefined>;
}

/** The side door of a reading capability into its platform. */
export interface ReadArrangement<N extends CapabilityName> extends CommonArrangement<N> {
  /** What the answer must hold, from the platform's own books. */
  truth(input: CapabilityInput<N>): Awaitable<Truth<CapabilityOutput<N>>>;
}

/** A part of an answer, at any depth. */
export type Truth<T> = T extends readonly (infer I)[]
  ? readonly Truth<I>[]
  : T extends object
    ? { readonly [K in keyof T]?: Truth<T[K]> | undefined }
    : T;

/** A fresh platform with a system connected to it, and a side door into the platform. */
export type Arrangement<N extends CapabilityName> = N extends WritingName ? WriteArrangement<N> : ReadArrangement<N>;

/** Opens a fresh one for every test. */
export type Arrange<N extends CapabilityName> = () => Awaitable<Arrangement<N>>;

/** An arrangement whose capability is not known at compile time. */
export interface AnyArrangement extends Omit<CommonArrangement<CapabilityName>, 'input' | 'refused'> {
  input(): Awaitable<unknown>;
  count?(reference: string): Awaitable<number>;
  refused?(): Awaitable<readonly { readonly what: string; readonly input: unknown; readonly code: ErrorCode }[]>;
}
