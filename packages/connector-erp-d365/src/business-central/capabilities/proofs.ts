import { equals, IntegrationError, type Money, money, multiply, subtract } from '@crossdock/core';
import type { DocumentLine } from '../api/documents.ts';
import { currencyIn, rounded } from '../currencies.ts';
import { fromWire } from '../mapping/amounts.ts';
import { nameIn } from '../mapping/line-name.ts';
import type { LineBody } from '../mapping/lines.ts';
import { differs, unbalanced } from '../mapping/refusals.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { noId } from '../query.ts';

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
        there.itemVariantId.toLowerCase() === (line.itemVariantId ?? noId) &&
        Number(there.quantity) === line.quantity &&
        equals(worthOfWire(there, currency), worthOf(line, currency))
      );
    });
  if (!fits) throw differs('The document', 'lines');
}

/** What a document says that it comes to. */
interface Totalled {
  readonly currencyCode: string;
  readonly totalAmountIncludingTax: string;
}

/** Refuses a document that the company computed to another total, or keeps in another currency: its customer may have one of its own. */
export function proveTotal(what: string, booked: Totalled, total: Money, config: BusinessCentralConfig): void {
  if (currencyIn(config, booked.currencyCode) !== total.currency) {
    const actual = booked.currencyCode === '' ? config.currency : booked.currencyCode;
    const message = `${what} is in ${actual} instead of ${total.currency}: its customer may have a currency of its own`;
    throw new IntegrationError(message, { code: 'unbalanced', path: 'currency' });
  }
  const actual = fromWire(booked.totalAmountIncludingTax, total.currency);
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
  const gross = rounded(multiply(money(price, currency), quantity));
  return subtract(gross, fromWire(discount, currency));
}
