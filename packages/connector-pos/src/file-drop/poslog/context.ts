import { directionOf, unsigned } from '../../rules/index.ts';
import { type Store, type Stores } from '../stores.ts';
import { isFlagged, textAt, type XmlElement } from '../reading/xml-element.ts';
import { type TicketKey } from '../till-record.ts';
import { dayOf, decimalOf, isNegative, missing, negated, unmapped } from '../values.ts';
import { type PosLogDialect } from './dialect.ts';

/** What reading one transaction needs. */
export interface TransactionContext {
  readonly dialect: PosLogDialect;
  readonly stores: Stores;
  readonly store: Store;
  readonly currency: string;
}

/** Reads a link to another transaction; nothing where it has no sequence. */
export function keyOfLink(
  link: XmlElement | undefined,
  { stores, store }: TransactionContext,
  path: string,
): TicketKey | undefined {
  const sequence = textAt(link, 'SequenceNumber');
  const day = textAt(link, 'BusinessDayDate') ?? textAt(link, 'BusinessDayDate/Date');
  const register = textAt(link, 'WorkstationID') ?? textAt(link, 'TillID');
  if (sequence === undefined || day === undefined || register === undefined) return undefined;
  const named = textAt(link, 'RetailStoreID') ?? textAt(link, 'BusinessUnit/UnitID');
  const of = named === undefined ? store.code : (stores.get(named)?.code ?? named);
  return {
    store: of,
    register,
    businessDate: dayOf(day, `${path}.BusinessDayDate`),
    sequence: sequenceOf(sequence, `${path}.SequenceNumber`),
  };
}

/** A sequence without the zeros that some feeds put before it. */
export function sequenceOf(text: string, path: string): string {
  if (!/^\d{1,20}$/.test(text)) throw unmapped('sequence number', text, path);
  return text.replace(/^0+(?=\d)/, '');
}

/** An amount with its sign, in the ticket's currency. */
export function amountAt(
  element: XmlElement | undefined,
  name: string,
  context: TransactionContext,
  path: string,
): string | undefined {
  const [child, text] = [element?.children.find((it) => it.name === name), textAt(element, name)];
  if (child === undefined || text === undefined) return undefined;
  const at = `${path}.${name}`;
  const value = decimalOf(text, at);
  const named = child.attributes['Currency'] ?? context.currency;
  // `XXX` is no currency: written where the amount is nothing.
  if (named !== context.currency && named !== 'XXX') throw unmapped("currency beside the ticket's own", named, at);
  return value;
}

export function amountOf(
  element: XmlElement | undefined,
  name: string,
  context: TransactionContext,
  path: string,
): string {
  const value = amountAt(element, name, context, path);
  if (value === undefined) throw missing(name, path);
  return value;
}

/** An amount of a line whose direction is known: signed amounts are turned, unsigned ones have no sign. */
export function magnitude(value: string, isBack: boolean, { dialect }: TransactionContext): string {
  if (dialect.amounts === 'unsigned') return unsigned(value);
  return isBack ? negated(value) : value;
}

/** Whether a line goes back to the shop: by its kind, its quantity, or the sign of its amount where that has one. */
export function isBackward(
  isReturn: boolean,
  quantity: string,
  amount: string,
  { dialect }: TransactionContext,
): boolean {
  const isBack = isReturn || (dialect.amounts === 'signed' && isNegative(amount));
  return directionOf({ back: isBack, quantity }) === 'back';
}

/** Whether a line was taken off as if it had never been. */
export function isTakenOff(line: XmlElement): boolean {
  return isFlagged(line, 'CancelFlag') || isFlagged(line, 'DeleteFlag');
}
