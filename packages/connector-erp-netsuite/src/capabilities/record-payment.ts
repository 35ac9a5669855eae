import {
  type CheckedInput,
  compare,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  type Money,
  subtract,
  sum,
} from '@crossdock/core';
import type { BookedDocument } from '../api/document.ts';
import { toWire } from '../mapping/amounts.ts';
import { currencyOf } from '../mapping/currencies.ts';
import { filledFields } from '../mapping/custom-fields.ts';
import { documentLines, locationFields } from '../mapping/lines.ts';
import { unmapped } from '../mapping/refusals.ts';
import { isLiability, isMoney, liabilityItem, moneyIn } from '../mapping/tender-booking.ts';
import type { DocumentType } from '../external-id.ts';
import { documentOf, referenceOf, type Rooms, visibleWithin } from './context.ts';
import { dateOf, ensured, look } from './ensured.ts';
import { applied, applyDeposit, isPositive, openAmount, smaller } from './paid-ahead.ts';
import { findSold, requireCurrencyOf, type Sold } from './sold.ts';

type Payment = CheckedInput<'recordPayment'>;

/** A bill with what of it is not paid. */
interface OpenBill {
  readonly id: string;
  readonly open: Money;
}

/** Types that may book a payment. They share one kind of external id, so that one payment cannot become two of them. */
const bookedAs = { money: ['customerPayment', 'customerDeposit'], redeemed: ['creditMemo'] } as const;
const kind = 'customerPayment';

/**
 * Books what was paid for an order: money against its open bills, before them as a deposit that they take; a card or credit
 * that was redeemed as a credit memo, which lessens what is owed to its holder.
 */
export function recordPayment(rooms: Rooms): Implementation<'recordPayment'> {
  return {
    once: {
      visibleWithin,
      async probe(payment, { signal }) {
        const found = await bookedPayment(rooms, payment, signal);
        if (!found) return undefined;
        if (found.type !== 'customerDeposit' || found.document.status?.id === usedUp)
          return documentOf(rooms, found.type, found.document);
        const sold = await soldFor(rooms, payment, signal);
        const isDone = (await openBills(rooms, sold, payment, signal)).length === 0;
        return isDone ? documentOf(rooms, found.type, found.document) : undefined;
      },
    },
    async run(payment, { signal }) {
      requirePayment(payment);
      const sold = await soldFor(rooms, payment, signal);
      return rooms.oneAtATime(sold.id, () => bookPayment(rooms, payment, sold, signal), signal);
    },
  };
}

/** Status letter of a deposit of which nothing is left. */
const usedUp = 'C';

/** The document that books a payment, whatever its type. */
export async function bookedPayment(
  rooms: Rooms,
  { ref, tender }: Pick<Payment, 'ref' | 'tender'>,
  signal: AbortSignal,
): Promise<{ readonly type: DocumentType; readonly document: BookedDocument } | undefined> {
  for (const type of isLiability(tender.kind) ? bookedAs.redeemed : bookedAs.money) {
    const document = await look(rooms, type, ref, signal, kind);
    if (document) return { type, document };
  }
  return undefined;
}

function requirePayment({ tender }: Payment): void {
  const refuse = (message: string, path: string) =>
    new IntegrationError(message, { code: 'unsupported-document', path });
  if (!isPositive(tender.amount)) throw refuse('A payment is more than nothing', 'tender.amount');
  if (!isLiability(tender.kind) && !isMoney(tender.kind))
    throw refuse('What is paid later is not paid yet', 'tender.kind');
}

async function soldFor(rooms: Rooms, payment: Payment, signal: AbortSignal): Promise<Sold> {
  const sold = await findSold(rooms, payment, signal);
  if (sold) return sold;
  throw new IntegrationError(`NetSuite has no sale for ${payment.orderRef}`, { code: 'not-found', path: 'orderRef' });
}

/**
 * Books one payment of a sale, which is once however often it is asked for.
 *
 * @param location - ours, of a credit memo that has to name one
 */
export async function bookPayment(
  rooms: Rooms,
  payment: Payment,
  sold: Sold,
  signal: AbortSignal,
  location = rooms.config.defaultLocation,
): Promise<DocumentRef> {
  const { tender } = payment;
  requireCurrencyOf(sold, tender.amount.currency, 'tender.amount', rooms.config);
  const earlier = await bookedPayment(rooms, payment, signal);
  if (earlier && earlier.type !== 'customerDeposit') return documentOf(rooms, earlier.type, earlier.document);
  if (!earlier && sold.bills.some((bill) => bill.type === 'cashSale'))
    throw new IntegrationError('The sale is billed by a cash sale, which books its own payment', { code: 'conflict' });
  const bills = await openBills(rooms, sold, payment, signal);
  const open = sum(
    bills.map((bill) => bill.open),
    tender.amount.currency,
  );
  if (!earlier && sold.isEnded && compare(tender.amount, open) > 0) {
    const sentence = `Of the sale only ${open.amount} ${open.currency} are not paid in NetSuite`;
    throw new IntegrationError(sentence, { code: 'conflict', path: 'tender.amount' });
  }
  if (isLiability(tender.kind)) return redeem(rooms, payment, sold, bills, location, signal);
  return sold.isEnded && !earlier ? pay(rooms, payment, sold, bills, signal) : payAhead(rooms, payment, sold, signal);
}

