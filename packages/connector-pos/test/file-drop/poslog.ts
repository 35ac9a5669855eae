import { isIntegrationError } from '@crossdock/core';
import { type PosLogDialect } from '../../src/file-drop/poslog/dialect.ts';
import { readTransaction } from '../../src/file-drop/poslog/read-transaction.ts';
import { recordsOf } from '../../src/file-drop/poslog/setting.ts';
import { defaultLimits } from '../../src/file-drop/reading/limits.ts';
import { xmlRecords } from '../../src/file-drop/reading/xml-records.ts';
import { type Store } from '../../src/file-drop/stores.ts';
import { type TillRecord, type TillTicket } from '../../src/file-drop/till-record.ts';

/** The store of all tests. */
const store: Store = { code: 'store-17', timeZone: 'Europe/Zurich', dayCut: '04:00', currency: 'CHF' };
export const stores = new Map([['17', store]]);

/** The records of a POSLog text. */
export async function recordsIn(text: string, dialect: PosLogDialect): Promise<readonly TillRecord[]> {
  const records: TillRecord[] = [];
  for await (const some of xmlRecords(pieces(text), recordsOf(dialect, defaultLimits))) {
    for (const { content } of some) {
      if (isIntegrationError(content)) throw content;
      records.push(readTransaction(content, { dialect, stores }));
    }
  }
  return records;
}

/** The one ticket of a POSLog text. */
export async function ticketIn(text: string, dialect: PosLogDialect): Promise<TillTicket> {
  const [record] = await recordsIn(text, dialect);
  if (record?.kind !== 'ticket') throw new Error(`There is no ticket but ${record?.kind ?? 'nothing'}`);
  return record;
}

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 4_096) yield text.slice(at, at + 4_096);
}

interface Head {
  readonly sequence?: string;
  readonly attributes?: string;
  readonly currency?: string;
  readonly end?: string;
}

/** A transaction of version 2 at register 3 of store 17. */
export function transaction(
  payload: string,
  { sequence = '115', attributes = '', currency = 'CHF', end = '2026-11-27T18:04:05' }: Head = {},
): string {
  return `<Transaction ${attributes}><RetailStoreID>17</RetailStoreID><WorkstationID>3</WorkstationID>
    <SequenceNumber>${sequence}</SequenceNumber><BusinessDayDate>2026-11-27</BusinessDayDate>
    <EndDateTime>${end}</EndDateTime><CurrencyCode>${currency}</CurrencyCode>${payload}</Transaction>`;
}

/** A transaction of version 6, whose dates stand behind its content. */
export function transaction6(
  payload: string,
  { sequence = '115', currency = 'CHF', end = '2026-11-27T18:04:05+01:00' }: Head = {},
): string {
  return `<Transaction><BusinessUnit><UnitID>17</UnitID></BusinessUnit><WorkstationID>3</WorkstationID>
    <SequenceNumber>${sequence}</SequenceNumber><CurrencyCode>${currency}</CurrencyCode>${payload}
    <BusinessDayDate>2026-11-27</BusinessDayDate><EndDateTime>${end}</EndDateTime></Transaction>`;
}

export const posLog = (...transactions: readonly string[]): string =>
  `<?xml version="1.0"?><POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">${transactions.join('\n')}</POSLog>`;

export function retail(lines: string, totals: string, attributes = ''): string {
  let number = 0;
  const numbered = lines.replaceAll('<SequenceNumber>#', () => `<SequenceNumber>${++number}`);
  return `<RetailTransaction ${attributes}>${numbered}${totals}</RetailTransaction>`;
}

export const grand = (amount: string): string => `<Total TotalType="TransactionGrandAmount">${amount}</Total>`;

/** A line; it is numbered when its transaction is put together. */
export const lineItem = (content: string, attributes = ''): string =>
  `<LineItem ${attributes}><SequenceNumber>#</SequenceNumber>${content}</LineItem>`;

interface Goods {
  readonly element?: string;
  readonly sku?: string;
  readonly quantity?: string;
  readonly amount: string;
  readonly more?: string;
  readonly attributes?: string;
  readonly lineAttributes?: string;
}

export function goods({
  element = 'Sale',
  sku = '00021908459882',
  quantity = '1',
  amount,
  more = '',
  attributes = '',
  lineAttributes = '',
}: Goods): string {
  const content = `<POSIdentity POSIDType="GTIN"><POSItemID>${sku}</POSItemID></POSIdentity><ItemID>67591</ItemID>
    <ExtendedAmount>${amount}</ExtendedAmount>${more}<Quantity>${quantity}</Quantity>`;
  return lineItem(`<${element} ${attributes}>${content}</${element}>`, lineAttributes);
}

export const tender = (amount: string, more = '', attributes = 'TenderType="Cash"'): string =>
  lineItem(`<Tender ${attributes}><Amount>${amount}</Amount>${more}</Tender>`);
