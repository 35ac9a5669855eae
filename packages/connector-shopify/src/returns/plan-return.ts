import { type CheckedInput, IntegrationError, isZero, type Money, subtract, sum, worthOf, zero } from '@crossdock/core';
import type { OrderReturns } from '../api/return-documents.ts';
import { numberOf } from '../mapping/ids.ts';

type Return = CheckedInput<'processReturn'>;
type Line = Return['lines'][number];
type OrderLine = OrderReturns['lineItems']['nodes'][number];

/** Units of one line of the return, on the line of the order that sold them. */
export interface ReturnedUnits {
  readonly line: Line;
  /** Position in the return, for a refusal. */
  readonly index: number;
  readonly sold: OrderLine;
  readonly units: number;
}

/** What a return means to the platform: goods that come back through a return, and what is only paid back. */
export interface ReturnPlan {
  readonly back: readonly ReturnedUnits[];
  /** Units that were never sent, or stay with the buyer. */
  readonly kept: readonly (ReturnedUnits & { readonly wasSent: boolean })[];
  /** Money that goes back for goods that come back, with shipping, less fees. */
  readonly moneyForBack: Money;
  /** The rest of the money. */
  readonly moneyBeside: Money;
}

/** What an attempt before made of the return, as far as it came. */
export interface Begun {
  /** The lines of the order that the return under our reference takes back. */
  readonly returned?: ReadonlySet<string> | undefined;
  /** A refund under our reference is there. */
  readonly refunded: boolean;
}

/**
 * Sorts a return into what the platform does with it. What an attempt before decided is not decided again: the numbers that it
 * was decided by changed with what it did.
 */
export function planReturn(request: Return, order: OrderReturns, begun: Begun = { refunded: false }): ReturnPlan {
  refuseWhatIsUnknown(request, order);
  const all = request.lines.map((line, index): ReturnedUnits => {
    const units = Number(line.quantity.amount);
    if (!Number.isInteger(units) || line.quantity.unit !== 'EA') {
      throw refused(
        `Line ${index + 1} is not counted by the piece, and Shopify knows only pieces`,
        `lines.${index}.quantity`,
      );
    }
    return { line, index, units, sold: soldLine(line, index, order) };
  });
  const kept = all.flatMap((it) => {
    const wasSent = cameFromBuyer(it, begun);
    const stays = it.line.disposition === 'not-returned' || it.line.disposition === 'not-shipped';
    return stays || !wasSent ? [{ ...it, wasSent }] : [];
  });
  const back = all.filter(({ line }) => !kept.some((it) => it.line === line));
  const { currency, tenders, fees, charges } = request;
  const terms = { currency, taxIncluded: request.taxIncluded };
  const worth = subtract(worthOf([...back.map(({ line }) => line), ...charges], terms), worthOf(fees, terms));
  const total = sum(
    tenders.map(({ amount }) => amount),
    currency,
  );
  const moneyForBack = back.length === 0 ? zero(currency) : smaller(total, worth);
  return { back, kept, moneyForBack, moneyBeside: subtract(total, moneyForBack) };
}

/** Whether the units were sent. Of a line that was sent in part, the units that come back are those that were. */
function cameFromBuyer({ line, sold, units }: ReturnedUnits, { returned, refunded }: Begun): boolean {
  const { currentQuantity, unfulfilledQuantity } = sold;
  if (line.disposition === 'not-shipped') return unfulfilledQuantity < units;
  if (returned) return returned.has(sold.id);
  if (refunded) return false;
  return currentQuantity - unfulfilledQuantity >= units || unfulfilledQuantity < units;
}

/** Whether a refund beside the return is to be made. */
export function needsRefund({ back, kept, moneyBeside }: ReturnPlan, { charges }: Return): boolean {
  return kept.length > 0 || !isZero(moneyBeside) || (back.length === 0 && charges.length > 0);
}

function refuseWhatIsUnknown({ exchange, tenders, charges, currency }: Return, order: OrderReturns): void {
  if (exchange.length > 0) {
    throw refused('Shopify sells exchanged goods at prices of its own: make the exchange there', 'exchange');
  }
  if (currency !== order.presentmentCurrencyCode) {
    throw new IntegrationError(
      `The return is in ${currency}, and the buyer of the order paid in ${order.presentmentCurrencyCode}`,
      { code: 'currency-mismatch', path: 'currency' },
    );
  }
  const negative = tenders.findIndex(({ amount }) => amount.amount.startsWith('-'));
  if (negative !== -1)
    throw refused('Money that comes in is a payment, and no part of a return', `tenders.${negative}`);
  const other = charges.findIndex(({ kind }) => kind !== 'shipping');
  if (other !== -1) throw refused('Shopify pays back no other charge than shipping', `charges.${other}`);
}

/** The line of the order: by its id there, or, for an order that was sold elsewhere, by its SKU. */
function soldLine({ orderLineId, sku }: Line, index: number, { lineItems }: OrderReturns): OrderLine {
  const byId = lineItems.nodes.find(({ id }) => numberOf(id, 'lineItems.id') === orderLineId);
  const [bySku, ...others] = lineItems.nodes.filter((it) => it.sku === sku);
  const sold = byId ?? (others.length === 0 ? bySku : undefined);
  if (sold) return sold;
  throw refused(
    `Line ${index + 1} of the return is of no line of the order, or of several`,
    `lines.${index}.orderLineId`,
  );
}

function smaller(left: Money, right: Money): Money {
  const difference = subtract(left, right);
  const least = difference.amount.startsWith('-') ? left : right;
  return least.amount.startsWith('-') ? zero(least.currency) : least;
}

function refused(message: string, path: string): IntegrationError {
  return new IntegrationError(message, { code: 'unmapped', path });
}
