import { type Versioned } from './feed.ts';

/** Amounts, prices and quantities of all entries are hundred-thousandths. Times are ISO instants. */
export interface BookedOutlet extends Versioned {
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  readonly currency: string;
  readonly defaultTaxId: string;
  readonly displayPrices: 'inclusive' | 'exclusive';
  readonly deletedAt?: string;
}

export interface BookedRegister extends Versioned {
  readonly outletId: string;
  readonly name: string;
  readonly prefix: string;
  readonly suffix: string;
  /** The number of the next receipt. */
  readonly sequence: number;
  /** How often it was opened. */
  readonly openCount: number;
  /** Of the time since it was opened; absent while it is closed. */
  readonly openSequenceId?: string;
  readonly openedAt?: string;
  readonly closedAt?: string;
  /** Cash that was in the drawer when it was opened. */
  readonly openingFloat: number;
}

export interface BookedPaymentType extends Versioned {
  readonly name: string;
  readonly typeId: number;
}

export interface BookedTax extends Versioned {
  readonly name: string;
  readonly isDefault: boolean;
  /** Per cent, as hundred-thousandths of one. */
  readonly rates: readonly { readonly id: string; readonly name: string; readonly percent: number }[];
}

export type SaleStatus =
  | 'SAVED'
  | 'OPEN'
  | 'CLOSED'
  | 'ONACCOUNT'
  | 'LAYBY'
  | 'ONACCOUNT_CLOSED'
  | 'LAYBY_CLOSED'
  | 'AWAITING_DISPATCH'
  | 'AWAITING_PICKUP'
  | 'DISPATCHED_CLOSED'
  | 'PICKED_UP_CLOSED'
  | 'SERVICE'
  | 'SERVICE_CLOSED'
  | 'VOIDED';

export interface BookedLine {
  readonly id: string;
  readonly productId: string;
  /** Negative comes back. */
  readonly quantity: number;
  /** Of one unit, without tax; positive on returned lines too. */
  readonly price: number;
  readonly priceTotal: number;
  readonly discount: number;
  readonly discountTotal: number;
  readonly tax: number;
  readonly taxTotal: number;
  readonly taxId: string;
  readonly taxShares: readonly { readonly rateId: string; readonly amount: number }[];
  readonly status: 'SAVED' | 'CONFIRMED' | 'VOIDED';
  readonly isReturn: boolean;
}

export interface BookedPayment {
  readonly id: string;
  readonly registerId: string;
  /** Of the register, when the payment arrived: it is part of that closure. */
  readonly openSequenceId: string;
  readonly typeId: string;
  readonly paidAt: string;
  readonly amount: number;
}

/** A fee or discount beside the lines; it is part of the total price. */
export interface BookedAdjustment {
  readonly name: string;
  readonly type: 'NON_CASH_FEE' | 'DISCOUNT' | 'TIP' | 'SURCHARGE';
  readonly value: number;
}

export interface BookedSale extends Versioned {
  readonly outletId: string;
  readonly registerId: string;
  readonly customerId?: string;
  readonly invoiceNumber: string;
  readonly invoiceSequence: number;
  readonly source: string;
  readonly sourceId?: string;
  readonly status: SaleStatus;
  readonly note: string;
  readonly returnFor?: string;
  /** By the till's clock. */
  readonly soldAt: string;
  /** When it arrived. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lines: readonly BookedLine[];
  readonly payments: readonly BookedPayment[];
  readonly adjustments: readonly BookedAdjustment[];
  readonly attributes: readonly string[];
  /** Fields that an employee of the platform changed: they win over what is booked. */
  readonly patch?: Readonly<Record<string, unknown>>;
}

export interface BookedProduct extends Versioned {
  readonly name: string;
  readonly sku: string;
  readonly handle: string;
  readonly description: string;
  readonly active: boolean;
  readonly hasInventory: boolean;
  /** Of one unit, without tax. */
  readonly price: number;
  readonly supplyPrice: number;
  /** The first variant of its family. */
  readonly parentId?: string;
  readonly hasVariants: boolean;
  readonly options: readonly { readonly id: string; readonly name: string; readonly value: string }[];
  readonly codes: readonly { readonly type: string; readonly code: string }[];
  readonly taxId?: string;
  readonly source: string;
  readonly sourceId?: string;
  readonly sourceVariantId?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt?: string;
}

export interface BookedLevel extends Versioned {
  readonly productId: string;
  readonly outletId: string;
  /** May be negative. */
  readonly level: number;
}

export interface BookedConsignment extends Versioned {
  readonly type: 'SUPPLIER' | 'OUTLET' | 'RETURN' | 'STOCKTAKE';
  readonly status: string;
  readonly name: string;
  readonly reference: string;
  readonly outletId: string;
  readonly sourceOutletId?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly receivedAt?: string;
  readonly rows: readonly ConsignedRow[];
}

export interface ConsignedRow {
  readonly productId: string;
  readonly count: number;
  readonly received?: number;
  readonly cost: number;
  readonly status: string;
  readonly createdAt: string;
  readonly version: number;
}

export interface BookedPriceBook extends Versioned {
  readonly name: string;
  readonly customerGroupId: string;
  readonly outletId?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt?: string;
}

export interface BookedBookPrice extends Versioned {
  readonly priceBookId: string;
  readonly productId: string;
  /** Of one unit, without tax. */
  readonly price: number;
  readonly taxId: string;
  readonly minUnits?: number;
  readonly maxUnits?: number;
  readonly deletedAt?: string;
}

export interface BookedCustomer extends Versioned {
  readonly code: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt?: string;
  /** As they were sent, under the platform's names. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The closing of a register. It is told once, and in no list. */
export interface BookedClosure {
  readonly id: string;
  readonly registerId: string;
  readonly openCount: number;
  readonly openedAt: string;
  readonly closedAt: string;
  readonly openingFloat: number;
  /** By payment type: what sales brought, what was taken out, and what was counted. */
  readonly counts: readonly {
    readonly typeId: string;
    readonly paid: number;
    readonly withdrawn: number;
    readonly counted: number;
  }[];
  readonly sales: number;
  readonly tax: number;
  readonly discounts: number;
}
