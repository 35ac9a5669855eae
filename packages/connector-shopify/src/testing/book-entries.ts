import type { Bag } from './minor-units.ts';
import type { NullableField, PlaceOrderAddress, PlaceOrderCustomer, TrackingInput } from './order-input.ts';
import type { KeptMetafield } from './catalog/metafields.ts';
import type { Currencies, DiscountApplicationRecord, PricedLine, PricedOrder, PricedTax } from './price-order.ts';

/** A product of the simulated shop: one product, one variant, one inventory item per SKU. */
export interface CatalogueItem {
  readonly productId: bigint;
  readonly variantId: bigint;
  readonly inventoryItemId: bigint;
  readonly sku: string | null;
  readonly title: string;
  readonly price: Bag;
  readonly giftCard: boolean;
  deleted: boolean;
}

/** A line as the shop keeps it. `quantity` never shrinks; what is taken away shows in `currentQuantity`. */
export interface BookedLine {
  readonly id: bigint;
  readonly item: CatalogueItem;
  readonly title: string;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly giftCard: boolean;
  readonly properties: Readonly<Record<string, string>> | undefined;
  readonly priced: PricedLine;
  readonly quantity: number;
  currentQuantity: number;
  fulfilledQuantity: number;
  /** Of the fulfilled units, those that were taken back or paid back. */
  returnedQuantity: number;
  /** The return in which the buyer took it instead of something else. */
  readonly exchangeOf?: bigint;
}

/** The kinds of money movement that the simulator books. */
export type TransactionKind = 'SALE' | 'AUTHORIZATION' | 'CAPTURE' | 'REFUND' | 'CHANGE' | 'VOID';

/** One movement of money on an order. */
export interface BookedTransaction {
  readonly id: bigint;
  readonly kind: TransactionKind;
  status: 'SUCCESS' | 'PENDING' | 'FAILURE';
  readonly gateway: string;
  readonly amount: Bag;
  readonly rounding: Bag;
  readonly at: number;
  readonly parentId?: bigint;
  readonly locationId?: bigint;
}

/** One entry of an agreement: what it sold, or with negative numbers what it took back. */
export interface BookedSale {
  readonly id: bigint;
  readonly action: 'ORDER' | 'UPDATE' | 'RETURN';
  readonly type: 'PRODUCT' | 'GIFT_CARD' | 'SHIPPING' | 'TIP' | 'DUTY' | 'FEE' | 'ADDITIONAL_FEE' | 'ADJUSTMENT';
  readonly line?: BookedLine;
  readonly quantity?: number;
  /** After discounts, with tax. */
  readonly total: Bag;
  readonly discount: Bag;
  readonly taxes: readonly PricedTax[];
}

/** What was agreed at one moment. The list of them is only ever added to. */
export interface BookedAgreement {
  readonly id: bigint;
  readonly at: number;
  readonly reason: 'ORDER' | 'ORDER_EDIT' | 'REFUND' | 'RETURN';
  readonly sales: readonly BookedSale[];
  readonly refund?: BookedRefund;
  readonly return?: BookedReturn;
}

/** What a refund gives back for units of a line. */
export interface BookedRefundLine {
  readonly id: bigint;
  readonly line: BookedLine;
  readonly quantity: number;
  readonly restock: 'CANCEL' | 'RETURN' | 'NO_RESTOCK';
  readonly locationId: bigint | undefined;
  /** Without tax. */
  readonly subtotal: Bag;
  readonly taxes: readonly PricedTax[];
}

/** Why the money of a refund is not what its lines say. */
export interface BookedAdjustment {
  readonly id: bigint;
  readonly reason: 'REFUND_DISCREPANCY' | 'PENDING_REFUND_DISCREPANCY' | 'CUSTOMER' | 'DAMAGE' | 'RESTOCK';
  readonly amount: Bag;
}

/** A refund: what it is for, and the money that went back or is to. */
export interface BookedRefund {
  readonly id: bigint;
  readonly at: number;
  updatedAt: number;
  readonly note: string | undefined;
  readonly returnId: bigint | undefined;
  readonly lines: readonly BookedRefundLine[];
  readonly shipping: { readonly id: bigint; readonly subtotal: Bag; readonly taxes: readonly PricedTax[] } | undefined;
  adjustments: readonly BookedAdjustment[];
  readonly transactions: readonly BookedTransaction[];
}

