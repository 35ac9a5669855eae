import {
  type TicketCharge,
  type TicketDiscount,
  type TicketLine,
  type TicketTax,
  type TicketTender,
} from '../till-record.ts';
import { isNegative, negated } from '../values.ts';

/** What all lines of a document share. */
export interface LineSetting {
  readonly currency: string;
  readonly location: string;
}

type Given<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out members that are not there. */
export function present<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, it]) => it !== undefined)) as Given<T>;
}

const discountsOf = (discounts: readonly TicketDiscount[], currency: string) =>
  discounts.map(({ amount, ...rest }) => present({ ...rest, amount: { amount, currency } }));

const taxesOf = (taxes: readonly TicketTax[], currency: string) =>
  taxes.map(({ amount, ...rest }) => present({ ...rest, amount: { amount, currency } }));

/** Goods that were sold, or given out in an exchange. */
export function soldLine(
  { id, kind, sku, name, quantity, unitPrice, gross, discounts, taxes }: TicketLine,
  { currency, location }: LineSetting,
) {
  return present({
    id,
    kind,
    sku,
    name,
    quantity,
    unitPrice: { amount: unitPrice, currency },
    gross: { amount: gross, currency },
    discounts: discountsOf(discounts, currency),
    taxes: taxesOf(taxes, currency),
    location,
    method: 'carry-out' as const,
  });
}

/** Goods that came back. */
export function returnedLine(
  { id, kind, sku, quantity, gross, discounts, taxes, soldLine: orderLineId, reason }: TicketLine,
  { currency, location, disposition }: LineSetting & { readonly disposition: string },
) {
  return present({
    id,
    orderLineId,
    kind: kind === 'goods' ? undefined : kind,
    sku,
    quantity,
    reason,
    // A service, a donation or a card is nothing that is put on a shelf.
    disposition: kind === 'goods' ? disposition : 'not-returned',
    location,
    gross: { amount: gross, currency },
    discounts: discountsOf(discounts, currency),
    taxes: taxesOf(taxes, currency),
  });
}

/** A charge, as it is or the other way round. */
export function chargeOf({ id, kind, name, gross, taxes }: TicketCharge, currency: string, turned = false) {
  const amount = (text: string) => ({ amount: turned ? negated(text) : text, currency });
  const turnedTaxes = taxes.map((it) => present({ ...it, amount: amount(it.amount) }));
  return present({ id, kind, name, gross: amount(gross), taxes: turnedTaxes });
}

/** Money over the counter, with the sign of the document. */
export function tenderOf({ id, kind, name, amount }: TicketTender, currency: string, turned = false) {
  return present({ id, kind, name, amount: { amount: turned ? negated(amount) : amount, currency } });
}

/** Whether a charge goes back to the buyer. */
export const isGivenBack = ({ gross }: TicketCharge): boolean => isNegative(gross);
