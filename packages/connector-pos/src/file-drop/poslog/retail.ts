import { unsigned } from '../../rules/index.ts';
import { childrenOf, elementAt, isFlagged, textAt, type XmlElement } from '../reading/xml-element.ts';
import {
  type BlankRecord,
  type PostVoid,
  type RecordHead,
  type TillTicket,
  type TicketCharge,
  type TicketDiscount,
  type TicketLine,
  type TicketTax,
  type TicketTender,
} from '../till-record.ts';
import { isZero, malformed, missing, plus, unmapped } from '../values.ts';
import { amountOf, isTakenOff, keyOfLink, type TransactionContext } from './context.ts';
import { wordsOf } from './words.ts';
import { discountOf, goodsOf, taxOf } from './goods.ts';
import { changeLineOf, mergedTenders, type MoneyRead, roundingOf, tenderOf } from './money.ts';
import { shareDiscounts, shareTaxes, takeBack } from '../shares.ts';
import { totalOf } from './totals.ts';

/** What the lines of a ticket say, before it is put together. */
export interface TicketParts {
  readonly lines: TicketLine[];
  readonly charges: TicketCharge[];
  readonly tenders: TicketTender[];
  readonly roundings: string[];
  readonly discounts: { readonly discount: TicketDiscount; readonly lineId: string | undefined }[];
  readonly taxes: TicketTax[];
  readonly taxIncluded: Set<boolean>;
}

const goods: Readonly<Record<string, 'out' | 'back'>> = {
  Sale: 'out',
  SaleForDelivery: 'out',
  SaleForPickup: 'out',
  Return: 'back',
  ReturnForDelivery: 'back',
  ReturnForPickup: 'back',
};

/** Reads a `RetailTransaction` by its state first: one that was called off means nothing, whatever its lines say. */
export function readRetail(
  retail: XmlElement,
  head: RecordHead,
  context: TransactionContext,
  path: string,
): TillTicket | BlankRecord | PostVoid {
  const status = retail.attributes['TransactionStatus']?.trim() ?? '';
  const meaning = wordsOf(context.dialect).statuses.get(status);
  if (meaning === undefined) throw unmapped('transaction status', status, `${path}@TransactionStatus`);
  if (meaning === 'void') return { ...head, kind: 'void' };
  if (meaning === 'parked') return { ...head, kind: 'control' };
  if (meaning === 'post-void') {
    const link = childrenOf(retail, 'TransactionLink')[0];
    const voids = keyOfLink(link, context, `${path}.TransactionLink`);
    if (!voids) throw missing('link to what it voids', path);
    return { ...head, kind: 'post-void', voids };
  }
  const parts = partsOf(retail, context, path);
  return ticketOf(parts, retail, head, context, path);
}

function partsOf(retail: XmlElement, context: TransactionContext, path: string): TicketParts {
  const parts: TicketParts = {
    lines: [],
    charges: [],
    tenders: [],
    roundings: [],
    discounts: [],
    taxes: [],
    taxIncluded: new Set(),
  };
  for (const [index, line] of childrenOf(retail, 'LineItem').entries()) {
    readLine(line, index, parts, context, `${path}.LineItem[${index + 1}]`);
  }
  return parts;
}

function readLine(
  line: XmlElement,
  index: number,
  parts: TicketParts,
  context: TransactionContext,
  path: string,
): void {
  const { dialect } = context;
  if (isTakenOff(line)) return;
  const isVoided = isFlagged(line, 'VoidFlag');
  if (isVoided && dialect.voidLine === 'refuse')
    throw malformed('a void line, which this dialect does not have', `${path}@VoidFlag`);
  if (isVoided && dialect.voidLine === 'skip') return;
  const id = textAt(line, 'SequenceNumber') ?? String(index + 1);
  let known = false;
  for (const child of line.children) {
    const at = `${path}.${child.name}`;
    const direction = goods[child.name];
    if (direction) readGoods(child, id, { isReturn: direction === 'back', isVoided }, parts, context, at);
    else if (!readOther(child, id, parts, context, at)) continue;
    known = true;
  }
  if (known || line.children.every((it) => isQuiet(it.name, dialect.ignoredLines))) return;
  const unknown = line.children.find((it) => !isQuiet(it.name, dialect.ignoredLines));
  throw unmapped('kind of line', unknown?.name ?? '', path);
}

