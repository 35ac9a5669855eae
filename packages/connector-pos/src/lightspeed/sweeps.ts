import { type Backfill, type Sweep } from '@crossdock/core';
import { type ConnectorContext } from './context.ts';
import { customerSweep } from './customer-events.ts';
import { refusal, saleEventsOrRefusal } from './sale-events.ts';
import { type SalePage } from './sale-reader.ts';
import { consignmentSweep, stockOfSaleOrNothing } from './stock-events.ts';
import { storeDaySweep } from './store-days.ts';
import { isSince } from './version-marks.ts';

type OfSales = 'sale.recorded' | 'return.processed' | 'inventory.moved';
const ofSales: readonly OfSales[] = ['sale.recorded', 'return.processed', 'inventory.moved'];

/** Reads what changed: the backstop for pushes, and the only source of store days. Names are parts of cursors, so they stay. */
export function sweepsOf(context: ConnectorContext) {
  const { sweepEvery: every, sweepOverlap: overlap } = context.config;
  const sales: Sweep<OfSales> = {
    emits: ofSales,
    every,
    overlap,
    async *run({ from, signal }) {
      const after = await context.marks.before(from, signal);
      for await (const page of context.patient.sales.pages(after, signal)) {
        const read = page.read.filter((it) => isSince(it.sale.updated_at, from));
        yield* told({ ...page, read }, context);
      }
    },
  };
  const consignments: Sweep<'inventory.moved' | 'inventory.counted'> = {
    emits: ['inventory.moved', 'inventory.counted'],
    every,
    overlap,
    run: (window) => consignmentSweep(context, window),
  };
  const customers: Sweep<'customer.changed'> = {
    emits: ['customer.changed'],
    every,
    overlap,
    run: (window) => customerSweep(context, window),
  };
  const storeDays: Sweep<'storeday.closed'> = {
    emits: ['storeday.closed'],
    every: '15m',
    overlap: '30m',
    run: (window) => storeDaySweep(context, window),
  };
  return {
    sales,
    // Versions show late what was being written while a feed was read: once a day everything of that day is read again.
    'sales-again': { ...sales, every: '1d', overlap: '1d' },
    consignments,
    customers,
    'store-days': storeDays,
  } as const;
}

/** Reads everything that is there, page by page, from the version that was kept last. */
export function backfillsOf(context: ConnectorContext) {
  const sales: Backfill<OfSales> = {
    emits: ofSales,
    async *run({ since, resume, signal, progress }) {
      const after = resume ?? (since === undefined ? '0' : await context.marks.before(since, signal));
      let done = 0;
      for await (const page of context.patient.sales.pages(after, signal)) {
        yield { events: told(page, context), resume: page.next };
        done += page.read.length + page.refused.length;
        progress(done);
      }
    },
  };
  return { sales } as const;
}

/** What a page of sales tells: the sales, and what they did to stock. */
function told({ read, refused }: SalePage, context: ConnectorContext) {
  return [
    ...refused.map((it) => refusal(it, context)),
    ...read.flatMap((it) => [...saleEventsOrRefusal(it, context), ...stockOfSaleOrNothing(it, context)]),
  ];
}
