import { type Sweep } from '@crossdock/core';
import { type ConnectorContext } from './context.ts';
import { customerSweep } from './customer-events.ts';
import { orderEventsOrRefusal, refusal } from './order-events.ts';
import { payoutSweep } from './payouts.ts';
import { stockEvents } from './stock-events.ts';
import { storeDaySweep } from './store-days.ts';

/** Reads what changed: the backstop for pushes, and the only source of store days. Names are parts of cursors, so they stay. */
export function sweepsOf(context: ConnectorContext) {
  const { sweepEvery: every, sweepOverlap: overlap, offlineFor } = context.config;
  const orders: Sweep<'sale.recorded' | 'return.processed'> = {
    emits: ['sale.recorded', 'return.processed'],
    every,
    overlap,
    async *run(window) {
      for await (const page of context.patient.orders.updatedWithin(window)) {
        for (const it of page.refused) yield refusal(it, context);
        for (const read of page.read) yield* orderEventsOrRefusal(read, context);
      }
    },
  };
  const stock: Sweep<'inventory.moved' | 'inventory.counted'> = {
    emits: ['inventory.moved', 'inventory.counted'],
    every,
    overlap,
    run: (window) => stockEvents(context.patient, context, window),
  };
  const customers: Sweep<'customer.changed'> = {
    emits: ['customer.changed'],
    every,
    overlap,
    run: (window) => customerSweep(context, window),
  };
  const payouts: Sweep<'payout.paid'> = {
    emits: ['payout.paid'],
    every: '6h',
    overlap: '1d',
    run: (window) => payoutSweep(context, window),
  };
  const storeDays: Sweep<'storeday.closed'> = {
    emits: ['storeday.closed'],
    every: '15m',
    overlap: '30m',
    run: (window) => storeDaySweep(context, window),
  };
  return {
    orders,
    // Offline tills send days later, webhooks get lost for good: once a day everything of that time is read again.
    'orders-again': { ...orders, every: '1d', overlap: offlineFor },
    stock,
    customers,
    payouts,
    'store-days': storeDays,
  } as const;
}