/** Heads of a line, and what the dialect leaves alone. */
function isQuiet(name: string, ignored: readonly string[] = []): boolean {
  return ['SequenceNumber', 'BeginDateTime', 'EndDateTime', 'OperatorID'].includes(name) || ignored.includes(name);
}

function readGoods(
  item: XmlElement,
  id: string,
  { isReturn, isVoided }: { readonly isReturn: boolean; readonly isVoided: boolean },
  parts: TicketParts,
  context: TransactionContext,
  path: string,
): void {
  const { line, charge, taxIncluded } = goodsOf(item, id, isReturn, context, path);
  if (charge) parts.charges.push(charge);
  if (line && isVoided) takeBack(parts.lines, line, path);
  else if (line) parts.lines.push(line);
  if (taxIncluded !== undefined) parts.taxIncluded.add(taxIncluded);
}

/** Whether a line that is no goods is one that is known. */
function readOther(
  child: XmlElement,
  id: string,
  parts: TicketParts,
  context: TransactionContext,
  path: string,
): boolean {
  const { dialect } = context;
  const take = ({ tender, rounding }: MoneyRead) => {
    if (tender) parts.tenders.push(tender);
    if (rounding !== undefined && !isZero(rounding)) parts.roundings.push(rounding);
  };
  const amount = () => unsigned(amountOf(child, 'Amount', context, path));
  switch (child.name) {
    case 'Tender':
      take(tenderOf(child, id, context, path));
      return true;
    case 'TenderChange':
      take(changeLineOf(child, id, context, path));
      return true;
    case 'Rounding':
      if (dialect.rounding === 'element') take({ rounding: roundingOf(child, context, path) });
      return true;
    case 'Tax':
      if (dialect.taxes === 'tax-line') parts.taxes.push(taxOf(child, amountOf(child, 'Amount', context, path), path));
      return true;
    case 'Discount':
    case 'LoyaltyReward': {
      const source = child.name === 'Discount' ? 'discount-line' : 'reward-line';
      if (dialect.discounts.includes(source))
        parts.discounts.push({ discount: discountOf(child, amount(), 'order'), lineId: textAt(child, 'ItemLink') });
      return true;
    }
    case 'Deposit':
      parts.charges.push({ id, kind: 'deposit', gross: amount(), taxes: [] });
      return true;
    default:
      return false;
  }
}

function ticketOf(
  parts: TicketParts,
  retail: XmlElement,
  head: RecordHead,
  context: TransactionContext,
  path: string,
): TillTicket {
  const { dialect, currency } = context;
  const discounted = shareDiscounts(parts.lines, parts.discounts, currency, path);
  const lines = shareTaxes(discounted, parts.taxes, currency, path);
  if (parts.taxIncluded.size > 1) throw malformed('prices with and without tax on one ticket', path);
  const [perLine = false] = parts.taxIncluded;
  const taxIncluded = dialect.taxIncluded === 'per-line' ? perLine : dialect.taxIncluded;
  const { charges } = parts;
  const tenders = mergedTenders(parts.tenders);
  const written = {
    lines,
    charges,
    tenders,
    taxIncluded,
    rounding: parts.roundings.length === 0 ? undefined : plus(...parts.roundings),
  };
  return {
    ...head,
    kind: 'ticket',
    currency,
    ...written,
    ...totalOf(written, childrenOf(retail, 'Total'), context, path),
  };
}

/** Whether a `RetailTransaction` says anything. */
export function hasContent(retail: XmlElement | undefined): retail is XmlElement {
  return elementAt(retail, 'LineItem') !== undefined || retail?.attributes['TransactionStatus'] !== undefined;
}
