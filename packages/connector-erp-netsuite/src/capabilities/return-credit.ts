import { IntegrationError, isNegative, isZero, type Money, negate, subtract, sum } from '@crossdock/core';
import type { BookedDocument } from '../api/document.ts';
import { toWire } from '../mapping/amounts.ts';
import { filledFields } from '../mapping/custom-fields.ts';
import { documentLines, type Entry, locationFields } from '../mapping/lines.ts';
import type { Return, ReturnPlan } from '../mapping/return.ts';
import { isLiability, isMoney, liabilityItem, moneyIn, moneyOut, refundBy } from '../mapping/tender-booking.ts';
import { unmapped } from '../mapping/refusals.ts';
import type { Rooms } from './context.ts';
import { dateOf, ensured, look } from './ensured.ts';
import { applied, isPositive, openAmount, smaller } from './paid-ahead.ts';
import { type Authorized, linesOf, standalone } from './return-goods.ts';
import type { Sold } from './sold.ts';

type Tender = Return['tenders'][number];

/** Everything that the money of one return depends on. */
export interface Crediting {
  readonly rooms: Rooms;
  readonly document: Return;
  readonly plan: ReturnPlan;
  readonly sold: Sold | undefined;
  readonly goods: Authorized | undefined;
  readonly signal: AbortSignal;
}

/** Whether one cash refund tells it all: sold for cash, and all of it paid back by one means. */
function isCashRefund({ rooms, document, sold }: Pick<Crediting, 'rooms' | 'document' | 'sold'>): boolean {
  const { config } = rooms;
  if (config.returns.credit !== 'as-sold' || document.exchange.length > 0 || !isZero(document.outstanding))
    return false;
  if (sold?.bills.some((bill) => bill.type !== 'cashSale') === true) return false;
  const [first, ...others] = document.tenders;
  if (!first || !document.tenders.every(({ kind, amount }) => isMoney(kind) && !isNegative(amount))) return false;
  const means = (tender: Tender) => JSON.stringify(moneyOut(tender, 'tenders', config));
  return others.every((tender) => means(tender) === means(first));
}

/** The credit that closes a return, and everything that settles it. */
export async function credited(
  crediting: Crediting,
): Promise<{ type: 'cashRefund' | 'creditMemo'; found: BookedDocument }> {
  const { rooms, document, signal } = crediting;
  if (isCashRefund(crediting)) {
    const [tender] = document.tenders;
    const out = tender ? moneyOut(tender, 'tenders.0.kind', rooms.config) : {};
    return { type: 'cashRefund', found: await credit(crediting, 'cashRefund', out) };
  }
  const bills = [...(await reissued(crediting)), ...(await exchanged(crediting))];
  const memo = await look(rooms, 'creditMemo', document.ref, signal);
  const apply = memo ? [] : [...bills, ...(await owedBills(crediting))].map(applyLine);
  const fields = apply.length > 0 ? { apply: { items: apply } } : {};
  const found = memo ?? (await credit(crediting, 'creditMemo', fields));
  await paidBack(crediting, found.id);
  return { type: 'creditMemo', found };
}

/** Tells of whatever has no counterpart before anything is written. */
export function requireMeans(crediting: Pick<Crediting, 'rooms' | 'document' | 'sold'>): void {
  const { document, rooms } = crediting;
  placeOf(crediting);
  const back = isCashRefund(crediting) ? moneyOut : refundBy;
  for (const [index, tender] of document.tenders.entries()) {
    const path = `tenders.${String(index)}.kind`;
    if (isNegative(tender.amount) && !isMoney(tender.kind)) {
      const sentence = `An exchange that was paid by ${tender.kind} is booked by recordPayment`;
      throw new IntegrationError(sentence, { code: 'unsupported-document', path });
    }
    if (isLiability(tender.kind)) liabilityItem(tender.kind, path, rooms.config);
    else if (isMoney(tender.kind) && !isNegative(tender.amount)) back(tender, path, rooms.config);
  }
}

/** Credits have to name a location. */
function placeOf({ rooms: { config }, document }: Pick<Crediting, 'rooms' | 'document'>) {
  const place = locationFields(document.location ?? config.defaultLocation, 'location', config);
  if (!place.location) throw unmapped('A credit without a location', 'defaultLocation', 'location');
  return place;
}

/** A document that takes money back: its goods from the authorisation, the rest beside them. */
function credit(crediting: Crediting, type: 'cashRefund' | 'creditMemo', fields: object): Promise<BookedDocument> {
  const { rooms, document, plan, sold, goods, signal } = crediting;
  const { config } = rooms;
  const own = goods ? linesOf(goods.pieces, (orderLine) => ({ orderLine }), document.currency) : [];
  const entries: readonly Entry[] = [...own, ...plan.rest];
  const body = {
    ...(goods ? {} : standalone(rooms, document, sold)),
    ...placeOf(crediting),
    otherRefNum: document.number ?? document.ref,
    ...filledFields(config.customFields.return, document),
    ...documentLines(entries, document.currency, config, 'R'),
    ...fields,
  };
  const from = goods && { type: 'returnAuthorization' as const, id: goods.id };
  const wanted = { type, reference: document.ref, tranDate: dateOf(rooms, document), body, total: plan.worth };
  return ensured(rooms, { ...wanted, ...(from && { from }) }, signal);
}

