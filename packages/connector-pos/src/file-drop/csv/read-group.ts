import { businessDateOf, isCurrency, type Tender, toDecimal } from '@crossdock/core';
import { directionOf, unsigned } from '../../rules/index.ts';
import { type CsvRow } from '../reading/csv-records.ts';
import { shareDiscounts, shareTaxes } from '../shares.ts';
import { type Store, type Stores } from '../stores.ts';
import {
  type RecordHead,
  type TicketDiscount,
  type TicketLine,
  type TicketTax,
  type TicketTender,
  type TillRecord,
} from '../till-record.ts';
import {
  dayOf,
  instantOf,
  isNegative,
  isZero,
  malformed,
  missing,
  negated,
  plus,
  shareOf,
  unmapped,
} from '../values.ts';
import { someRounding, worthOfGoods } from '../worth.ts';
import { dateIn } from './cells.ts';
import { type CsvMapping, type RowMeaning } from './mapping.ts';
import { once } from './once.ts';
import { RowReader } from './row-reader.ts';

/** Where rows are read, and by what rules. */
export interface CsvSetting {
  readonly mapping: CsvMapping;
  readonly stores: Stores;
}

/**
 * Reads the rows of one ticket by a declared mapping.
 *
 * @throws IntegrationError that names the column and row in the ticket. The others of the file are not concerned.
 */
export function readGroup(written: readonly CsvRow[], { mapping, stores }: CsvSetting): TillRecord {
  const rows = once(written, { isNumbered: mapping.columns.line !== undefined });
  const { head, store, first } = headAndStore(rows, { mapping, stores });
  const readers = rows.map((row, index) => new RowReader(row, mapping, index));
  const meanings = readers.map((it) => it.meanings());
  if (meanings.flat().includes('void')) {
    mustBeUnpaid(readers, meanings);
    return { ...head, kind: 'void' };
  }
  const currency = first.text('currency') ?? store.currency;
  if (!isCurrency(currency)) throw unmapped('currency', currency, first.pathOf('currency'));
  for (const it of readers)
    if ((it.text('currency') ?? currency) !== currency)
      throw unmapped("currency beside the ticket's own", it.text('currency') ?? '', it.pathOf('currency'));
  return ticketOf(readers, meanings, { head, currency, mapping });
}

/** Money says that a ticket was not called off, but a line of it. Taken for a void, it would be gone without a word. */
function mustBeUnpaid(rows: readonly RowReader[], meanings: readonly (readonly RowMeaning[])[]): void {
  const money = rows.filter((_, index) => meanings[index]?.includes('tender'));
  const paid = plus('0', ...money.map((row) => row.number('tenderAmount') ?? row.number('amount') ?? '0'));
  const [first] = money;
  if (first && !isZero(paid))
    throw malformed('a row that calls it off beside money that was taken', first.pathOf('tender'));
}

/** Under which key a group of rows stands, whatever is wrong with the rest of it. */
export function headOfGroup(rows: readonly CsvRow[], setting: CsvSetting): RecordHead {
  return headAndStore(rows, setting).head;
}

function headAndStore([row]: readonly CsvRow[], { mapping, stores }: CsvSetting) {
  if (!row) throw missing('row', 'row 1');
  const first = new RowReader(row, mapping, 0);
  const store = stores.get(first.needed('store'));
  if (!store) throw unmapped('store', first.needed('store'), first.pathOf('store'));
  return { first, store, head: headOf(first, mapping, store) };
}

function headOf(row: RowReader, mapping: CsvMapping, store: Store): RecordHead {
  const register = row.needed('register');
  const sequence = row.needed('sequence').replace(/^0+(?=\d)/, '');
  const occurredAt = timeOf(row, mapping, store);
  const dated = row.text('businessDate');
  const { day } = dated === undefined ? {} : dateIn(dated, dateOnly(mapping.dateFormat), row.pathOf('businessDate'));
  const businessDate = day === undefined ? businessDateOf(occurredAt, store) : dayOf(day, row.pathOf('businessDate'));
  return {
    key: { store: store.code, register, businessDate, sequence },
    number: row.text('receipt') ?? `${register}-${sequence}`,
    occurredAt,
  };
}

/** The date of a format that goes on with a time. */
const dateOnly = (format: string): string => format.replace(/[ T]*HH.*$/, '');

function timeOf(
  row: RowReader,
  { dateFormat, timeFormat = 'HH:mm:ss', timesWithoutOffset = 'store', columns }: CsvMapping,
  store: Store,
): string {
  const path = row.pathOf('occurredAt');
  const { day, time } = dateIn(row.needed('occurredAt'), dateFormat, path);
  const apart =
    columns.time === undefined ? undefined : dateIn(row.needed('time'), timeFormat, row.pathOf('time')).time;
  const clock = apart ?? time;
  if (day === undefined || clock === undefined) throw missing('time of day', path);
  return instantOf(`${day}T${clock}`, store, timesWithoutOffset, path);
}

interface TicketSetting {
  readonly head: RecordHead;
  readonly currency: string;
  readonly mapping: CsvMapping;
}

