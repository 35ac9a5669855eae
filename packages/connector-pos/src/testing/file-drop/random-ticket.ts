import { type Random } from '@crossdock/core';
import { type RecordHead, type TicketLine, type TicketTender, type TillTicket } from '../../file-drop/till-record.ts';
import { isNegative, isZero, minus, plus } from '../../file-drop/values.ts';
import { netOfLine, someRounding, worthOfGoods } from '../../file-drop/worth.ts';

/** What tickets of a store are like. */
export interface TicketStyle {
  readonly currency: string;
  readonly taxIncluded: boolean;
  /** Share of tax, `0.081`. */
  readonly taxRate: string;
  /** Cash is rounded to this: `0.05`. Absent: it is not. */
  readonly cashStep?: string | undefined;
  /** How often goods come back, and how often a discount is given. @default 0.08, 0.2 */
  readonly returns?: number;
  readonly discounts?: number;
}

/** A ticket as a till may write it: balanced, paid, and the same for the same chance. */
export function randomTicket(head: RecordHead, style: TicketStyle, random: Random): TillTicket {
  const count = 1 + Math.floor(random() ** 2 * 8);
  const isReturn = random() < (style.returns ?? 0.08);
  const isExchange = isReturn && random() < 0.4;
  const lines = Array.from({ length: count }, (_, index) => {
    const direction = isReturn && (!isExchange || index === 0) ? 'back' : 'out';
    return randomLine(String(index + 1), direction, style, random);
  });
  const { currency, taxIncluded } = style;
  const worth = worthOfGoods({ lines, charges: [], taxIncluded });
  const isCash = random() < 0.4;
  const rounding = isCash && style.cashStep !== undefined ? minus(steps(worth, style.cashStep), worth) : '0';
  const total = plus(worth, rounding);
  const tenders = tendersOf(total, isCash, lines.length, random);
  return {
    ...head,
    kind: 'ticket',
    currency,
    taxIncluded,
    lines,
    charges: [],
    tenders,
    total,
    ...someRounding(rounding),
  };
}

function randomLine(
  id: string,
  direction: TicketLine['direction'],
  { taxRate, taxIncluded, discounts = 0.2 }: TicketStyle,
  random: Random,
): TicketLine {
  const number = 1 + Math.floor(random() * 2_000);
  const cents = 95 + ((number * 7_919) % 15_000);
  const quantity = random() < 0.8 ? 1 : 2 + Math.floor(random() * 4);
  const gross = money(cents * quantity);
  const off = random() < discounts ? money(Math.floor(cents * quantity * 0.1)) : '0';
  const line = {
    id,
    direction,
    kind: 'goods' as const,
    sku: `400638${String(number).padStart(7, '0')}`,
    name: `Article ${number} & co`,
    quantity: { amount: String(quantity), unit: 'EA' },
    unitPrice: money(cents),
    gross,
    discounts: isZero(off) ? [] : [{ amount: off, scope: 'line' as const }],
  };
  return { ...line, taxes: [{ name: 'VAT', rate: taxRate, amount: taxOf(netOfLine(line), taxRate, taxIncluded) }] };
}

/** Tills compute with cents, so this does too. */
function taxOf(net: string, rate: string, taxIncluded: boolean): string {
  const cents = Number(net) * 100;
  return money(Math.round(taxIncluded ? (cents * Number(rate)) / (1 + Number(rate)) : cents * Number(rate)));
}

function tendersOf(total: string, isCash: boolean, lines: number, random: Random): readonly TicketTender[] {
  if (isZero(total)) return [];
  const id = (number: number): string => String(lines + number);
  if (isCash) return [{ id: id(1), kind: 'cash', name: 'Cash', amount: total }];
  const isSplit = !isNegative(total) && Number(total) > 20 && random() < 0.05;
  if (!isSplit) return [{ id: id(1), kind: 'card', name: 'CreditDebit', amount: total }];
  const card = '10.00';
  return [
    { id: id(1), kind: 'gift-card', name: 'GiftCard', amount: card },
    { id: id(2), kind: 'card', name: 'CreditDebit', amount: minus(total, card) },
  ];
}

const money = (cents: number): string => (cents / 100).toFixed(2);

function steps(amount: string, step: string): string {
  const size = Math.round(Number(step) * 100);
  return money(Math.round(Math.round(Number(amount) * 100) / size) * size);
}
