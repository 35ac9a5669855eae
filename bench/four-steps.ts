import { type AnyFlow, defineFlow, type Journal, silentObserver, systemClock } from '@crossdock/core';
import { perSecond } from './measure.ts';
import { type NewEvent } from '../packages/core/src/journal/index.ts';
import { Orchestrator } from '../packages/core/src/orchestrator/index.ts';

/** Flows that are under way at once, and so share transactions. */
export const concurrency = 50;

const at = '2026-11-24T08:00:00.000Z';
const lines = Array.from({ length: 4 }, (_, line) => ({ sku: `SKU-${line}`, quantity: '1', price: '19.99' }));
/** What every step returns. */
export const booked = { system: 'erp', type: 'salesOrder', id: '4711', number: 'SO-4711', state: 'open' };

export const stepNames = ['hold stock', 'book order', 'confirm posting', 'commit stock'];

/** Four steps, one after the other, each with a small document as its result: what a flow costs beside its calls. */
export const fourSteps: AnyFlow = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: {},
  run: async (_order, { step }) => {
    for (const name of stepNames) await step(name, () => booked);
  },
});

/** Business references grow, as the ids of shops do. */
export function referenceOf(flow: number): string {
  return `shop-${6_000_000_000_000 + flow * 32_768}`;
}

export function orderPlaced(flow: number): NewEvent {
  const ref = referenceOf(flow);
  const data = { ref, currency: 'USD', lines };
  return {
    id: `shop/order.placed/${ref}`,
    source: 'shop',
    name: 'order.placed',
    key: ref,
    occurredAt: at,
    recordedAt: at,
    envelope: JSON.stringify({ specversion: '1.0', id: ref, source: 'shop', type: 'order.placed.v1', data }),
    identifiers: [ref, `#${flow}`],
  };
}

/** An orchestrator whose runs can be awaited, one by one. */
export interface FlowRunner {
  /** Records the event of the flow with this number and resolves once its run has ended. */
  run(flow: number): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the journal and starts the orchestrator of the four-step flow on it. */
export async function startFlows(journal: Journal, ended: () => void = () => undefined): Promise<FlowRunner> {
  const waiting = new Map<string, () => void>();
  const orchestrator = new Orchestrator({
    journal,
    clock: systemClock,
    observer: silentObserver,
    systems: {
      call: () => Promise.reject(new Error('no system is wired')),
      reference: () => '',
      identifiers: () => [],
    },
    retry: { firstDelayMs: 5_000, maxDelayMs: 60_000, giveUpAfterMs: 3_600_000 },
    flows: [fourSteps],
    concurrency,
    ownerOf: () => 'operations',
    emit: (notice) => {
      if (notice.type === 'journal.failed') throw notice.error;
      if (notice.type !== 'run.changed' || notice.state !== 'done') return;
      waiting.get(notice.run.key)?.();
      ended();
    },
  });
  await journal.open();
  await orchestrator.start();
  return {
    async run(flow) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const ref = referenceOf(flow);
      waiting.set(ref, resolve);
      await orchestrator.record([orderPlaced(flow)]);
      await promise;
      waiting.delete(ref);
    },
    async stop() {
      await orchestrator.stop(1_000);
      await journal.close();
    },
  };
}

/** Runs so many flows, after those that the journal has already; returns how many were done a second. */
export async function runFlows(journal: Journal, flows: number): Promise<number> {
  const runner = await startFlows(journal);
  const { done } = (await journal.counts()).runs;
  const rate = await perSecond(flows, concurrency, (flow) => runner.run(done + flow));
  await runner.stop();
  return rate;
}