/** Units of a parcel that are to come back. */
export interface BookedReturnLine {
  readonly id: bigint;
  readonly reverseId: bigint;
  readonly fulfillmentLineId: bigint;
  readonly line: BookedLine;
  readonly quantity: number;
  readonly reason: string;
  readonly fee: { readonly id: bigint; readonly percentage: number; readonly amount: Bag } | undefined;
  processed: number;
  refunded: number;
  readonly dispositions: {
    readonly id: bigint;
    readonly type: 'RESTOCKED' | 'NOT_RESTOCKED' | 'MISSING' | 'PROCESSING_REQUIRED';
    readonly quantity: number;
    readonly locationId: bigint | undefined;
    readonly at: number;
  }[];
}

/** Something that the buyer takes instead. It becomes a line of the order when it is processed. */
export interface BookedExchangeLine {
  readonly id: bigint;
  readonly item: CatalogueItem;
  readonly quantity: number;
  line: BookedLine | undefined;
}

/** A return. */
export interface BookedReturn {
  readonly id: bigint;
  readonly name: string;
  readonly createdAt: number;
  closedAt: number | undefined;
  status: 'REQUESTED' | 'OPEN' | 'CLOSED' | 'CANCELED' | 'DECLINED';
  readonly reverseId: bigint;
  readonly lines: readonly BookedReturnLine[];
  readonly exchange: readonly BookedExchangeLine[];
  readonly shippingFee: { readonly id: bigint; readonly amount: Bag } | undefined;
}

/** A parcel. */
export interface BookedFulfillment {
  readonly id: bigint;
  readonly name: string;
  readonly locationId: bigint;
  readonly createdAt: number;
  updatedAt: number;
  status: 'SUCCESS' | 'CANCELLED';
  readonly lines: readonly { readonly id: bigint; readonly line: BookedLine; readonly quantity: number }[];
  readonly tracking: TrackingInput;
}

/** An order as the shop keeps it. Times are epoch milliseconds, whole seconds as the platform prints them. */
export interface BookedOrder {
  readonly id: bigint;
  readonly number: number;
  readonly name: string;
  readonly currencies: Currencies;
  readonly createdAt: number;
  readonly processedAt: number;
  updatedAt: number;
  cancelledAt: number | undefined;
  cancelReason: string | undefined;
  readonly test: boolean;
  readonly taxesIncluded: boolean;
  readonly sourceName: string | null;
  readonly sourceIdentifier: string | undefined;
  readonly locationId: bigint | undefined;
  readonly customer: (PlaceOrderCustomer & { readonly id: string }) | undefined;
  readonly shippingAddress: PlaceOrderAddress | undefined;
  readonly billingAddress: PlaceOrderAddress | undefined;
  note: string | undefined;
  tags: readonly string[];
  readonly poNumber: string | undefined;
  edited: boolean;
  readonly lines: BookedLine[];
  readonly applications: readonly DiscountApplicationRecord[];
  readonly shipping:
    | (NonNullable<PricedOrder['shipping']> & {
        readonly id: bigint;
        readonly title: string;
        readonly code: string | undefined;
      })
    | undefined;
  readonly tip: Bag;
  readonly cashRounding: Bag;
  readonly duty: Bag;
  readonly additionalFee: Bag;
  readonly transactions: BookedTransaction[];
  readonly fulfillments: BookedFulfillment[];
  readonly agreements: BookedAgreement[];
  readonly refunds: BookedRefund[];
  readonly returns: BookedReturn[];
  readonly metafields: Map<string, KeptMetafield>;
  /** Line → the location that sends it, where it is not the usual one. */
  readonly assigned: Map<bigint, bigint>;
  /** Nothing may be sent for now. */
  onHold: boolean;
  readonly nulls: ReadonlySet<NullableField>;
}

/** One of the shop's locations. */
export interface BookedLocation {
  readonly id: bigint;
  name: string;
  country: string | null;
  active: boolean;
  readonly createdAt: number;
  updatedAt: number;
}
