import { setImmediate } from 'node:timers/promises';
import { type Journal, memoryJournal, type NewEvent } from '../src/journal/index.ts';
import { createExceptions, type Exceptions } from '../src/orchestrator/exceptions.ts';
import { type AnyFlow } from '../src/orchestrator/flow-registry.ts';
import { type Flow, type FlowTools } from '../src/orchestrator/flow.ts';
import { Orchestrator } from '../src/orchestrator/orchestrator.ts';
import { type DurableRetry, type SystemsPort } from '../src/orchestrator/ports.ts';
import { silentObserver } from '../src/primitives/index.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** The part of an order that these tests look at. */
export interface TestOrder {
  readonly ref: string;
  readonly number: string;
}

export type Tools = FlowTools & Record<string, Record<string, (input: unknown, options?: object) => Promise<unknown>>>;
export type Run = (order: TestOrder, tools: Tools) => Promise<unknown>;

export interface WorldOptions {
  readonly onFailure?: Flow['onFailure'];
  readonly kind?: Flow['kind'];
  readonly concurrency?: number;
  readonly retry?: DurableRetry;
  readonly systems?: SystemsPort;
  readonly needs?: Flow['needs'];
  readonly journal?: Journal;
  /** Events recorded before the run starts. */
  readonly before?: readonly NewEvent[];
  /** @default one order, A-1 */
  readonly first?: readonly NewEvent[];
}

export interface World {
  record(events: readonly NewEvent[]): Promise<void>;
  idle(): Promise<void>;
  /** Lets everything go on that does not wait for anything outside. */
  rest(): Promise<void>;
  stop(): Promise<{ readonly halted: number; readonly aborted: number }>;
  /** A new process on the same journal, with the flow changed if asked for. */
  restart(change?: { readonly run?: Run; readonly version?: number }): Promise<void>;
  cancel(run: number, reason: string): Promise<void>;
  load(): number;
  readonly exceptions: Exceptions;
}

export const noSystems: SystemsPort = {
  call: () => Promise.reject(new Error('no system is wired')),
  reference: () => '',
  identifiers: () => [],
};

export function event(name: string, id: string, key: string, data: object = {}): NewEvent {
  const at = '2026-11-27T10:00:00.000Z';
  return {
    id: `shop/${name}/${id}`,
    source: 'shop',
    name,
    key,
    occurredAt: at,
    recordedAt: at,
    envelope: JSON.stringify({ data }),
    identifiers: [key],
  };
}

export function orderEvent(ref: string, number = ref): NewEvent {
  return event('order.placed', number, ref, { ref, number, total: { amount: '19.99', currency: 'USD' }, lines: [{}] });
}

/** One flow on order.placed, run on a memory journal and a virtual clock. */
export async function run(
  flowRun: Run,
  options: WorldOptions = {},
): Promise<{ readonly journal: Journal; readonly clock: VirtualClock; readonly world: World }> {
  const journal = options.journal ?? memoryJournal();
  const clock = virtualClock();
  const world = await openWorld(journal, clock, flowRun, options);
  if (options.before) await world.record(options.before);
  await world.record(options.first ?? [orderEvent('A-1')]);
  if (options.first === undefined) await world.idle();
  return { journal, clock, world };
}

async function openWorld(journal: Journal, clock: VirtualClock, flowRun: Run, options: WorldOptions): Promise<World> {
  const start = async (definition: Run, version: number) => {
    const flow = {
      name: 'test',
      version,
      on: 'order.placed',
      needs: options.needs ?? {},
      ...(options.onFailure && { onFailure: options.onFailure }),
      ...(options.kind && { kind: options.kind }),
      key: (order: TestOrder) => order.ref,
      run: definition,
    } as unknown as AnyFlow;
    const orchestrator = new Orchestrator({
      journal,
      clock,
      observer: silentObserver,
      systems: options.systems ?? noSystems,
      retry: options.retry ?? { firstDelayMs: 5_000, maxDelayMs: 60_000, giveUpAfterMs: 3_600_000 },
      flows: [flow],
      concurrency: options.concurrency ?? 8,
      ownerOf: () => 'operations',
      emit: () => undefined,
    });
    await journal.open();
    await orchestrator.start();
    return orchestrator;
  };
  let orchestrator = await start(flowRun, 1);
  const exceptionsOf = () =>
    createExceptions({
      journal,
      clock,
      orchestrator,
      decodeAgain: () => undefined,
      readAgain: () => Promise.resolve(),
    });
  return {
    record: async (events) => void (await orchestrator.record(events)),
    idle: () => orchestrator.idle(),
    async rest() {
      for (let round = 0; round < 20; round++) await setImmediate();
    },
    stop: () => orchestrator.stop(1_000),
    async restart({ run: definition = flowRun, version = 1 } = {}) {
      await orchestrator.stop(1_000);
      await journal.close();
      orchestrator = await start(definition, version);
    },
    cancel: (id, reason) => orchestrator.cancel(id, reason),
    load: () => orchestrator.load,
    get exceptions() {
      return exceptionsOf();
    },
  };
}

export async function states(journal: Journal): Promise<readonly string[]> {
  return (await journal.runs({})).map((it) => it.state);
}

export async function openExceptions(journal: Journal) {
  return journal.exceptions({ states: ['open'] });
}
