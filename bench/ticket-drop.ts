import { seededRandom } from '@crossdock/core';
import { type CsvMapping, posLogDialects, type TillRecord } from '@crossdock/connector-pos/file-drop';
import { csvText, posLogTransaction, posLogText, randomTicket } from '@crossdock/connector-pos/testing';

/** A store, as tickets need it. */
export const stores = { '17': { code: 'store-17', timeZone: 'Europe/Zurich', dayCut: '04:00', currency: 'CHF' } };

export const dialect = posLogDialects.roqqio;

export const mapping: CsvMapping = {
  id: 'bench',
  delimiter: ';',
  decimal: ',',
  columns: {
    store: 'store',
    register: 'register',
    sequence: 'sequence',
    businessDate: 'day',
    occurredAt: 'at',
    type: 'type',
    line: 'line',
    sku: 'sku',
    quantity: 'quantity',
    amount: 'amount',
    discount: 'discount',
    taxRate: 'rate',
    taxAmount: 'tax',
    tender: 'tender',
  },
  types: { S: 'sale', R: 'return', T: 'tender' },
  tenders: { CASH: 'cash', CARD: 'card', GIFT: 'gift-card' },
  dateFormat: 'DD.MM.YYYY HH:mm:ss',
  amounts: 'signed',
  lineAmount: 'net',
  taxIncluded: true,
};

const writing = { dialect, stores: { 'store-17': { id: '17', timeZone: 'Europe/Zurich' } } };

function tickets(count: number): readonly TillRecord[] {
  const random = seededRandom('bench');
  const style = { currency: 'CHF', taxIncluded: true, taxRate: '0.081' };
  return Array.from({ length: count }, (_, index) => {
    const key = { store: 'store-17', register: '3', businessDate: '2026-11-27', sequence: String(index + 1) };
    return randomTicket({ key, number: `R${index + 1}`, occurredAt: '2026-11-27T10:00:00.000Z' }, style, random);
  });
}

export const posLogOf = (count: number): Buffer => Buffer.from(posLogText(tickets(count), writing));
export const csvOf = (count: number): Buffer => Buffer.from(csvText(tickets(count), { ...writing, mapping }));

/** A file of so many bytes, made while it is read: some tickets, numbered anew. */
export async function* longPosLog(bytes: number): AsyncGenerator<Uint8Array> {
  const parts = tickets(100).map((it) =>
    posLogTransaction({ ...it, key: { ...it.key, sequence: '4711000' } }, writing).split('4711000'),
  );
  yield Buffer.from('<?xml version="1.0"?><POSLog>');
  for (let made = 0, number = 1; made < bytes;) {
    let piece = '';
    for (; piece.length < 16_384; number += 1) piece += parts[number % parts.length]?.join(String(number)) ?? '';
    made += piece.length;
    yield Buffer.from(piece);
  }
  yield Buffer.from('</POSLog>');
}
