import { isZero, type Money, sum, type TaxLine } from '@crossdock/core';
import type { TaxConfig } from '../options.ts';
import { toWire } from './amounts.ts';

/** A line of `taxDetails` as it is sent. */
export interface TaxDetailBody {
  readonly taxDetailsReference: string;
  readonly taxType: { readonly id: string };
  readonly taxCode: { readonly id: string };
  readonly taxBasis: number;
  readonly taxRate: number;
  readonly taxAmount: number;
}

interface Taxed {
  readonly net: Money;
  readonly taxes: readonly TaxLine[];
  readonly path: string;
}

/** Ties the tax details of a document to its lines; unique in the document, so lines that it inherits have another mark. */
function taxReferenceOf(index: number, mark: TaxMark): string {
  return `${mark}${String(index + 1)}`;
}

/** Begins the references of a sale, or of a return. */
export type TaxMark = 'L' | 'R';

/** What a line itself says about tax. */
export function taxFieldsOf(
  tax: TaxConfig,
  line: Taxed,
  index: number,
  mark: TaxMark,
): Readonly<Record<string, unknown>> {
  if (tax.mode === 'suitetax-override') return { taxDetailsReference: taxReferenceOf(index, mark) };
  if (tax.mode === 'tax-item') return {};
  const name = line.taxes.map((it) => it.name).join(' + ');
  const amount = sum(
    line.taxes.map((it) => it.amount),
    line.net.currency,
  );
  const rate = line.taxes.reduce((percent, it) => percent + percentOf(it), 0);
  return {
    taxCode: { id: tax.codes[name] ?? tax.standard },
    taxRate1: Number(rate.toFixed(6)),
    tax1Amt: toWire(amount, `${line.path}.taxes`),
  };
}

/** SuiteTax: every tax of every line, as the selling system computed it. Other modes have none. */
export function taxDetailsOf(
  tax: TaxConfig,
  lines: readonly Taxed[],
  mark: TaxMark,
): readonly TaxDetailBody[] | undefined {
  if (tax.mode !== 'suitetax-override') return undefined;
  return lines.flatMap((line, index) =>
    line.taxes.map((it, at): TaxDetailBody => {
      const code = tax.codes[it.name] ?? tax.standard;
      return {
        taxDetailsReference: taxReferenceOf(index, mark),
        taxType: { id: code.taxType },
        taxCode: { id: code.taxCode },
        taxBasis: toWire(line.net, line.path),
        taxRate: Number(percentOf(it).toFixed(6)),
        taxAmount: toWire(it.amount, `${line.path}.taxes.${String(at)}.amount`),
      };
    }),
  );
}

/** The one line that carries all tax when the account's tax engine is kept out of it. */
export function taxLineOf(tax: TaxConfig, total: Money) {
  if (tax.mode !== 'tax-item' || isZero(total)) return undefined;
  const amount = toWire(total, 'taxes');
  return { item: { id: tax.item }, quantity: 1, rate: amount, amount, price: { id: '-1' as const } };
}

/** Rates are informative; the amount counts. */
function percentOf(tax: TaxLine): number {
  return Number(tax.rate ?? 0) * 100;
}
