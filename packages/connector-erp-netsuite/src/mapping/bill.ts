import { IntegrationError, isNegative, type Money, sum } from '@crossdock/core';
import type { SalesOrder, SalesOrderLine } from '../api/sales-order.ts';
import type { CatalogItem } from '../item-catalog.ts';
import type { TaxConfig } from '../options.ts';
import { exactUnits, fromWire, rateOf, shareOf, toWire } from './amounts.ts';

/** What a cash sale or invoice takes from its order. */
export interface Bill {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly total: Money;
}

export interface BillMapping {
  readonly currency: string;
  readonly tax: TaxConfig;
  /** Items of the order's lines by internal id. */
  readonly items: ReadonlyMap<string, CatalogItem>;
  /** Units that one fulfilment shipped, by line number of the order. Absent: everything that is not billed yet. */
  readonly shipped?: ReadonlyMap<number, number> | undefined;
}

interface BilledLine {
  readonly line: SalesOrderLine;
  readonly units: number;
  readonly amount: Money;
  readonly tax: Money | undefined;
}

/**
 * Bills goods that were shipped and not billed yet, and every charge as a whole with the first bill. Amounts and taxes of
 * a part are cut so that all parts of an order sum to the order.
 */
export function toBill(order: SalesOrder, mapping: BillMapping): Bill {
  const { currency, tax } = mapping;
  const units = new Map(order.item.items.map((line) => [line.line, billedUnits(line, mapping)] as const));
  const billed = order.item.items.flatMap((line): readonly BilledLine[] => {
    const now = units.get(line.line) ?? 0;
    if (now <= 0) return [];
    const part = (text: string) => shareOf(fromWire(text, currency), share(line, now));
    return [
      { line, units: now, amount: part(line.amount), tax: line.tax1Amt === undefined ? undefined : part(line.tax1Amt) },
    ];
  });
  if (billed.length === 0) throw nothingToBill();
  const details = tax.mode === 'suitetax-override' ? detailsOf(order, billed, currency) : [];
  const total = sum(
    [...billed.flatMap((it) => [it.amount, ...(it.tax ? [it.tax] : [])]), ...details.map((it) => it.amount)],
    currency,
  );
  if (isNegative(total)) throw belowZero();
  const items = order.item.items.flatMap((line) => {
    const now = billed.find((it) => it.line === line);
    if (now) return [lineBody(now)];
    // The platform bills in full whatever is ready and not named.
    return readyUnits(line, mapping) > 0 ? [notNow(line)] : [];
  });
  const override =
    tax.mode === 'suitetax-override'
      ? { taxDetailsOverride: true, taxDetails: { items: details.map((it) => it.body) } }
      : {};
  return { fields: { item: { items }, ...override }, total };
}

function lineBody({ line, units, amount, tax }: BilledLine) {
  const wire = toWire(amount, 'amount');
  return {
    orderLine: line.line,
    quantity: units,
    rate: rateOf(wire, units),
    amount: wire,
    price: { id: '-1' },
    ...(tax ? { tax1Amt: toWire(tax, 'tax1Amt') } : {}),
  };
}

function notNow(line: SalesOrderLine) {
  const nothing = { orderLine: line.line, quantity: 0, rate: 0, amount: 0, price: { id: '-1' } };
  return line.tax1Amt === undefined ? nothing : { ...nothing, tax1Amt: 0 };
}

/** Units that could be billed: of goods what has left, of charges everything. */
function readyUnits(line: SalesOrderLine, { items }: BillMapping): number {
  const ordered = line.isClosed ? 0 : Number(line.quantity);
  const ready = ships(line, items) ? Number(line.quantityFulfilled) : ordered;
  return exactUnits(ready - Number(line.quantityBilled));
}

function billedUnits(line: SalesOrderLine, mapping: BillMapping): number {
  const ready = readyUnits(line, mapping);
  if (!ships(line, mapping.items)) return ready;
  if (mapping.shipped) {
    const units = mapping.shipped.get(line.line) ?? 0;
    if (units > ready) throw conflict('Units of the fulfilment are billed already', 'fulfillment');
    return units;
  }
  const open = line.isClosed ? 0 : exactUnits(Number(line.quantity) - Number(line.quantityFulfilled));
  if (open > 0) {
    const sentence = `Line ${String(line.line)} of the order in NetSuite has ${String(open)} units that did not ship`;
    throw conflict(`${sentence}: name the fulfilment to bill a part`, 'fulfillment');
  }
  return ready;
}

function ships(line: SalesOrderLine, items: ReadonlyMap<string, CatalogItem>): boolean {
  return items.get(line.item.id)?.ships ?? true;
}

function share(line: SalesOrderLine, units: number) {
  return { ordered: Number(line.quantity), before: Number(line.quantityBilled), now: units };
}

function detailsOf(order: SalesOrder, billed: readonly BilledLine[], currency: string) {
  return billed.flatMap(({ line, units, amount: basis }) =>
    (order.taxDetails?.items ?? [])
      .filter((detail) => detail.taxDetailsReference === line.taxDetailsReference)
      .map((detail) => {
        const amount = shareOf(fromWire(detail.taxAmount, currency), share(line, units));
        const body = {
          taxDetailsReference: detail.taxDetailsReference,
          taxType: { id: detail.taxType.id },
          taxCode: { id: detail.taxCode.id },
          taxBasis: toWire(basis, 'taxBasis'),
          taxRate: Number(detail.taxRate),
          taxAmount: toWire(amount, 'taxAmount'),
        };
        return { amount, body };
      }),
  );
}

function conflict(message: string, path?: string): IntegrationError {
  return new IntegrationError(message, { code: 'conflict', path });
}

function nothingToBill(): IntegrationError {
  return conflict('Nothing of the order in NetSuite has shipped without being billed');
}

function belowZero(): IntegrationError {
  const sentence = 'The bill would come to less than nothing, which NetSuite does not book';
  return new IntegrationError(`${sentence}: bill the order as a whole`, {
    code: 'unsupported-document',
    path: 'fulfillment',
  });
}