async function openBills(
  rooms: Rooms,
  sold: Sold,
  { tender }: Payment,
  signal: AbortSignal,
): Promise<readonly OpenBill[]> {
  const bills: OpenBill[] = [];
  for (const { id, type } of sold.bills) {
    const open = type === 'invoice' ? await openAmount(rooms, id, tender.amount.currency, signal) : undefined;
    if (open && isPositive(open)) bills.push({ id, open });
  }
  return bills;
}

/** Fills bills with an amount, the oldest first. */
function shares(amount: Money, bills: readonly OpenBill[]): readonly { readonly id: string; readonly amount: Money }[] {
  let left = amount;
  return bills.flatMap(({ id, open }) => {
    const share = smaller(left, open);
    left = subtract(left, share);
    return isPositive(share) ? [{ id, amount: share }] : [];
  });
}

async function pay(
  rooms: Rooms,
  payment: Payment,
  sold: Sold,
  bills: readonly OpenBill[],
  signal: AbortSignal,
): Promise<DocumentRef> {
  const items = shares(payment.tender.amount, bills).map(({ id, amount }) => applied(id, amount));
  const body = { ...moneyBody(rooms, payment, sold), apply: { items } };
  const wanted = { type: 'customerPayment', ...common(rooms, payment), body } as const;
  return documentOf(rooms, 'customerPayment', await ensured(rooms, wanted, signal));
}

/** A deposit, which is owed to the buyer until a bill takes it. Bills that came meanwhile take it at once. */
async function payAhead(rooms: Rooms, payment: Payment, sold: Sold, signal: AbortSignal): Promise<DocumentRef> {
  const order = sold.type === 'salesOrder' ? { salesOrder: { id: sold.id } } : {};
  const body = { ...moneyBody(rooms, payment, sold), ...order };
  const wanted = { type: 'customerDeposit', ...common(rooms, payment), body } as const;
  const deposit = await ensured(rooms, wanted, signal);
  if (deposit.status?.id !== usedUp) {
    const { tranDate } = wanted;
    const bills = await openBills(rooms, await soldFor(rooms, payment, signal), payment, signal);
    for (const { id, amount } of shares(payment.tender.amount, bills))
      await applyDeposit(rooms, deposit.id, { id, tranDate, amount }, signal);
  }
  return documentOf(rooms, 'customerDeposit', deposit);
}

/** A card that is redeemed: a credit memo by the item whose account is what is owed to its holder. */
async function redeem(
  rooms: Rooms,
  payment: Payment,
  sold: Sold,
  bills: readonly OpenBill[],
  location: string | undefined,
  signal: AbortSignal,
): Promise<DocumentRef> {
  const { config } = rooms;
  const { amount, kind: means } = payment.tender;
  const { currency } = amount;
  if (!isLiability(means)) throw unmapped(`A tender of kind ${means}`, 'tenders', 'tender.kind');
  const item = liabilityItem(means, 'tender.kind', config);
  const place = locationFields(location, 'location', config);
  if (!place.location) throw unmapped('A credit memo without a location', 'defaultLocation', 'location');
  const entry = { item, quantity: 1, net: amount, taxes: [], path: 'tender.amount', fields: {} };
  const items = shares(amount, bills).map((share) => applied(share.id, share.amount));
  const body = {
    entity: { id: sold.customer ?? config.customer },
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    currency: { id: currencyOf(currency, config) },
    ...place,
    // Bills that come later find it by this.
    otherRefNum: referenceOf(rooms, 'salesOrder', payment.orderRef),
    ...fieldsOf(rooms, payment),
    ...documentLines([entry], currency, config),
    ...(items.length > 0 ? { apply: { items } } : {}),
  };
  const wanted = { type: 'creditMemo', ...common(rooms, payment), body } as const;
  return documentOf(rooms, 'creditMemo', await ensured(rooms, wanted, signal));
}

function common(rooms: Rooms, payment: Payment) {
  return { reference: payment.ref, kind, tranDate: dateOf(rooms, payment), total: payment.tender.amount } as const;
}

function moneyBody(rooms: Rooms, payment: Payment, sold: Sold) {
  const { config } = rooms;
  const { amount } = payment.tender;
  return {
    customer: { id: sold.customer ?? config.customer },
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    currency: { id: currencyOf(amount.currency, config) },
    payment: toWire(amount, 'tender.amount'),
    ...moneyIn(payment.tender, config),
    ...fieldsOf(rooms, payment),
  };
}

function fieldsOf({ config }: Rooms, { ref, orderRef, tender }: Payment) {
  return filledFields(config.customFields.payment, { ref, orderRef, ...tender });
}
