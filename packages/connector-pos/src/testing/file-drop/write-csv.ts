import { type CsvMapping, type RowMeaning } from '../../file-drop/csv/mapping.ts';
import { type TillRecord, type TillTicket } from '../../file-drop/till-record.ts';
import { negated, plus } from '../../file-drop/values.ts';
import { netOfLine } from '../../file-drop/worth.ts';
import { type WritingStore } from './write-poslog.ts';
import { wallTimeOf } from './wall-time.ts';

export interface CsvWriting {
  readonly mapping: CsvMapping;
  readonly stores: Readonly<Record<string, WritingStore>>;
}

type Cells = Record<string, string>;

/** A CSV file as its mapping says: tickets and voids; records of other kinds have no row in it. */
export function csvText(records: Iterable<TillRecord>, writing: CsvWriting): string {
  const { columns, delimiter, trailer } = writing.mapping;
  const names = [...new Set([...(Object.values(columns) as readonly string[]), ...(trailer ? [trailer.column] : [])])];
  const rows: Cells[] = [];
  for (const record of records) rows.push(...rowsOf(record, writing));
  const count = rows.length;
  const summed = trailer?.sum?.[1];
  const sum = summed === undefined ? '0' : plus('0', ...rows.map((it) => raw(it[summed] ?? '', writing.mapping)));
  if (trailer) {
    const last: Cells = { [trailer.column]: trailer.value };
    if (trailer.rows !== undefined) last[trailer.rows] = String(count);
    if (trailer.sum) last[trailer.sum[0]] = number(sum, writing.mapping);
    rows.push(last);
  }
  const line = (cells: readonly string[]): string => cells.map((it) => quoted(it, delimiter)).join(delimiter);
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? ''))), ''].join('\r\n');
}

function rowsOf(record: TillRecord, writing: CsvWriting): readonly Cells[] {
  const head = headOf(record, writing);
  if (record.kind === 'void') return [cellsOf({ ...head, type: wordOf('void', writing.mapping) }, writing.mapping)];
  return record.kind === 'ticket' ? ticketRows(record, head, writing.mapping) : [];
}

type Values = Partial<Record<keyof CsvMapping['columns'], string>>;

function headOf({ key, number: receipt, occurredAt }: TillRecord, { mapping, stores }: CsvWriting): Values {
  const store = stores[key.store];
  if (!store) throw new Error(`There is no store ${key.store} to write`);
  const wall =
    mapping.timesWithoutOffset === 'utc'
      ? new Date(Date.parse(occurredAt)).toISOString().slice(0, 19)
      : wallTimeOf(occurredAt, store.timeZone);
  return {
    store: store.id,
    register: key.register,
    sequence: key.sequence,
    businessDate: date(`${key.businessDate}T00:00:00`, mapping.dateFormat.replace(/[ T]*HH.*$/, '')),
    occurredAt: date(wall, mapping.dateFormat),
    time: date(wall, mapping.timeFormat ?? 'HH:mm:ss'),
    receipt,
  };
}

function ticketRows(ticket: TillTicket, head: Values, mapping: CsvMapping): readonly Cells[] {
  const isSigned = mapping.amounts === 'signed';
  const rows = ticket.lines.map((line): Values => {
    const isBack = line.direction === 'back';
    const signed = (amount: string): string => number(isBack && isSigned ? negated(amount) : amount, mapping);
    const off = plus('0', ...line.discounts.map((it) => it.amount));
    const [tax] = line.taxes;
    return {
      ...head,
      type: wordOf(isBack ? 'return' : 'sale', mapping),
      line: line.id,
      sku: line.sku,
      name: line.name ?? '',
      quantity: number(isBack && isSigned ? negated(line.quantity.amount) : line.quantity.amount, mapping),
      unitPrice: number(line.unitPrice, mapping),
      amount: signed(mapping.lineAmount === 'net' ? netOfLine(line) : line.gross),
      discount: number(off, mapping),
      taxName: tax?.name ?? '',
      taxRate: tax?.rate === undefined ? '' : number(String(Number((Number(tax.rate) * 100).toFixed(4))), mapping),
      taxAmount: tax ? signed(tax.amount) : '',
      currency: ticket.currency,
    };
  });
  const money = ticket.tenders.map((it): Values => {
    const word = Object.entries(mapping.tenders).find(([, kind]) => kind === it.kind)?.[0];
    if (word === undefined) throw new Error(`The mapping ${mapping.id} has no tender of kind ${it.kind}`);
    const amount = number(
      isSigned || ticket.lines.some((line) => line.direction === 'out') ? it.amount : it.amount.replace('-', ''),
      mapping,
    );
    const cell = mapping.columns.tenderAmount === undefined ? { amount } : { tenderAmount: amount };
    return { ...head, type: wordOf('tender', mapping), line: it.id, tender: word, ...cell, currency: ticket.currency };
  });
  return [...rows, ...money].map((it) => cellsOf(it, mapping));
}

function cellsOf(values: Values, { columns }: CsvMapping): Cells {
  const cells: Cells = {};
  for (const [what, name] of Object.entries(columns) as readonly [keyof Values, string][])
    cells[name] = values[what] ?? '';
  return cells;
}

function wordOf(meaning: RowMeaning, { types = {} }: CsvMapping): string {
  return Object.entries(types).find(([, it]) => it === meaning)?.[0] ?? '';
}

function number(amount: string, { decimal }: CsvMapping): string {
  return amount.replace('.', decimal);
}

function raw(cell: string, { decimal }: CsvMapping): string {
  return cell === '' ? '0' : cell.replace(decimal, '.');
}

function date(wall: string, format: string): string {
  const [, YYYY = '', MM = '', DD = '', HH = '', mm = '', ss = ''] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)$/.exec(wall) ?? [];
  const values: Readonly<Record<string, string>> = { YYYY, MM, DD, HH, mm, ss };
  return format.replaceAll(/YYYY|MM|DD|HH|mm|ss/g, (it) => values[it] ?? it);
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
