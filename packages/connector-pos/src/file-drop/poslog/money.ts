import { unsigned } from '../../rules/index.ts';
import { childOf, childrenOf, textAt, type XmlElement } from '../reading/xml-element.ts';
import { type TicketTender } from '../till-record.ts';
import { isZero, minus, negated, plus, unmapped } from '../values.ts';
import { amountAt, amountOf, type TransactionContext } from './context.ts';
import { wordsOf } from './words.ts';

/** What one line of money says. */
export interface MoneyRead {
  readonly tender?: TicketTender;
  /** Cash rounding; negative in the buyer's favour. */
  readonly rounding?: string;
}

/** Reads a `Tender`, with the change that is written inside it. */
export function tenderOf(tender: XmlElement, id: string, context: TransactionContext, path: string): MoneyRead {
  const { dialect } = context;
  const type = tender.attributes['TenderType'] ?? '';
  const meaning = wordsOf(dialect).tenders.get(type);
  if (meaning === undefined) throw unmapped('tender type', type, `${path}@TenderType`);
  if (meaning === 'ignore') return {};
  const written = amountOf(tender, 'Amount', context, path);
  if (meaning === 'rounding') return { rounding: written };
  const isRefund = tender.attributes['TypeCode'] === 'Refund';
  const taken = signedTender(written, isRefund, context);
  const change = dialect.change === 'nested' ? changeIn(tender, context, path) : '0';
  const read = { tender: { id, kind: meaning, name: type, amount: minus(taken, change) } };
  const rounding = childOf(tender, 'Rounding');
  return rounding && dialect.rounding === 'tender-line'
    ? { ...read, rounding: roundingOf(rounding, context, path) }
    : read;
}

function signedTender(amount: string, isRefund: boolean, { dialect }: TransactionContext): string {
  if (dialect.amounts === 'signed' && !isRefund) return amount;
  return isRefund && !isZero(amount) ? `-${unsigned(amount)}` : unsigned(amount);
}

function changeIn(tender: XmlElement, context: TransactionContext, path: string): string {
  const amounts = childrenOf(tender, 'TenderChange').map((it) =>
    unsigned(amountOf(it, 'Amount', context, `${path}.TenderChange`)),
  );
  return plus('0', ...amounts);
}

/** Change that is a line of its own: money that goes back. */
export function changeLineOf(change: XmlElement, id: string, context: TransactionContext, path: string): MoneyRead {
  if (context.dialect.change !== 'line') return {};
  const type = change.attributes['TenderType'] ?? textAt(change, 'TenderType') ?? 'Cash';
  const meaning = wordsOf(context.dialect).tenders.get(type);
  if (meaning === undefined || meaning === 'rounding') throw unmapped('tender type', type, `${path}@TenderType`);
  if (meaning === 'ignore') return {};
  const amount = unsigned(amountOf(change, 'Amount', context, path));
  return { tender: { id, kind: meaning, name: type, amount: negated(amount) } };
}

/** Rounding as an element: its direction is the sign, or it has one. */
export function roundingOf(rounding: XmlElement, context: TransactionContext, path: string): string {
  const at = `${path}.Rounding`;
  const own = rounding.text.trim() === '' ? undefined : wrapped(rounding);
  const amount = own ? amountOf(own, 'Rounding', context, path) : (amountAt(rounding, 'Amount', context, at) ?? '0');
  const direction = rounding.attributes['RoundingDirection'] ?? '';
  if (direction === '') return amount;
  if (direction === 'Down') return negated(unsigned(amount));
  if (direction === 'Up') return unsigned(amount);
  throw unmapped('rounding direction', direction, `${at}@RoundingDirection`);
}

const wrapped = (element: XmlElement): XmlElement => ({ name: '', attributes: {}, children: [element], text: '' });

/** Tenders of one kind and name as one; those that come to nothing fall away. */
export function mergedTenders(tenders: readonly TicketTender[]): readonly TicketTender[] {
  const merged = new Map<string, TicketTender>();
  for (const tender of tenders) {
    // Only cash is counted together: two cards are two payments.
    const isCash = tender.kind === 'cash';
    const key = isCash ? `cash ${tender.name}` : tender.id;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, amount: plus(known.amount, tender.amount) } : tender);
  }
  return [...merged.values()].filter((it) => !isZero(it.amount));
}
