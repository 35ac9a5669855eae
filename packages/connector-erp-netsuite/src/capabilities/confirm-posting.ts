import {
  type CheckedInput,
  type Clock,
  type Implementation,
  IntegrationError,
  equals,
  type Money,
  parse,
  sum,
} from '@crossdock/core';
import { orderStates } from '../api/sales-order.ts';
import { billsOfOrderQuery, PostingRow, postingQuery } from '../api/posting.ts';
import { queryTypes } from '../api/query-types.ts';
import type { DocumentType } from '../external-id.ts';
import { currencyCodeOf } from '../mapping/currencies.ts';
import { toLedgerAmounts } from '../mapping/ledger.ts';
import { unbalanced, unmapped } from '../mapping/refusals.ts';
import { requireDocument, type Rooms } from './context.ts';

type Request = CheckedInput<'confirmPosting'>;

const rejected = '3';
/** Types that post by what is made from them, which a caller has to name. */
const promises: ReadonlySet<DocumentType> = new Set(['returnAuthorization', 'transferOrder']);

/**
 * Asks the ledger. A sales order never posts by itself: it counts as posted when all of it is billed and every bill has
 * posted.
 */
export function confirmPosting(rooms: Rooms & { readonly clock: Clock }): Implementation<'confirmPosting'> {
  return {
    async run({ document, expected }, { signal }) {
      const type = typeOf(rooms, document);
      const [row] = await query(rooms, postingQuery(document.id), signal);
      if (row?.type !== queryTypes[type]) {
        throw new IntegrationError(`NetSuite has no ${type} with this id`, { code: 'not-found', path: 'document.id' });
      }
      if (promises.has(type)) throw conflict(`A ${type} never reaches the ledger: ask for what was made from it`);
      const rows = type === 'salesOrder' ? await billsOf(rooms, row, signal) : [row];
      for (const it of rows) requirePosted(it);
      const currency = currencyCodeOf(
        row.currency ?? rooms.config.currencies[rooms.config.baseCurrency] ?? '',
        rooms.config,
      );
      const parts = rows.map((it) => toLedgerAmounts(it, currency, rooms.config));
      const all = (pick: (part: (typeof parts)[number]) => Money) => sum(parts.map(pick), currency);
      const total = all((it) => it.total);
      if (expected && !equals(total, expected.total))
        throw unbalanced('The posting in NetSuite', total, expected.total);
      const last = rows.at(-1) ?? row;
      return {
        document,
        postingDate: last.postingdate ?? '',
        ...(last.periodname === undefined ? {} : { period: last.periodname }),
        total,
        debit: all((it) => it.debit),
        credit: all((it) => it.credit),
        confirmedAt: new Date(rooms.clock.now()).toISOString(),
      };
    },
  };
}

function typeOf(rooms: Rooms, document: Request['document']): DocumentType {
  const type = (Object.keys(queryTypes) as DocumentType[]).find((it) => it === document.type);
  requireDocument(rooms, document, type ?? 'salesOrder', 'document');
  return type ?? 'salesOrder';
}

async function query(rooms: Rooms, sql: string, signal: AbortSignal): Promise<readonly PostingRow[]> {
  const rows = await rooms.client.query(sql, signal);
  return rows.map((row) =>
    parse(PostingRow, row, { what: 'The answer of the NetSuite ledger', code: 'response-invalid' }),
  );
}

/** The bills of an order that is billed as far as it will ever be. */
async function billsOf(rooms: Rooms, order: PostingRow, signal: AbortSignal): Promise<readonly PostingRow[]> {
  const status = Object.entries(orderStates).find(([letter]) => letter === order.status)?.[1];
  if (status === undefined) throw unmapped(`Order status '${order.status ?? ''}'`, 'the connector', 'document.state');
  if (status === 'cancelled') throw conflict('The order is cancelled in NetSuite: it will never be posted');
  const isEnded = status === 'billed' || status === 'closed';
  const bills = isEnded ? await query(rooms, billsOfOrderQuery(order.id), signal) : [];
  if (bills.length > 0) return bills;
  if (status === 'closed') throw conflict('The order is closed in NetSuite and was never billed');
  throw pending('The order is not billed yet in NetSuite');
}

function requirePosted(row: PostingRow): void {
  if (row.voided) throw conflict('The document is voided in NetSuite');
  if (row.approvalstatus === rejected) throw conflict('The document was rejected in NetSuite');
  if (!row.posting) throw pending('The document waits in NetSuite before it reaches the ledger');
}

function pending(message: string): IntegrationError {
  return new IntegrationError(message, { code: 'posting-pending' });
}

function conflict(message: string): IntegrationError {
  return new IntegrationError(message, { code: 'conflict', path: 'document' });
}
