/** The records of the books as the tables that SuiteQL shows. Only what the reference documents is there. */
import { chartOfAccounts, type AccountFeatures } from '../account.ts';
import { toAmount } from '../cents.ts';
import { idOf, isObject, numberOf, textOf, type Json } from '../json.ts';
import type { Lists } from '../lists.ts';
import { isItemType, itemTypes, recordTypes } from '../record-types.ts';
import { entriesOf } from '../ledger.ts';
import { amountCents, isCredit, isPosting, isPriced, takenUnits, totalsOf } from '../sales.ts';
import { documentCents, partyOf } from '../settlement.ts';
import { statusOf } from '../status.ts';
import { stockLevels } from '../stock.ts';
import type { Line, Store, StoredRecord } from '../store.ts';
import { queryDate } from './dialect.ts';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;
export type Rows = ReadonlyMap<TableName, readonly Row[]>;

const columns = {
  transaction:
    'id tranid trandate type status entity total foreigntotal currency exchangerate subsidiary location approvalstatus postingperiod posting voided externalid otherrefnum memo createddate lastmodifieddate',
  transactionline:
    'transaction id linesequencenumber mainline taxline iscogs item quantity rate foreignamount netamount location createdfrom quantityshiprecv quantitybilled isclosed',
  transactionaccountingline: 'transaction transactionline account debit credit amount posting accountingbook',
  accountingperiod:
    'id periodname startdate enddate closed alllocked arlocked aplocked isposting isadjust isquarter isyear allownonglchanges closedondate',
  item: 'id itemid externalid displayname itemtype subtype parent matrixtype isinactive upccode saleunit baseprice lastmodifieddate',
  customer:
    'id entityid companyname firstname lastname email phone vatregnumber externalid isinactive subsidiary currency lastmodifieddate',
  location: 'id name externalid subsidiary isinactive',
  subsidiary: 'id name externalid currency isinactive',
  currency: 'id name symbol exchangerate',
  account: 'id acctnumber accountsearchdisplayname accttype',
  inventoryitemlocations: 'item location quantityonhand quantityavailable quantityonorder quantitycommitted',
  unitstypeuom: 'internalid unitname',
} as const;

export type TableName = keyof typeof columns;

const allTables: readonly TableName[] = [
  'transaction',
  'transactionline',
  'transactionaccountingline',
  'accountingperiod',
  'item',
  'customer',
  'location',
  'subsidiary',
  'currency',
  'account',
  'inventoryitemlocations',
  'unitstypeuom',
];

/** Prefixes of the custom fields that become columns of a table. */
const customPrefixes: Readonly<Partial<Record<TableName, string>>> = {
  transaction: 'custbody_',
  transactionline: 'custcol_',
  item: 'custitem_',
  customer: 'custentity_',
};

/** Custom fields become columns of the table of what they are for. */
export function columnsOf(name: TableName, features: AccountFeatures): readonly string[] {
  const custom = customPrefixes[name];
  const added = custom === undefined ? [] : features.customFields.filter((field) => field.startsWith(custom));
  const standard = columns[name].split(' ');
  return [...(features.oneWorld ? standard : standard.filter((column) => column !== 'subsidiary')), ...added];
}

export function tableNames(features: AccountFeatures): readonly TableName[] {
  return features.oneWorld ? allTables : allTables.filter((name) => name !== 'subsidiary');
}

const none: Rows = new Map();

function table(name: TableName, rows: readonly Row[]): Rows {
  return new Map([[name, rows]]);
}

const userClocks = new Map<string, Intl.DateTimeFormat>();

/** An instant as the user of the integration sees it. */
function userTime(epochMs: number, { userTimeZone }: AccountFeatures): string | null {
  let clock = userClocks.get(userTimeZone);
  // A clock is slow to make, and most accounts are seen from one zone.
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: userTimeZone });
    userClocks.set(userTimeZone, clock);
  }
  return queryDate(clock.format(epochMs));
}

