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
const fulfillmentStatuses: Readonly<Record<string, 'sent' | 'not-sent'>> = {
  success: 'sent',
  open: 'not-sent',
  pending: 'not-sent',
  cancelled: 'not-sent',
  error: 'not-sent',
  failure: 'not-sent',
};

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
