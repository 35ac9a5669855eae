import { unsigned } from '../../rules/index.ts';
import { childOf, childrenOf, isFlagged, textAt, type XmlElement } from '../reading/xml-element.ts';
import { type TicketCharge, type TicketDiscount, type TicketLine, type TicketTax } from '../till-record.ts';
import { decimalOf, isZero, missing, plus, shareOf, unmapped } from '../values.ts';
import { toDecimal } from '@crossdock/core';
import { amountAt, amountOf, isBackward, keyOfLink, magnitude, type TransactionContext } from './context.ts';
import { type ItemMeaning } from './dialect.ts';
import { wordsOf } from './words.ts';

/** One line of goods as it is written, with how its price is meant. */
export interface GoodsRead {
  readonly line?: TicketLine;
  readonly charge?: TicketCharge;
  /** Whether its price contains tax, where each line says so. */
  readonly taxIncluded?: boolean;
}

/** Reads a line of goods: a `Sale`, a `Return`, and their kind. */
export function goodsOf(
  item: XmlElement,
  id: string,
  isReturn: boolean,
  context: TransactionContext,
  path: string,
): GoodsRead {
  const { dialect } = context;
  const type = item.attributes['ItemType'] ?? '';
  const meaning = wordsOf(dialect).items.get(type);
  if (meaning === undefined) throw unmapped('item type', type, `${path}@ItemType`);
  const extended = amountOf(item, 'ExtendedAmount', context, path);
  const quantityText = textAt(item, 'Quantity');
  if (quantityText === undefined) throw missing('quantity', path);
  const quantity = decimalOf(quantityText, `${path}.Quantity`);
  const isBack = isBackward(isReturn, quantity, extended, context);
  const taxes = dialect.taxes === 'line' ? taxesOf(item, isBack, context, path) : [];
  if (isCharge(meaning)) return { charge: chargeOf(item, id, meaning.charge, { extended, isBack, taxes }) };
  const worth = worthOf(item, magnitude(extended, isBack, context), context, path);
  const link = childrenOf(item, 'TransactionLink').find(({ attributes }) =>
    [undefined, 'Return'].includes(attributes['ReasonCode']),
  );
  const line: TicketLine = {
    id,
    direction: isBack ? 'back' : 'out',
    kind: meaning,
    sku: skuOf(item, context, path),
    name: textAt(item, 'Description'),
    quantity: { amount: unsigned(quantity), unit: unitOf(item, context, path) },
    ...worth,
    unitPrice: unitPriceOf(item, worth.gross, unsigned(quantity), context, path),
    taxes,
    soldOn: isBack ? keyOfLink(link, context, `${path}.TransactionLink`) : undefined,
    soldLine: isBack ? textAt(link, 'LineItemSequenceNumber') : undefined,
    reason: isBack ? textAt(item, 'Reason') : undefined,
  };
  return dialect.taxIncluded === 'per-line'
    ? { line, taxIncluded: isFlagged(item, 'TaxIncludedInPriceFlag') }
    : { line };
}

const isCharge = (meaning: ItemMeaning): meaning is Exclude<ItemMeaning, string> => typeof meaning === 'object';

interface ChargeWorth {
  readonly extended: string;
  readonly isBack: boolean;
  readonly taxes: readonly TicketTax[];
}

/** A charge has no direction: what is given back is negative. */
function chargeOf(
  item: XmlElement,
  id: string,
  kind: TicketCharge['kind'],
  { extended, isBack, taxes }: ChargeWorth,
): TicketCharge {
  const signed = (amount: string) => (isBack && !isZero(amount) ? `-${unsigned(amount)}` : unsigned(amount));
  return {
    id,
    kind,
    name: textAt(item, 'Description'),
    gross: signed(extended),
    taxes: taxes.map((it) => ({ ...it, amount: signed(it.amount) })),
  };
}

export function skuOf(item: XmlElement, { dialect }: TransactionContext, path: string): string {
  const identities = childrenOf(item, 'POSIdentity');
  for (const kind of dialect.itemIds ?? ['*', 'ItemID']) {
    const found =
      kind === 'ItemID'
        ? textAt(item, 'ItemID')
        : textAt(
            identities.find((it) => kind === '*' || it.attributes['POSIDType'] === kind),
            'POSItemID',
          );
    if (found !== undefined) return found;
  }
  throw missing('item id of the kinds that are agreed', path);
}

