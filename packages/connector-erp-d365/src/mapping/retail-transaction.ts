import {
  IntegrationError,
  isZero,
  type Money,
  negate,
  subtract,
  sum,
  type TaxLine,
  type Tender,
  wallClock,
} from '@crossdock/core';
import type { TransactionKey } from '../api/retail-transaction.ts';
import type { ItemFields } from '../lookups/item-catalog.ts';
import { noonOf } from '../odata/literals.ts';
import type { RowWrite } from '../odata/client.ts';
import type { D365Config } from '../options/options.ts';
import type { StoreAt } from '../lookups/stores.ts';
import type { TransactionWay } from '../options/tills.ts';
import { priceOf, toWire } from './amounts.ts';
import { type LineEntry, placeOf, type Priced, taxOf } from './order-lines.ts';
import { unbalanced, unmapped } from '../lookups/refusals.ts';

/** What a store transaction is made from: a sale, or a return the other way round. */
export interface TillFacts extends Priced {
  readonly ref: string;
  readonly number?: string | undefined;
  readonly occurredAt: string;
  readonly location?: string | undefined;
  readonly entries: readonly LineEntry[];
  /** Positive is money that came in. */
  readonly tenders: readonly Tender[];
  /** Positive is what the buyer pays. */
  readonly total: Money;
  readonly outstanding: Money;
  /** Whether goods come back. */
  readonly isReturn: boolean;
  /** The transaction that goods were sold by, if it is known. */
  readonly soldBy?: TransactionKey | undefined;
}

/** Where and on which day it is booked. */
export interface TillPlace {
  readonly key: TransactionKey;
  readonly at: StoreAt;
  /** Business date that the statement posts it on. */
  readonly businessDate: string;
}

/** A transaction as it is sent: its rows in the order in which they are written, and what proves it later. */
export interface TransactionBody {
  readonly writes: readonly RowWrite[];
  readonly lines: number;
  readonly payments: number;
  readonly paid: number;
}