/** The rows that one record contributes, by table. */
export function rowsOf(record: StoredRecord, store: Store, features: AccountFeatures): Rows {
  const { values, externalId } = record;
  const text = (name: string) => textOf(values[name]) ?? null;
  const flag = (name: string) => (values[name] === true ? 'T' : 'F');
  const named = { id: record.id, externalid: externalId ?? null };
  const modified = userTime(record.modifiedAt, features);
  if (isItemType(record.type)) {
    const row = {
      ...named,
      itemid: text('itemId'),
      displayname: text('displayName'),
      itemtype: itemTypes[record.type].queryType,
      subtype: itemTypes[record.type].subtype,
      parent: idOf(values['parent']) ?? null,
      matrixtype: text('matrixType'),
      upccode: text('upcCode'),
      saleunit: idOf(values['saleUnit']) ?? null,
      isinactive: flag('isInactive'),
      baseprice: numberOf(values['basePrice']) ?? null,
      lastmodifieddate: modified,
      ...customCells(values, 'custitem_', features),
    };
    return table('item', [row]);
  }
  switch (record.type) {
    case 'customer':
      return table('customer', [
        {
          ...named,
          entityid: text('entityId'),
          companyname: text('companyName'),
          firstname: text('firstName'),
          lastname: text('lastName'),
          email: text('email'),
          phone: text('phone'),
          vatregnumber: text('vatRegNumber'),
          isinactive: flag('isInactive'),
          subsidiary: idOf(values['subsidiary']) ?? null,
          currency: idOf(values['currency']) ?? null,
          lastmodifieddate: modified,
          ...customCells(values, 'custentity_', features),
        },
      ]);
    case 'location':
      return table('location', [
        {
          ...named,
          name: text('name'),
          subsidiary: idOf(values['subsidiary']) ?? null,
          isinactive: flag('isInactive'),
        },
      ]);
    case 'subsidiary':
      return table('subsidiary', [
        { ...named, name: text('name'), currency: idOf(values['currency']) ?? null, isinactive: flag('isInactive') },
      ]);
    case 'currency':
      return table('currency', [
        {
          id: record.id,
          name: text('name'),
          symbol: text('symbol'),
          exchangerate: numberOf(values['exchangeRate']) ?? 1,
        },
      ]);
    case 'accountingPeriod':
      return table('accountingperiod', [periodRow(record)]);
    default:
      return recordTypes[record.type]?.group === 'transaction' ? transactionRows(record, store, features) : none;
  }
}

export function unitRows(lists: Lists): readonly Row[] {
  return lists.all('unit').map((unit) => ({ internalid: unit.id, unitname: unit.name }));
}

export function accountRows(): readonly Row[] {
  return Object.values(chartOfAccounts).map((account) => ({
    id: account.id,
    acctnumber: account.number,
    accountsearchdisplayname: `${account.number} ${account.name}`,
    accttype: account.type,
  }));
}

/** Stock by item and location. What is promised is not available. */
export function stockRows(store: Store): readonly Row[] {
  return stockLevels(store).map(({ item, location, onHand, committed }) => ({
    item,
    location,
    quantityonhand: onHand,
    quantityavailable: Math.max(0, Number((onHand - committed).toFixed(5))),
    quantityonorder: 0,
    quantitycommitted: Math.min(committed, Math.max(0, onHand)),
  }));
}

function periodRow(record: StoredRecord): Row {
  const flag = (name: string) => (record.values[name] === true ? 'T' : 'F');
  return {
    id: record.id,
    periodname: textOf(record.values['periodName']) ?? null,
    startdate: queryDate(textOf(record.values['startDate'])),
    enddate: queryDate(textOf(record.values['endDate'])),
    closed: flag('closed'),
    alllocked: flag('allLocked'),
    arlocked: flag('arLocked'),
    aplocked: flag('apLocked'),
    isposting: 'T',
    isadjust: 'F',
    isquarter: 'F',
    isyear: 'F',
    allownonglchanges: 'F',
    closedondate: null,
  };
}

function transactionRows(record: StoredRecord, store: Store, features: AccountFeatures): Rows {
  const { values } = record;
  const text = (name: string) => textOf(values[name]) ?? null;
  const id = (name: string) => idOf(values[name]) ?? null;
  // Credits are negative sales.
  const total = toAmount(documentCents(record, features)) * (isCredit(record) ? -1 : 1) + 0;
  const rate = numberOf(values['exchangeRate']) ?? 1;
  const header: Row = {
    id: record.id,
    tranid: text('tranId'),
    trandate: queryDate(textOf(values['tranDate'])),
    type: recordTypes[record.type]?.queryType ?? null,
    status: statusOf(record, store, features).id,
    entity: partyOf(record) ?? null,
    total: Number((total * rate).toFixed(2)),
    foreigntotal: total,
    currency: id('currency'),
    exchangerate: rate,
    subsidiary: id('subsidiary'),
    location: id('location'),
    approvalstatus: id('approvalStatus'),
    postingperiod: id('postingPeriod'),
    posting: isPosting(record) ? 'T' : 'F',
    voided: values['voided'] === true ? 'T' : 'F',
    externalid: record.externalId ?? null,
    otherrefnum: text('otherRefNum'),
    memo: text('memo'),
    createddate: userTime(record.createdAt, features),
    lastmodifieddate: userTime(record.modifiedAt, features),
    ...customCells(values, 'custbody_', features),
  };
  const ledger = store.ledgerOf(record.id).map((line) => ({
    transaction: record.id,
    transactionline: String(line.transactionLine),
    account: line.account,
    debit: line.debitCents === 0 ? null : toAmount(line.debitCents),
    credit: line.creditCents === 0 ? null : toAmount(line.creditCents),
    amount: toAmount(line.debitCents - line.creditCents),
    posting: 'T',
    accountingbook: '1',
  }));
  return new Map<TableName, readonly Row[]>([
    ['transaction', [header]],
    ['transactionline', lineRows(record, store, features, total)],
    ['transactionaccountingline', ledger],
  ]);
}

