import { isZero, type Money, negate, netOf, subtract, sum, type TaxLine } from '@crossdock/core';
import type { SoldFields } from '../item-catalog.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { pricedAs, unitsToWire } from './amounts.ts';
import { describe } from './line-name.ts';
import { unbalanced } from './refusals.ts';

/** What becomes a line: goods, charges, rounding and tax alike. */
export interface LineEntry {
  readonly sold: SoldFields;
  /** Our name of it: `L-1`. */
  readonly name: string;
  readonly text: string;
  /** As a decimal text. */
  readonly quantity: string;
  /** Before discounts; with its tax if prices of the document contain it. */
  readonly gross: Money;
  readonly discounts: readonly { readonly amount: Money }[];
  readonly taxes: readonly TaxLine[];
  readonly path: string;
  /** Id of the location, for goods. */
  readonly locationId?: string | undefined;
  /** Goods or money that go the other way than the document. @default false */
  readonly against?: boolean;
}

/** A line as it is sent. */
export interface LineBody extends SoldFields {
  readonly sequence: number;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discountAmount: number;
  readonly locationId?: string;
  readonly taxCode?: string;
}

/** What the amounts of a document mean. */
export interface Priced {
  readonly currency: string;
  readonly taxIncluded: boolean;
}

/** Numbers of lines are apart, so that people can put something between. */
const step = 10_000;

/**
 * The lines of entries. With a tax line they are net, the tax is the last of them, and together they come to the total before anything is
 * sent. Otherwise the company computes the tax, and the total is proved when the document is there.
 */
export function linesOf(
  entries: readonly LineEntry[],
  document: Priced,
  tax: { readonly sold: SoldFields } | undefined,
  { total, config }: { readonly total: Money; readonly config: BusinessCentralConfig },
): readonly LineBody[] {
  const { currency } = document;
  if (config.tax.mode === 'computed' || !tax) return entries.map((it, index) => lineBody(it, it.gross, index, config));
  const due = sum(
    entries.map((it) => directed(it, taxOf(it, currency))),
    currency,
  );
  const nets = entries.map((it) => (document.taxIncluded ? subtract(it.gross, taxOf(it, currency)) : it.gross));
  const all = [...entries, ...taxEntry(due, tax.sold)];
  const actual = sum(
    [...entries.map((it, index) => directed(it, subtract(nets[index] ?? it.gross, offOf(it)))), due],
    currency,
  );
  if (!isZero(subtract(actual, total))) throw unbalanced('The document', actual, total);
  return all.map((it, index) => lineBody(it, nets[index] ?? it.gross, index, config));
}

const directed = ({ against }: LineEntry, amount: Money): Money => (against === true ? negate(amount) : amount);

function taxEntry(due: Money, sold: SoldFields): readonly LineEntry[] {
  if (isZero(due)) return [];
  const against = due.amount.startsWith('-');
  const gross = against ? negate(due) : due;
  return [{ sold, name: 'T-1', text: 'Tax', quantity: '1', gross, discounts: [], taxes: [], path: 'taxes', against }];
}

function taxOf({ taxes }: LineEntry, currency: string): Money {
  return sum(
    taxes.map((it) => it.amount),
    currency,
  );
}

function offOf({ gross, discounts }: LineEntry): Money {
  return subtract(gross, netOf({ gross, discounts: [...discounts] }));
}

function lineBody(entry: LineEntry, gross: Money, index: number, { tax }: BusinessCentralConfig): LineBody {
  // What is charged the other way has a negative quantity, and so its discount is negative too.
  const sign = entry.against === true ? -1 : 1;
  const positive = gross.amount.startsWith('-') ? negate(gross) : gross;
  const turn = gross.amount.startsWith('-') ? -sign : sign;
  const units = unitsToWire(entry.quantity, `${entry.path}.quantity`);
  const { unitPrice, discountAmount } = pricedAs(positive, offOf(entry), entry.quantity, entry.path);
  const untaxed = entry.taxes.every((it) => isZero(it.amount));
  const taxCode = tax.mode === 'tax-line' ? tax.taxCode : untaxed ? tax.exemptTaxCode : undefined;
  const { lineType, lineObjectNumber, itemVariantId } = entry.sold;
  return {
    lineType,
    lineObjectNumber,
    ...(itemVariantId !== undefined && { itemVariantId }),
    sequence: (index + 1) * step,
    description: describe(entry.text, entry.name, `${entry.path}.id`),
    quantity: turn * units,
    unitPrice,
    discountAmount: discountAmount === 0 ? 0 : turn * discountAmount,
    ...(entry.locationId !== undefined && entry.sold.lineType === 'Item' && { locationId: entry.locationId }),
    ...(taxCode !== undefined && { taxCode }),
  };
}
