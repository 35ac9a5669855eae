import { equals, type Money, money, multiply, round, subtract } from '@crossdock/core';
import type { DocumentLine } from '../api/documents.ts';
import { fromWire } from '../mapping/amounts.ts';
import { nameIn } from '../mapping/line-name.ts';
import type { LineBody } from '../mapping/lines.ts';
import { differs, unbalanced } from '../mapping/refusals.ts';

/** Refuses a document that has other lines than it should: it is never written over. */
export function requireSameLines(
  wanted: readonly LineBody[],
  present: readonly DocumentLine[],
  currency: string,
): void {
  const fits =
    wanted.length === present.length &&
    wanted.every((line) => {
      const there = present.find((it) => nameIn(it.description) === nameIn(line.description));
      return (
        there !== undefined &&
        there.lineObjectNumber.toUpperCase() === line.lineObjectNumber.toUpperCase() &&
        Number(there.quantity) === line.quantity &&
        equals(worthOfWire(there, currency), worthOf(line, currency))
      );
    });
  if (!fits) throw differs('The document', 'lines');
}

/** Refuses a document that the company computed to another total. */
export function proveTotal(what: string, booked: string, total: Money): void {
  const actual = fromWire(booked, total.currency);
  if (!equals(actual, total)) throw unbalanced(what, actual, total);
}

function worthOf({ unitPrice, quantity, discountAmount }: LineBody, currency: string): Money {
  return worth(String(unitPrice), String(quantity), String(discountAmount), currency);
}

function worthOfWire({ unitPrice, quantity, discountAmount }: DocumentLine, currency: string): Money {
  return worth(fromWire(unitPrice, currency).amount, fromWire(quantity, currency).amount, discountAmount, currency);
}

/** Price times quantity less the discount, as the platform rounds it. */
function worth(price: string, quantity: string, discount: string, currency: string): Money {
  const gross = round(multiply(money(price, currency), quantity), { mode: 'half-up', places: 2 });
  return subtract(gross, fromWire(discount, currency));
}
