/**
 * What the platform says about an order, in one shape for both ways in which it says it: the GraphQL answer and the
 * webhook's payload. From here on there is one mapping, so both ways give the same canonical order.
 *
 * Every amount is in the one currency that the facts were read in.
 *
 * @module
 */

import type { Money } from '@crossdock/core';
import type { CancelReason } from './words.ts';

/** A tax on a line or on shipping. */
export interface TaxFacts {
  readonly title: string;
  readonly rate: string | undefined;
  readonly amount: Money;
}

/** A line as it was sold. Discounts and taxes cover the full quantity. */
export interface LineFacts {
  readonly id: string;
  readonly sku: string | undefined;
  readonly title: string;
  readonly quantity: number;
  readonly currentQuantity: number;
  /** Units that are still to be sent. */
  readonly openQuantity: number;
  readonly giftCard: boolean;
  /** Absent once the product was deleted from the catalogue. */
  readonly variantId: string | undefined;
  readonly unitPrice: Money;
  readonly original: Money;
  readonly discounts: readonly Money[];
  readonly taxes: readonly TaxFacts[];
}

/** A delivery method that was charged. */
export interface ShippingFacts {
  readonly title: string;
  readonly code: string | undefined;
  readonly original: Money;
  readonly discounts: readonly Money[];
  readonly taxes: readonly TaxFacts[];
}

/** Money that came in at one moment. */
export interface ReceivedFacts {
  /** Numeric id of the platform's transaction, as text. */
  readonly id: string;
  readonly at: string;
  readonly gateway: string;
  /** What was kept, without the change that was given back. */
  readonly amount: Money;
  readonly path: string;
}

/** Money received through one gateway. */
export interface PaymentFacts {
  readonly gateway: string;
  readonly amount: Money;
  /** Where the gateway is named, for a refusal. */
  readonly path: string;
}

/** An address, only with what was filled in. */
export interface AddressFacts {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly city?: string;
  readonly provinceCode?: string;
  readonly zip?: string;
  readonly countryCode?: string;
  readonly phone?: string;
}

/** The buyer, as far as we are allowed to know. */
export interface CustomerFacts {
  readonly id: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
}

/** An order. */
export interface OrderFacts {
  /** Numeric id, as text. */
  readonly id: string;
  readonly gid: string;
  /** The reference that the order was imported with, for one that was sold elsewhere. */
  readonly reference: string | undefined;
  /** What it was imported with, in short. */
  readonly imported: string | undefined;
  readonly name: string;
  readonly createdAt: string;
  readonly processedAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | undefined;
  readonly cancelReason: CancelReason | undefined;
  readonly test: boolean;
  readonly taxesIncluded: boolean;
  readonly currency: string;
  readonly lines: readonly LineFacts[];
  readonly shipping: readonly ShippingFacts[];
  readonly total: Money;
  readonly tip: Money;
  /** Lines of the platform that are nothing but the tip. They are not among the lines. */
  readonly tipLineIds: readonly string[];
  readonly duties: Money;
  readonly fees: Money;
  readonly cashRounding: Money;
  readonly payments: readonly PaymentFacts[];
  /** Every payment by itself, oldest first; undefined when the source does not tell. */
  readonly received: readonly ReceivedFacts[] | undefined;
  readonly customer: CustomerFacts | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly billingAddress: AddressFacts | undefined;
  readonly shippingAddress: AddressFacts | undefined;
  readonly locationId: string | undefined;
  readonly source: string | undefined;
  readonly poNumber: string | undefined;
  /** Whether any parcel was ever made for it. */
  readonly hasFulfillments: boolean;
}
