/** A tax as the shop charges it. */
export interface TaxRate {
  readonly title: string;
  /** Fraction of the net price as decimal text: `'0.2'` for 20 %. */
  readonly rate: string;
}

/** One line of an order to place. Amounts are decimal text in the shop's currency. */
export interface PlaceOrderLine {
  /** `null` and `''` happen in real shops and are allowed here. */
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: string;
  /** @default the SKU */
  readonly title?: string;
  /** Discount on this line alone, for all its units together. */
  readonly discount?: string;
  /** @default true */
  readonly taxable?: boolean;
  /** The line sells a gift card. @default false */
  readonly giftCard?: boolean;
  /** @default true */
  readonly requiresShipping?: boolean;
  /** The product was deleted from the catalogue after the sale. @default false */
  readonly productDeleted?: boolean;
  /** Typed in by somebody, of no product of the catalogue. @default false */
  readonly custom?: boolean;
  /** Free-text properties; payloads print an empty list, an object or a list. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** A discount over the whole order, spread over its lines. */
export interface PlaceOrderDiscount {
  readonly amount: string;
  /** Without a code it is a manual discount. */
  readonly code?: string;
}

/** How (a part of) the order is paid. */
export interface PlaceOrderTender {
  /** `shopify_payments`, `gift_card`, `cash`, `manual`, … */
  readonly gateway: string;
  /** In the shop's currency. Left out: what the other tenders leave open. */
  readonly amount?: string;
  /** Cash given back, as an extra CHANGE transaction. */
  readonly change?: string;
  /** `authorize` only reserves the money. @default 'pay' */
  readonly as?: 'pay' | 'authorize' | 'pay-pending' | 'pay-failed';
}

/** An address in the form the platform's checkout takes it. */
export interface PlaceOrderAddress {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly city?: string;
  readonly province?: string;
  readonly provinceCode?: string;
  readonly zip?: string;
  readonly country?: string;
  readonly countryCode?: string;
  readonly phone?: string;
}

/** The buyer. */
export interface PlaceOrderCustomer {
  readonly id?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
}

/** An order to place in the simulated shop. */
export interface PlaceOrderInput {
  readonly lines: readonly PlaceOrderLine[];
  readonly discounts?: readonly PlaceOrderDiscount[];
  readonly shipping?: {
    readonly title: string;
    readonly price: string;
    readonly discount?: string;
    readonly code?: string;
  };
  /** @default none */
  readonly taxes?: readonly TaxRate[];
  /** Whether shipping is taxed at the same rates. @default true */
  readonly taxShipping?: boolean;
  /** Prices contain the tax. @default false */
  readonly taxesIncluded?: boolean;
  readonly tip?: string;
  /** The till's rounding of a cash payment, `'-0.02'`. */
  readonly cashRounding?: string;
  readonly duty?: string;
  readonly additionalFee?: string;
  /** @default one payment of the whole through `shopify_payments` */
  readonly tenders?: readonly PlaceOrderTender[];
  /** The buyer's currency, when it differs: units of it for one unit of the shop's. */
  readonly presentment?: { readonly currency: string; readonly rate: string };
  /** `null`: nobody was recorded, as at a till. */
  readonly customer?: PlaceOrderCustomer | null;
  readonly shippingAddress?: PlaceOrderAddress;
  readonly billingAddress?: PlaceOrderAddress;
  /** Numeric id of the shop's location that sold it (point of sale). */
  readonly locationId?: string;
  /** @default 'web' */
  readonly sourceName?: string | null;
  /** The order's id where it was really sold. */
  readonly sourceIdentifier?: string;
  readonly note?: string;
  readonly tags?: readonly string[];
  readonly poNumber?: string;
  /** @default false */
  readonly test?: boolean;
  /** The name people use. @default the next of `#1001`, `#1002`, … */
  readonly name?: string;
  /** ISO instant of the sale itself; the record is created now. @default now */
  readonly processedAt?: string;
  /** Order and line fields that the platform documents as nullable and that this order answers with null. */
  readonly nulls?: readonly NullableField[];
}

/** Fields that are easy to forget as nullable (sheet §2). */
export type NullableField =
  | 'Order.billingAddress'
  | 'Order.customer'
  | 'Order.displayFinancialStatus'
  | 'Order.email'
  | 'Order.shippingAddress'
  | 'Order.sourceName'
  | 'Order.subtotalPriceSet'
  | 'Order.totalDiscountsSet'
  | 'Order.totalTaxSet'
  | 'LineItem.vendor'
  | 'OrderTransaction.gateway'
  | 'OrderTransaction.processedAt';

/** A change to a placed order. */
export interface EditOrderInput {
  /** New current quantity of lines, by position from 0. */
  readonly setQuantity?: readonly { readonly line: number; readonly quantity: number }[];
  readonly addLines?: readonly PlaceOrderLine[];
  readonly note?: string;
  readonly tags?: readonly string[];
}

/** What a parcel's label says. */
export interface TrackingInput {
  readonly company?: string;
  readonly numbers?: readonly string[];
  readonly urls?: readonly string[];
}