function ticketOf(
  rows: readonly RowReader[],
  meanings: readonly (readonly RowMeaning[])[],
  { head, currency, mapping }: TicketSetting,
): TillRecord {
  const lines: TicketLine[] = [];
  const money: { readonly row: RowReader; readonly id: string }[] = [];
  const discounts: { discount: TicketDiscount; lineId: undefined }[] = [];
  const taxes: TicketTax[] = [];
  let rounding = '0';
  let total = rows.map((it) => it.number('total')).find((it) => it !== undefined);
  for (const [index, row] of rows.entries()) {
    const id = row.text('line') ?? String(index + 1);
    for (const meaning of meanings[index] ?? []) {
      if (meaning === 'sale' || meaning === 'return') lines.push(lineOf(row, id, meaning === 'return', mapping));
      else if (meaning === 'tender') money.push({ row, id });
      else if (meaning === 'discount')
        discounts.push({
          discount: { amount: unsigned(row.neededNumber('amount')), scope: 'order', reason: row.text('name') },
          lineId: undefined,
        });
      else if (meaning === 'tax')
        taxes.push({
          name: row.text('taxName') ?? 'tax',
          amount: row.number('taxAmount') ?? row.neededNumber('amount'),
        });
      else if (meaning === 'rounding') rounding = plus(rounding, row.neededNumber('amount'));
      else if (meaning === 'total') total = row.neededNumber('amount');
    }
  }
  const shared = shareTaxes(shareDiscounts(lines, discounts, currency, 'row 1'), taxes, currency, 'row 1');
  const { taxIncluded } = mapping;
  const worth = worthOfGoods({ lines: shared, charges: [], taxIncluded });
  const { tenders, rounded } = moneyOf(money, isNegative(worth), mapping);
  const whole = plus(rounding, rounded);
  const ticket = {
    ...head,
    kind: 'ticket',
    currency,
    taxIncluded,
    lines: shared,
    charges: [],
    tenders,
    ...someRounding(whole),
  } as const;
  return { ...ticket, total: totalOf(total, plus(worth, whole), mapping) };
}

/** Where no total is written, goods and money have to prove each other. */
function totalOf(written: string | undefined, computed: string, { amounts }: CsvMapping): string {
  if (written === undefined) return computed;
  const isTurned = amounts === 'unsigned' && isNegative(computed) && !isNegative(written) && !isZero(written);
  return isTurned ? negated(written) : written;
}

function lineOf(row: RowReader, id: string, isReturn: boolean, mapping: CsvMapping): TicketLine {
  const sku = row.item();
  if (sku === undefined) throw missing('item', row.pathOf('sku'));
  const quantity = row.neededNumber('quantity');
  const amount = row.neededNumber('amount');
  const isSigned = mapping.amounts === 'signed';
  const direction = directionOf({ back: isReturn || (isSigned && isNegative(amount)), quantity });
  // A signed amount of what comes back is negative; one that is not stays wrong, and is refused.
  const plain = (value: string): string =>
    isSigned && direction === 'back' ? negated(value) : isSigned ? value : unsigned(value);
  const discount = unsigned(row.number('discount') ?? '0');
  const gross = mapping.lineAmount === 'net' ? plus(plain(amount), discount) : plain(amount);
  const tax = row.number('taxAmount') ?? '0';
  const rate = row.number('taxRate');
  const count = unsigned(quantity);
  const price = row.number('unitPrice');
  return {
    id,
    direction,
    kind: 'goods',
    sku,
    name: row.text('name'),
    quantity: { amount: count, unit: mapping.unit ?? 'EA' },
    unitPrice:
      price === undefined
        ? isZero(count)
          ? gross
          : toDecimal(gross, 'money-invalid').div(count).round(6).toFixed()
        : unsigned(price),
    gross,
    discounts: isZero(discount) ? [] : [{ amount: discount, scope: 'line' }],
    taxes: isZero(tax)
      ? []
      : [
          {
            name: row.text('taxName') ?? 'tax',
            rate: rate === undefined ? undefined : shareOf(unsigned(rate)),
            amount: plain(tax),
          },
        ],
  };
}

function moneyOf(
  rows: readonly { readonly row: RowReader; readonly id: string }[],
  isRefund: boolean,
  mapping: CsvMapping,
) {
  const tenders: TicketTender[] = [];
  let rounded = '0';
  for (const { row, id } of rows) {
    const word = row.needed('tender');
    const kind: Tender['kind'] | 'rounding' | undefined = mapping.tenders[word];
    if (kind === undefined) throw unmapped('tender', word, row.pathOf('tender'));
    const written = row.number('tenderAmount') ?? row.neededNumber('amount');
    if (kind === 'rounding') rounded = plus(rounded, written);
    else if (!isZero(written))
      tenders.push({
        id,
        kind,
        name: word,
        amount: mapping.amounts === 'unsigned' && isRefund ? negated(unsigned(written)) : written,
      });
  }
  return { tenders, rounded };
}
