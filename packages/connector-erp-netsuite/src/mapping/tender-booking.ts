import { type Tender } from '@crossdock/core';
import type { NetsuiteConfig } from '../options.ts';
import type { Reference } from './lines.ts';
import { unmapped } from './refusals.ts';

type Means = Pick<Tender, 'kind' | 'name'>;
type Config = Pick<NetsuiteConfig, 'tenders' | 'refundAccount' | 'depositAccount' | 'items'>;

/** Means that are no money, with the item whose account is what the retailer owes their holder. */
const liabilities = { 'gift-card': 'giftCard', 'store-credit': 'storeCredit', loyalty: 'loyalty' } as const;

type LiabilityKind = keyof typeof liabilities;

export function isLiability(kind: Tender['kind']): kind is LiabilityKind {
  return kind in liabilities;
}

/** Whether money moves. What is paid later moves none yet. */
export function isMoney(kind: Tender['kind']): boolean {
  return !isLiability(kind) && kind !== 'invoice';
}

/** The item that stands for what is owed to the holder of a gift card, of store credit, of points. */
export function liabilityItem(kind: LiabilityKind, path: string, { items }: Config): string {
  const name = liabilities[kind];
  const item = items.charges[name];
  if (item === undefined) throw unmapped(`A tender of kind ${kind}`, `items.charges.${name}`, path);
  return item;
}

function bookingOf({ kind, name }: Means, { tenders }: Config) {
  return { ...tenders[kind], ...(name === undefined ? {} : tenders[`${kind}:${name}`]) };
}

type MoneyIn = { readonly paymentOption?: Reference } & (
  | { readonly undepFunds: true }
  | { readonly account: Reference }
);

/** Where money that came in lies, and by what it was paid. */
export function moneyIn(means: Means, config: Config): MoneyIn {
  const { paymentOption, account = config.depositAccount } = bookingOf(means, config);
  const place = account === undefined ? { undepFunds: true as const } : { account: { id: account } };
  return paymentOption === undefined ? place : { ...place, paymentOption: { id: paymentOption } };
}

/** Where money goes out from. */
export function moneyOut(
  means: Means,
  path: string,
  config: Config,
): { readonly account: Reference; readonly paymentOption?: Reference } {
  const { paymentOption, account = config.refundAccount ?? config.depositAccount } = bookingOf(means, config);
  if (account === undefined)
    throw unmapped(`The account of money back by ${means.kind}`, `tenders.${means.kind}.account`, path);
  const place = { account: { id: account } };
  return paymentOption === undefined ? place : { ...place, paymentOption: { id: paymentOption } };
}

/** As {@link moneyOut}, for a document that has to name the means. */
export function refundBy(means: Means, path: string, config: Config) {
  const out = moneyOut(means, path, config);
  const { paymentOption } = out;
  if (paymentOption === undefined)
    throw unmapped(`The means of money back by ${means.kind}`, `tenders.${means.kind}.paymentOption`, path);
  return { ...out, paymentOption };
}