/** A line with its amounts, in the sign of the platform. */
interface PricedLine {
  readonly entry: LineEntry;
  readonly number: number;
  readonly quantity: number;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/**
 * A till sale or return as the rows of a store transaction: the header first, then lines, their taxes and payments. It is paid in full and comes
 * to its total, or it is refused.
 */
export function toRetailTransaction(
  facts: TillFacts,
  place: TillPlace,
  config: D365Config,
  tills: TransactionWay,
): TransactionBody {
  const { currency } = facts;
  if (!isZero(facts.outstanding)) {
    throw new IntegrationError('A store transaction is paid in full; what is still owed needs an order', {
      code: 'unsupported-document',
      path: 'outstanding',
    });
  }
  const lines = facts.entries.map((entry, index) => pricedLine(entry, index, facts, tills));
  const gross = sum(
    lines.map((it) => it.gross),
    currency,
  );
  const payments = facts.tenders.filter(({ amount }) => !isZero(amount));
  const paid = sum(
    payments.map(({ amount }) => amount),
    currency,
  );
  const due = tills.sold === 'negative' ? negate(gross) : gross;
  if (!isZero(subtract(due, facts.total))) throw unbalanced('The store transaction', due, facts.total);
  const header = headerOf(facts, { place, lines, gross, paid, payments: payments.length }, config);
  const { key } = place;
  return {
    writes: [
      { create: 'RetailTransactions', row: { ...key, ...header } },
      ...lines.map((line) => ({
        create: 'RetailTransactionSalesLinesV2',
        row: { ...key, ...lineRow(line, facts, place, config) },
      })),
      ...lines.flatMap((line) =>
        taxRows(line, facts, tills).map((row) => ({ create: 'RetailTransactionTaxLines', row: { ...key, ...row } })),
      ),
      ...payments.map((tender, index) => ({
        create: 'RetailTransactionPaymentLinesV2',
        row: { ...key, ...paymentRow(tender, index, facts, place, tills) },
      })),
    ],
    lines: lines.length,
    payments: payments.length,
    paid: toWire(paid, 'tenders'),
  };
}

function pricedLine(entry: LineEntry, index: number, { currency, taxIncluded }: Priced, tills: TransactionWay) {
  const turned = (entry.back === true) === (tills.sold === 'negative');
  const sign = (amount: Money): Money => (turned ? amount : negate(amount));
  const tax = taxOf(entry, currency);
  const net = taxIncluded ? subtract(entry.gross, tax) : entry.gross;
  return {
    entry,
    number: index + 1,
    quantity: turned ? entry.quantity : -entry.quantity,
    net: sign(net),
    tax: sign(tax),
    gross: sign(sum([net, tax], currency)),
  };
}

interface Whole {
  readonly place: TillPlace;
  readonly lines: readonly PricedLine[];
  readonly gross: Money;
  readonly paid: Money;
  readonly payments: number;
}

function headerOf(facts: TillFacts, { place, lines, gross, paid, payments }: Whole, config: D365Config): object {
  const { at, businessDate } = place;
  const net = sum(
    lines.map((it) => it.net),
    facts.currency,
  );
  const stock = placeOf(facts.location ?? config.defaultLocation, 'location', config);
  return {
    TransactionType: 'Sales',
    TransactionStatus: 'None',
    ChannelReferenceId: facts.ref,
    RreceiptId: (facts.number ?? facts.ref).slice(0, 20),
    CustomerAccount: at.customer,
    Currency: facts.currency,
    ...momentOf(facts, config),
    businessDate: noonOf(businessDate),
    BeginDateTime: new Date(facts.occurredAt).toISOString(),
    IsTaxIncludedInPrice: facts.taxIncluded ? 'Yes' : 'No',
    SaleIsReturnSale: facts.isReturn ? 'Yes' : 'No',
    ...(stock && { SiteId: stock.site }),
    ...(stock?.warehouse !== undefined && { Warehouse: stock.warehouse }),
    NetAmount: toWire(net, 'lines'),
    GrossAmount: toWire(gross, 'total'),
    PaymentAmount: toWire(paid, 'tenders'),
    NumberOfItemLines: lines.length,
    NumberOfItems: lines.reduce((count, { quantity }) => count + Math.abs(quantity), 0),
    NumberOfPaymentLines: payments,
  };
}

/** Day and time at the store: the platform keeps a time as seconds since midnight. */
function momentOf({ occurredAt }: TillFacts, { timeZone }: Pick<D365Config, 'timeZone'>) {
  const [day = '', time = ''] = new Date(wallClock(Date.parse(occurredAt), timeZone)).toISOString().split('T');
  const [hours = 0, minutes = 0, seconds = 0] = time.slice(0, 8).split(':').map(Number);
  return { TransactionDate: noonOf(day), TransactionTime: hours * 3600 + minutes * 60 + seconds };
}

function lineRow(line: PricedLine, facts: TillFacts, { at, businessDate }: TillPlace, config: D365Config): object {
  const { entry, number, quantity } = line;
  const stock = placeOf(entry.location, `${entry.path}.location`, config);
  const gross = toWire(entry.gross, entry.path);
  return {
    LineNumber: number,
    ...variantOf(entry.item),
    Quantity: quantity,
    Price: Math.abs(priceOf(gross, entry.quantity)),
    NetAmount: toWire(line.net, entry.path),
    NetAmountInclusiveTax: toWire(line.gross, entry.path),
    SalesTaxAmount: toWire(line.tax, `${entry.path}.taxes`),
    Currency: facts.currency,
    CustomerAccount: at.customer,
    TransactionCode: 'ItemOnFile',
    TransactionStatus: 'None',
    InventoryStatus: 'None',
    TransactionDate: momentOf(facts, config).TransactionDate,
    BusinessDate: noonOf(businessDate),
    ReceiptNumber: (facts.number ?? facts.ref).slice(0, 20),
    ...(stock && { SiteId: stock.site }),
    ...(stock?.warehouse !== undefined && { Warehouse: stock.warehouse }),
    ...(entry.giftCard === true && { GiftCard: 'Yes' }),
    ...(entry.back === true && returnOf(entry, facts.soldBy)),
    ...(config.tax.mode === 'groups' && {
      SalesTaxGroup: config.tax.group,
      ...(config.tax.itemGroup !== undefined && { ItemSalesTaxGroup: config.tax.itemGroup }),
    }),
  };
}

/** What comes back says by which transaction it was sold. */
function returnOf({ quantity }: LineEntry, soldBy: TransactionKey | undefined): object {
  return {
    IsReturnNoSale: 'Yes',
    ReturnQuantity: quantity,
    ...(soldBy && {
      ReturnTransactionNumber: soldBy.TransactionNumber,
      ReturnTerminal: soldBy.Terminal,
      ReturnOperatingUnitNumber: soldBy.OperatingUnitNumber,
    }),
  };
}

/** Store transactions name variant dimensions in words of their own. */
function variantOf(item: ItemFields): object {
  return {
    ItemId: item.ItemNumber,
    ...(item.ProductColorId !== undefined && { ItemColor: item.ProductColorId }),
    ...(item.ProductSizeId !== undefined && { ItemSize: item.ProductSizeId }),
    ...(item.ProductStyleId !== undefined && { ItemStyle: item.ProductStyleId }),
    ...(item.ProductConfigurationId !== undefined && { ItemConfigId: item.ProductConfigurationId }),
    ...(item.ProductVersionId !== undefined && { ItemVersion: item.ProductVersionId }),
  };
}

/** One row for each tax code of a line: the code is part of the key. */
function taxRows(line: PricedLine, facts: TillFacts, tills: TransactionWay): readonly object[] {
  const { entry, number } = line;
  const byCode = new Map<string, Money>();
  for (const [index, tax] of entry.taxes.entries()) {
    if (isZero(tax.amount)) continue;
    const code = taxCodeOf(tax, `${entry.path}.taxes.${index}.name`, tills);
    byCode.set(code, sum([byCode.get(code) ?? [], tax.amount].flat(), facts.currency));
  }
  const turned = (entry.back === true) === (tills.sold === 'negative');
  return [...byCode].map(([TaxCode, amount]) => ({
    SalesLineNumber: number,
    TaxCode,
    TaxAmount: toWire(turned ? amount : negate(amount), `${entry.path}.taxes`),
    IsTaxIncludedInPrice: facts.taxIncluded ? 'Yes' : 'No',
  }));
}

function taxCodeOf({ name }: TaxLine, path: string, { taxCodes, taxCode }: TransactionWay): string {
  const code = taxCodes[name] ?? taxCode;
  if (code === undefined) throw unmapped(`Tax '${name}'`, `tills.taxCodes.${name}`, path);
  return code;
}

function paymentRow(
  { kind, name, amount, reference }: Tender,
  index: number,
  facts: TillFacts,
  { at }: TillPlace,
  { tenders }: TransactionWay,
): object {
  const TenderType = (name === undefined ? undefined : tenders[`${kind}:${name}`]) ?? tenders[kind];
  if (TenderType === undefined)
    throw unmapped(`The tender '${kind}'`, `tills.tenders.${kind}`, `tenders.${index}.kind`);
  const tendered = toWire(amount, `tenders.${index}.amount`);
  return {
    LineNumber: index + 1,
    Store: at.store,
    TenderType,
    AmountTendered: tendered,
    AmountInTenderedCurrency: tendered,
    CurrencyCode: amount.currency,
    ReceiptId: (facts.number ?? facts.ref).slice(0, 20),
    TransactionStatus: 'None',
    IsChangeLine: 'No',
    Quantity: 1,
    ...(kind === 'gift-card' && reference !== undefined && { GiftCardId: reference.slice(0, 20) }),
  };
}
