import { unmapped } from '../errors.ts';

/**
 * The platform's words that decide something. A word that is not in its table is refused by name: money booked under
 * the wrong status costs more than a message that waits.
 *
 * @module
 */

/** Whether a movement of money adds to what was received, takes from it, or is no money at all. */
const transactionKinds: Readonly<Record<string, 'in' | 'back' | 'out' | 'none'>> = {
  SALE: 'in',
  CAPTURE: 'in',
  CHANGE: 'back',
  REFUND: 'out',
  AUTHORIZATION: 'none',
  EMV_AUTHORIZATION: 'none',
  SUGGESTED_REFUND: 'none',
  VOID: 'none',
};

/** Whether a movement of money happened. */
const transactionStatuses: Readonly<Record<string, boolean>> = {
  SUCCESS: true,
  AWAITING_RESPONSE: false,
  ERROR: false,
  FAILURE: false,
  PENDING: false,
};

/** Whether the order is paid in full by what the webhook itself says. */
const financialStatuses: Readonly<Record<string, 'unpaid' | 'paid' | 'mixed'>> = {
  authorized: 'unpaid',
  expired: 'unpaid',
  pending: 'unpaid',
  voided: 'unpaid',
  paid: 'paid',
  partially_paid: 'mixed',
  partially_refunded: 'mixed',
  refunded: 'mixed',
};

/** Why an order was cancelled, in our words. */
export type CancelReason = 'customer' | 'stock' | 'fraud' | 'payment-declined' | 'staff' | 'other';

const cancelReasons: Readonly<Record<string, CancelReason>> = {
  customer: 'customer',
  declined: 'payment-declined',
  fraud: 'fraud',
  inventory: 'stock',
  other: 'other',
  staff: 'staff',
};

/** Whether a parcel left. */
const fulfillmentStatuses: Readonly<Record<string, 'sent' | 'not-sent' | 'called-off'>> = {
  success: 'sent',
  open: 'not-sent',
  pending: 'not-sent',
  cancelled: 'called-off',
  error: 'not-sent',
  failure: 'not-sent',
};

/** Whether money that goes back has arrived. */
const refundStates: Readonly<Record<string, 'done' | 'pending' | 'failed'>> = {
  SUCCESS: 'done',
  AWAITING_RESPONSE: 'pending',
  PENDING: 'pending',
  ERROR: 'failed',
  FAILURE: 'failed',
};

/** What becomes of refunded goods. Units that were never sent come back from nowhere. */
const refundDispositions: Readonly<Record<string, 'restock' | 'not-returned' | 'not-shipped'>> = {
  RETURN: 'restock',
  LEGACY_RESTOCK: 'restock',
  CANCEL: 'not-shipped',
  NO_RESTOCK: 'not-returned',
};

/** What becomes of goods that came back. */
const dispositions: Readonly<Record<string, 'restock' | 'dispose' | 'not-returned' | 'undecided'>> = {
  RESTOCKED: 'restock',
  NOT_RESTOCKED: 'dispose',
  MISSING: 'not-returned',
  PROCESSING_REQUIRED: 'undecided',
};

/** Whether an agreement is a part of the sale, or of what came after it. */
const agreementReasons: Readonly<Record<string, 'sale' | 'after'>> = {
  ORDER: 'sale',
  ORDER_EDIT: 'sale',
  REFUND: 'after',
  RETURN: 'after',
};

/** Where a payout is. */
const payoutStates: Readonly<Record<string, 'scheduled' | 'in-transit' | 'paid' | 'failed' | 'cancelled'>> = {
  SCHEDULED: 'scheduled',
  IN_TRANSIT: 'in-transit',
  PAID: 'paid',
  FAILED: 'failed',
  CANCELED: 'cancelled',
};

/** Where a payout is. */
export const payoutState = lookUp('payout status', payoutStates);

/** Whether a return was wanted by somebody: asked for and not turned down. */
const returnStatuses: Readonly<Record<string, 'wanted' | 'off'>> = {
  REQUESTED: 'wanted',
  OPEN: 'wanted',
  CLOSED: 'wanted',
  CANCELED: 'off',
  DECLINED: 'off',
};

/** Whether money that goes back has arrived. */
export const refundState = lookUp('refund status', refundStates);

/** What becomes of refunded goods. */
export const refundDisposition = lookUp('restock type', refundDispositions);

/** What becomes of goods that came back. */
export const disposition = lookUp('disposition', dispositions);

/** Whether an agreement is a part of the sale. */
export const agreementReason = lookUp('agreement reason', agreementReasons);

/** Whether a return was asked for and not turned down. */
export const returnState = lookUp('return status', returnStatuses);

/** What a transaction's kind does to the money received. */
export const transactionKind = lookUp('transaction kind', transactionKinds);

/** Whether a transaction's status means that it happened. */
export const transactionHappened = lookUp('transaction status', transactionStatuses);

/** What the financial status of a webhook says about payment. */
export const paymentState = lookUp('financial status', financialStatuses);

/** Why an order was cancelled. */
export const cancelReason = lookUp('cancel reason', cancelReasons, (word) => word.toLowerCase());

/** Whether a parcel left. */
export const fulfillmentState = lookUp('fulfillment status', fulfillmentStatuses, (word) => word.toLowerCase());

function lookUp<Meaning>(
  what: string,
  table: Readonly<Record<string, Meaning>>,
  normalise: (word: string) => string = (word) => word,
): (word: string, path: string) => Meaning {
  return (word, path) => {
    const key = normalise(word);
    const meaning = Object.hasOwn(table, key) ? table[key] : undefined;
    if (meaning === undefined) throw unmapped(what, word, path);
    return meaning;
  };
}