/** The main line carries the total; item lines of a sale carry negative amounts and quantities; tax is a line of its own. */
function lineRows(record: StoredRecord, store: Store, features: AccountFeatures, total: number): readonly Row[] {
  // A deposit is made for an order, not from it; searches show that in the same column.
  const createdfrom = record.createdFrom ?? idOf(record.values['salesOrder']) ?? null;
  const sign = isCredit(record) ? -1 : 1;
  const base = { transaction: record.id, mainline: 'F', taxline: 'F', iscogs: 'F', createdfrom, isclosed: 'F' };
  const main: Row = {
    ...base,
    id: '0',
    linesequencenumber: 0,
    mainline: 'T',
    foreignamount: total,
    netamount: total,
    location: idOf(record.values['location']) ?? null,
  };
  const rowOf = (line: Line): Row => {
    const taken = record.type === 'salesOrder' ? takenUnits(record, line.line, store) : undefined;
    const amount = -sign * toAmount(amountCents(line)) + 0;
    return {
      ...base,
      id: String(line.line),
      linesequencenumber: line.line,
      item: idOf(line['item']) ?? null,
      quantity: -sign * (numberOf(line['quantity']) ?? 0) + 0,
      rate: numberOf(line['rate']) ?? null,
      foreignamount: amount,
      netamount: amount,
      location: idOf(line['location']) ?? null,
      quantityshiprecv: taken?.shipped ?? 0,
      quantitybilled: taken?.billed ?? 0,
      isclosed: line['isClosed'] === true ? 'T' : 'F',
      ...customCells(line, 'custcol_', features),
    };
  };
  if (!isPriced(record)) return otherRows(record, main, store, features);
  const lines = (record.lines['item'] ?? []).map(rowOf);
  const tax = -sign * toAmount(totalsOf(record, features).taxCents) + 0;
  const taxLine: Row = {
    ...base,
    id: String(lines.length + 1),
    linesequencenumber: lines.length + 1,
    taxline: 'T',
    foreignamount: tax,
    netamount: tax,
  };
  return tax === 0 ? [main, ...lines] : [main, ...lines, taxLine];
}

/** Documents without prices show their goods, or the lines of their posting. */
function otherRows(record: StoredRecord, main: Row, store: Store, features: AccountFeatures): readonly Row[] {
  const { linesequencenumber: _, foreignamount: _amount, netamount: _net, ...base } = main;
  const goods = record.lines['item'] ?? record.lines['inventory'];
  if (goods) {
    const rows = goods.map((line) => ({
      ...base,
      mainline: 'F',
      id: String(line.line),
      linesequencenumber: line.line,
      item: idOf(line['item']) ?? null,
      quantity: numberOf(line['quantity']) ?? numberOf(line['adjustQtyBy']) ?? 0,
      location: idOf(line['location']) ?? null,
      ...customCells(line, 'custcol_', features),
    }));
    return [main, ...rows];
  }
  const entries = entriesOf(record, store, features);
  const rowOf = ({ line, cents }: (typeof entries)[number], index: number): Row => ({
    ...base,
    id: String(line),
    linesequencenumber: index,
    mainline: index === 0 ? 'T' : 'F',
    foreignamount: toAmount(cents),
    netamount: toAmount(cents),
  });
  return entries.length === 0 ? [main] : entries.map(rowOf);
}

function customCells(values: Readonly<Record<string, Json>>, prefix: string, features: AccountFeatures): Row {
  const names = features.customFields.filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name, cellOf(values[name])]));
}

function cellOf(value: Json | undefined): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (typeof value === 'string' || typeof value === 'number') return value;
  return isObject(value) ? (idOf(value) ?? null) : null;
}