/** A bill that a credit settles, with how much of it. */
interface Settled {
  readonly id: string;
  readonly amount: Money;
}

function applyLine({ id, amount }: Settled) {
  return applied(id, amount);
}

/** What goes back on a gift card is owed to its holder again: the card is billed, and the credit pays for it. */
async function reissued({ rooms, document, sold, signal }: Crediting): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (const [index, { kind, amount }] of document.tenders.entries()) {
    if (!isLiability(kind) || isZero(amount)) continue;
    const path = `tenders.${String(index)}`;
    const item = liabilityItem(kind, `${path}.kind`, rooms.config);
    const entry = { item, quantity: 1, net: amount, taxes: [], path: `${path}.amount`, fields: {} };
    const reference = tenderRef(document.ref, index);
    settled.push(await billed(rooms, document, sold, reference, [entry], amount, signal));
  }
  return settled;
}

/** Goods that the buyer takes instead: billed once, on a document of their own, and paid for by the credit. */
async function exchanged({ rooms, document, plan, sold, signal }: Crediting): Promise<readonly Settled[]> {
  if (plan.exchange.length === 0) return [];
  const { exchange, exchangeWorth, worth } = plan;
  const bill = await billed(rooms, document, sold, exchangeRef(document.ref), exchange, exchangeWorth, signal);
  for (const [index, tender] of document.tenders.entries()) {
    if (!isNegative(tender.amount)) continue;
    const amount = negate(tender.amount);
    const wire = toWire(amount, `tenders.${String(index)}.amount`);
    const body = {
      customer: { id: sold?.customer ?? rooms.config.customer },
      currency: standalone(rooms, document, sold).currency,
      payment: wire,
      ...moneyIn(tender, rooms.config),
      ...filledFields(rooms.config.customFields.return, document),
      apply: { items: [applyLine({ id: bill.id, amount })] },
    };
    const reference = tenderRef(document.ref, index);
    await ensured(
      rooms,
      { type: 'customerPayment', reference, tranDate: dateOf(rooms, document), body, total: amount },
      signal,
    );
  }
  const amount = smaller(worth, exchangeWorth);
  return isPositive(amount) ? [{ id: bill.id, amount }] : [];
}

async function billed(
  rooms: Rooms,
  document: Return,
  sold: Sold | undefined,
  reference: string,
  entries: readonly Entry[],
  total: Money,
  signal: AbortSignal,
): Promise<Settled> {
  const body = {
    ...standalone(rooms, document, sold),
    ...locationFields(document.location ?? rooms.config.defaultLocation, 'location', rooms.config),
    otherRefNum: document.number ?? document.ref,
    ...filledFields(rooms.config.customFields.return, document),
    ...documentLines(entries, document.currency, rooms.config),
  };
  const wanted = { type: 'invoice', reference, tranDate: dateOf(rooms, document), body, total } as const;
  const found = await ensured(rooms, wanted, signal);
  return { id: found.id, amount: total };
}

/** Bills of the sale that are not paid: what is owed to the buyer is taken off what the buyer owes. */
async function owedBills({ rooms, document, sold, signal }: Crediting): Promise<readonly Settled[]> {
  const { currency } = document;
  const later = document.tenders.filter(({ kind }) => kind === 'invoice').map(({ amount }) => amount);
  let left = sum([document.outstanding, ...later], currency);
  const settled: Settled[] = [];
  for (const { id, type } of sold?.bills ?? []) {
    if (type !== 'invoice' || !isPositive(left)) continue;
    const amount = smaller(left, await openAmount(rooms, id, currency, signal));
    if (!isPositive(amount)) continue;
    settled.push({ id, amount });
    left = subtract(left, amount);
  }
  return settled;
}

/** Money that has gone back, by every means. */
async function paidBack({ rooms, document, sold, signal }: Crediting, memoId: string): Promise<void> {
  for (const [index, tender] of document.tenders.entries()) {
    if (!isPaidBack(tender)) continue;
    const { amount } = tender;
    const body = {
      customer: { id: sold?.customer ?? rooms.config.customer },
      currency: standalone(rooms, document, sold).currency,
      ...refundBy(tender, `tenders.${String(index)}.kind`, rooms.config),
      ...filledFields(rooms.config.customFields.return, document),
      apply: { items: [applyLine({ id: memoId, amount })] },
    };
    const reference = tenderRef(document.ref, index);
    await ensured(
      rooms,
      { type: 'customerRefund', reference, tranDate: dateOf(rooms, document), body, total: amount },
      signal,
    );
  }
}

/** Whether a customer refund is made for a tender. */
export function isPaidBack({ kind, amount }: Tender): boolean {
  return isMoney(kind) && !isNegative(amount) && !isZero(amount);
}

/** Documents of one tender of a return. */
export function tenderRef(ref: string, index: number): string {
  return `${ref}-T${String(index + 1)}`;
}

function exchangeRef(ref: string): string {
  return `${ref}-X`;
}
