import { IntegrationError, isNegative, isZero, type Order } from '@crossdock/core';
import type { NetsuiteConfig } from '../options.ts';
import { isLiability, isMoney, liabilityItem, moneyIn } from './tender-booking.ts';

/** How goods of a sale may be handed over that is posted at once. */
const handedOver: ReadonlySet<string | undefined> = new Set([undefined, 'carry-out', 'digital']);

/** Whether a sale is posted at once: its channel is, and nothing of it is still to be shipped or picked up. */
export function isPostedAtOnce({ channel, lines }: Order, { postAtOnce }: Pick<NetsuiteConfig, 'postAtOnce'>): boolean {
  return postAtOnce.channels.includes(channel) && lines.every((line) => handedOver.has(line.method));
}

type Tender = Order['tenders'][number];

/** Whether one cash sale tells it all: paid in full, with money, by one means. */
export function isCashSale({ tenders, outstanding }: Order, config: NetsuiteConfig): boolean {
  if (!isZero(outstanding)) return false;
  const paid = tenders.filter(({ amount }) => !isZero(amount));
  if (!paid.every(({ kind, amount }) => isMoney(kind) && !isNegative(amount))) return false;
  return new Set(paid.map((tender) => JSON.stringify(moneyIn(tender, config)))).size <= 1;
}

/** A payment of a sale that is billed by an invoice, with its place among the tenders. */
export interface PaidTender {
  readonly ref: string;
  readonly tender: Tender;
}

/** The tenders that are booked beside an invoice, each a payment. Those that have no counterpart are refused by path. */
export function paidTenders(order: Order, config: NetsuiteConfig): readonly PaidTender[] {
  const refuse = (sentence: string, path: string) =>
    new IntegrationError(sentence, { code: 'unsupported-document', path });
  if (isNegative(order.outstanding))
    throw refuse('More was paid than the sale comes to, which is no sale that is posted at once', 'outstanding');
  return order.tenders.flatMap((tender, index): readonly PaidTender[] => {
    const path = `tenders.${String(index)}`;
    if (tender.kind === 'invoice' || isZero(tender.amount)) return [];
    if (isNegative(tender.amount)) throw refuse('Money that went back is a return', `${path}.amount`);
    if (isLiability(tender.kind)) liabilityItem(tender.kind, `${path}.kind`, config);
    return [{ ref: `${order.ref}-T${String(index + 1)}`, tender }];
  });
}
