/** An amount in minor units as the platform writes it. */
export interface BookedMoney {
  readonly amount: number;
  readonly currency: string;
}

/** A location of the seller. */
export interface BookedLocation {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly country: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
}

/** An order in the shape that the platform sends; every amount is kept. */
export interface BookedOrder {
  readonly id: string;
  readonly location_id: string;
  state: 'OPEN' | 'COMPLETED' | 'CANCELED' | 'DRAFT';
  created_at: string;
  updated_at: string;
  closed_at?: string;
  readonly [field: string]: unknown;
}

/** A payment in the shape that the platform sends. */
export interface BookedPayment {
  readonly id: string;
  readonly location_id: string;
  readonly order_id: string;
  readonly created_at: string;
  updated_at: string;
  status: string;
  readonly total_money: BookedMoney;
  readonly [field: string]: unknown;
}

/** A refund in the shape that the platform sends. */
export interface BookedRefund {
  readonly id: string;
  readonly location_id: string;
  readonly order_id: string;
  readonly created_at: string;
  updated_at: string;
  status: 'PENDING' | 'COMPLETED' | 'REJECTED' | 'FAILED';
  readonly amount_money: BookedMoney;
  readonly [field: string]: unknown;
}

/** A change of stock, in the shape of 2026-07-15. Quantities are hundred-thousandths. */
export interface BookedChange {
  readonly id: string;
  readonly serial: number;
  readonly kind: 'ADJUSTMENT' | 'PHYSICAL_COUNT';
  readonly variationId: string;
  readonly units: number;
  /** Of an adjustment. */
  readonly from?: { readonly state: string; readonly locationId: string };
  readonly to?: { readonly state: string; readonly locationId: string };
  /** Of a count. */
  readonly counted?: { readonly state: string; readonly locationId: string };
  readonly referenceId?: string;
  readonly transactionId?: string;
  readonly reason?: string;
  readonly applicationId?: string;
  readonly occurredAt: string;
  readonly createdAt: string;
}

/** An object of the catalogue, whole. */
export interface BookedObject {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly updated_at: string;
  readonly is_deleted: boolean;
  readonly [field: string]: unknown;
}

/** A customer in the shape that the platform sends. */
export interface BookedCustomer {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

/** A payout with its entries, each in the shape that the platform sends. */
export interface BookedPayout {
  readonly id: string;
  readonly wire: Readonly<Record<string, unknown>>;
  readonly entries: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
}

/** A shift of a cash drawer in the shape that the platform sends. */
export interface BookedShift {
  readonly id: string;
  readonly location_id: string;
  readonly state: 'OPEN' | 'ENDED' | 'CLOSED';
  readonly opened_at: string;
  readonly closed_at?: string;
  readonly [field: string]: unknown;
}