export function unitOf(item: XmlElement, { dialect }: TransactionContext, path: string): string {
  const word = childOf(item, 'Quantity')?.attributes['UnitOfMeasureCode']?.trim() ?? '';
  const unit = wordsOf(dialect).units.get(word);
  if (unit !== undefined) return unit;
  // A code of the standard stands for itself.
  if (/^[A-Z0-9]{2,3}$/.test(word)) return word;
  throw unmapped('unit of measure', word, `${path}.Quantity@UnitOfMeasureCode`);
}

/** What a line costs before discounts, and the discounts that count. */
function worthOf(item: XmlElement, extended: string, context: TransactionContext, path: string) {
  const { dialect } = context;
  const discounts: TicketDiscount[] = [];
  let added = '0';
  for (const source of dialect.discounts) {
    if (source === 'extended-discount') {
      const amount =
        amountAt(item, 'ExtendedDiscountAmount', context, path) ?? amountAt(item, 'DiscountAmount', context, path);
      if (amount !== undefined && !isZero(amount)) discounts.push({ amount: unsigned(amount), scope: 'line' });
    } else if (source === 'price-modifier') {
      for (const [index, modifier] of childrenOf(item, 'RetailPriceModifier').entries()) {
        const at = `${path}.RetailPriceModifier[${index + 1}]`;
        const action = childOf(modifier, 'Amount')?.attributes['Action'] ?? 'Subtract';
        const amount = unsigned(amountAt(modifier, 'Amount', context, at) ?? '0');
        if (action === 'Add') added = plus(added, amount);
        else if (action !== 'Subtract' && action !== 'Replace')
          throw unmapped('price change', action, `${at}.Amount@Action`);
        else if (action === 'Subtract' && !isZero(amount)) discounts.push(discountOf(modifier, amount));
      }
    }
  }
  const off = plus('0', ...discounts.map((it) => it.amount));
  // Net of discounts says what is left; before them it was more.
  const gross = dialect.extendedAmount === 'net' ? plus(extended, off) : plus(extended, added);
  return { gross, discounts };
}

export function discountOf(from: XmlElement, amount: string, scope: TicketDiscount['scope'] = 'line'): TicketDiscount {
  const reason = textAt(from, 'ReasonCode') ?? textAt(from, 'Description');
  return { amount, code: textAt(from, 'PromotionID'), reason, scope };
}

function taxesOf(item: XmlElement, isBack: boolean, context: TransactionContext, path: string): readonly TicketTax[] {
  return childrenOf(item, 'Tax').flatMap((tax, index) => {
    const at = `${path}.Tax[${index + 1}]`;
    const amount = magnitude(amountOf(tax, 'Amount', context, at), isBack, context);
    return isZero(amount) ? [] : [taxOf(tax, amount, at)];
  });
}

/** The name of a tax is its rule or group; the rate is told, the amount counts. */
export function taxOf(tax: XmlElement, amount: string, path: string): TicketTax {
  const percent = textAt(tax, 'Percent');
  const rate = percent === undefined ? undefined : shareOf(unsigned(decimalOf(percent, `${path}.Percent`)));
  const name = textAt(tax, 'TaxRuleID') ?? textAt(tax, 'TaxGroupID') ?? tax.attributes['TaxType'] ?? 'tax';
  return { name, rate, amount };
}

function unitPriceOf(
  item: XmlElement,
  gross: string,
  quantity: string,
  context: TransactionContext,
  path: string,
): string {
  const written =
    amountAt(
      item,
      context.dialect.extendedAmount === 'gross' ? 'RegularSalesUnitPrice' : 'ActualSalesUnitPrice',
      context,
      path,
    ) ??
    amountAt(item, 'ActualSalesUnitPrice', context, path) ??
    amountAt(item, 'RegularSalesUnitPrice', context, path);
  if (written !== undefined) return unsigned(written);
  return isZero(quantity) ? gross : toDecimal(gross, 'money-invalid').div(quantity).round(6).toFixed();
}
