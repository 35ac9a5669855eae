import type { Bag } from './minor-units.ts';
import type { NullableField, PlaceOrderAddress, PlaceOrderCustomer, TrackingInput } from './order-input.ts';
import type { Currencies, DiscountApplicationRecord, PricedLine, PricedOrder } from './price-order.ts';

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
}

/** The kinds of money movement that the simulator books. */
export type TransactionKind = 'SALE' | 'AUTHORIZATION' | 'CAPTURE' | 'REFUND' | 'CHANGE';

/** One movement of money on an order. */
export interface BookedTransaction {
  readonly id: bigint;
  readonly kind: TransactionKind;
  readonly status: 'SUCCESS' | 'PENDING' | 'FAILURE';
  readonly gateway: string;
  readonly amount: Bag;
  readonly rounding: Bag;
  readonly at: number;
  readonly parentId?: bigint;
}

/** A parcel. */
export interface BookedFulfillment {
  readonly id: bigint;
  readonly name: string;
  readonly locationId: bigint;
  readonly createdAt: number;
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
  readonly test: boolean;
  readonly taxesIncluded: boolean;
  readonly sourceName: string | null;
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
  readonly nulls: ReadonlySet<NullableField>;
}

/** One of the shop's locations. */
export interface BookedLocation {
  readonly id: bigint;
  readonly name: string;
}
