import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CsvMapping, posLogDialects } from '@crossdock/connector-pos/file-drop';
import { csvText, type DropSink, dropSink, posLogText, type TillSink } from '@crossdock/connector-pos/testing';
import { type Random } from '@crossdock/core';
import { type DockSettings } from '../dock.ts';
import { type ChainStore } from './chain.ts';

/** The folder that stores drop their files into, and the stores that do. */
export interface FileTills {
  readonly options: DockSettings['files'];
  sinkOf(store: ChainStore): TillSink;
  /** Files that were dropped, repeated ones included. */
  readonly files: number;
  /** Lets every store write what it has into a file. */
  drop(): void;
  /** Takes the folders away. */
  remove(): void;
}

const dialect = posLogDialects.xstore;

/** The nightly export of the stores without POSLog. */
const mapping: CsvMapping = {
  id: 'nightly',
  columns: {
    store: 'Store',
    register: 'Till',
    sequence: 'No',
    businessDate: 'Day',
    occurredAt: 'At',
    type: 'Type',
    line: 'Line',
    sku: 'Item',
    quantity: 'Qty',
    unitPrice: 'Price',
    amount: 'Amount',
    discount: 'Off',
    taxName: 'Tax',
    taxAmount: 'TaxAmount',
    tender: 'Means',
    currency: 'Cur',
  },
  types: { S: 'sale', R: 'return', T: 'tender' },
  tenders: { CASH: 'cash', CARD: 'card', GIFT: 'gift-card' },
  trailer: { column: 'Store', value: 'TOTAL', rows: 'Till' },
  delimiter: ',',
  decimal: '.',
  dateFormat: 'YYYY-MM-DD HH:mm:ss',
  amounts: 'signed',
  lineAmount: 'gross',
  taxIncluded: false,
};

/** Opens an empty folder. Some files are dropped twice, under another name. */
export function openFileTills(stores: readonly ChainStore[], random: Random): FileTills {
  const root = mkdtempSync(join(tmpdir(), 'crossdock-store-day-'));
  const from = join(root, 'in');
  mkdirSync(from);
  const ids = Object.fromEntries(stores.map(({ code, id, timeZone }) => [code, { id, timeZone }]));
  const sinks: DropSink[] = [];
  let files = 0;
  const put = (name: string, text: string): void => {
    files++;
    writeFileSync(join(from, name), text);
    // Says that the file is complete.
    writeFileSync(join(from, `${name}.done`), '');
  };
  const write = (name: string, text: string): void => {
    put(name, text);
    if (random() < 0.2) put(`again-${name}`, text);
  };
  return {
    options: {
      from,
      workFolder: join(root, 'work'),
      feeds: [
        { files: /\.xml$/, dialect },
        { files: /\.csv$/, csv: mapping },
      ],
      stores: Object.fromEntries(
        stores.map(({ id, code, timeZone, dayCut }) => [id, { code, timeZone, dayCut, currency: 'USD' }]),
      ),
      complete: { marker: '.done' },
      lookEvery: '5m',
    },
    sinkOf({ code, platform }) {
      const isXml = platform === 'poslog';
      const sink = dropSink({
        name: code,
        ticketsPerFile: 25,
        textOf: (records) =>
          isXml ? posLogText(records, { dialect, stores: ids, random }) : csvText(records, { mapping, stores: ids }),
        write,
        ending: isXml ? '.xml' : '.csv',
      });
      sinks.push(sink);
      // The export has no row for a sale that was called off: the till writes that it was given back.
      return isXml ? sink : { upload: (it) => sink.upload(it.kind === 'void' ? { ...it, kind: 'return' } : it) };
    },
    get files() {
      return files;
    },
    drop() {
      for (const sink of sinks) sink.flush();
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
