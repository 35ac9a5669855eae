/** A line of a sale at a till. Amounts are minor units. */
export interface SoldLineInput {
  /** Absent for a gift card or an amount that was typed in. */
  readonly sku?: string;
  readonly name?: string;
  /** @default '1' */
  readonly quantity?: string;
  /** Of one unit. */
  readonly price: number;
  /** Of the whole line, on top of the price. */
  readonly modifiers?: number;
  /** Of the whole line. */
  readonly discount?: number;
  /** @default 'ITEM' with a SKU, else 'CUSTOM_AMOUNT' */
  readonly kind?: 'ITEM' | 'GIFT_CARD' | 'CUSTOM_AMOUNT';
}

/** A tax on every line that is no gift card. */
export interface TaxInput {
  readonly name: string;
  /** `7.5` */
  readonly percentage: string;
  /** Inside the prices. */
  readonly inclusive?: boolean;
}

/** A means of payment. */
export interface TenderInput {
  readonly type: 'CARD' | 'CASH' | 'SQUARE_GIFT_CARD' | 'WALLET' | 'OTHER';
  /** @default what is left to pay, tip included */
  readonly amount?: number;
}

/** A sale at a till. */
export interface SellInput {
  /** @default the first location */
  readonly locationId?: string;
  readonly lines: readonly SoldLineInput[];
  readonly taxes?: readonly TaxInput[];
  /** Of the whole order, in minor units; not taxed. */
  readonly serviceCharge?: number;
  readonly tip?: number;
  /** Of cash; with its sign. */
  readonly rounding?: number;
  /** @default one card */
  readonly tenders?: readonly TenderInput[];
  /** When the till took the payment without a connection, as an ISO instant. */
  readonly offlineAt?: string;
  readonly deviceId?: string;
  readonly customerId?: string;
  /** Keeps the order open though it is paid: a fulfilment is not done. */
  readonly keptOpen?: boolean;
  /** An open tab: nothing is paid yet. */
  readonly unpaid?: boolean;
}

/** Goods that come back to a till. */
export interface TakeBackInput {
  /** The sale; absent for goods without a receipt, whose lines are then given with prices. */
  readonly orderId?: string;
  /** Which lines, by place, and how many units. @default all of all lines */
  readonly lines?: readonly { readonly line: number; readonly quantity: string }[];
  /** Lines of a return without receipt. */
  readonly unlinked?: readonly SoldLineInput[];
  readonly taxes?: readonly TaxInput[];
  /** @default the location of the sale */
  readonly locationId?: string;
  /** Goods that go out in exchange, in the same order. */
  readonly exchange?: readonly SoldLineInput[];
  /** What an app at the counter writes on the order. */
  readonly referenceId?: string;
  /** How the buyer pays what is due, when the exchange costs more than what came back. @default one card */
  readonly tenders?: readonly TenderInput[];
  /** When the till took that payment without a connection, as an ISO instant. */
  readonly offlineAt?: string;
  readonly deviceId?: string;
  /** Cash rounding of what goes back; with its sign. */
  readonly rounding?: number;
  /** @default 'APPROVED' */
  readonly refund?: 'APPROVED' | 'PENDING';
  /** By what means the money goes back. @default the way it came */
  readonly refundTo?: 'CASH' | 'CARD' | 'EXTERNAL';
  /** Puts the goods back into stock. @default true */
  readonly restock?: boolean;
}

/** Money that goes back without goods. */
export interface RefundAmountInput {
  readonly orderId: string;
  readonly amount: number;
  /** How the return order looks; the platform's shape is not proved. @default 'bare' */
  readonly shape?: 'bare' | 'custom-amount' | 'refund-only';
}
