import { type Journal } from '../journal/index.ts';
import {
  type Backfiller,
  type Intake,
  type Orchestrator,
  type StopReport,
  type Sweeper,
  type Upkeeper,
} from '../orchestrator/index.ts';
import { type Clock, type Duration, IntegrationError, toMs } from '../primitives/index.ts';
import { type DockedAvailability } from './availability.ts';
import { type ConnectedSystem } from './systems.ts';

/** What is started and stopped together. */
export interface LifecycleOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
  readonly orchestrator: Orchestrator;
  readonly intake: Intake;
  readonly sweeper: Sweeper;
  readonly upkeeper: Upkeeper;
  readonly backfiller: Backfiller;
  /** Absent: the dock has none. */
  readonly availability?: DockedAvailability | undefined;
  readonly checkAccounts: () => Promise<void>;
}

/** Starts and stops a dock, each once. */
export interface Lifecycle {
  start(how?: { readonly checkAccounts?: boolean }): Promise<void>;
  stop(how?: { readonly deadline?: Duration }): Promise<StopReport>;
  /** Epoch milliseconds; absent while it is not started. */
  readonly startedAt: number | undefined;
}

type Phase = 'new' | 'starting' | 'started' | 'stopped';

/** Makes the lifecycle of a dock. A start that failed before anything began may be tried again. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { journal, clock, orchestrator, intake, sweeper, upkeeper, backfiller, availability } = options;
  let phase: Phase = 'new';
  let startedAt: number | undefined;
  let starting: Promise<void> | undefined;
  let stopping: Promise<StopReport> | undefined;

  const begin = async (isToCheck: boolean): Promise<void> => {
    await journal.open();
    try {
      if (isToCheck) await options.checkAccounts();
    } catch (error) {
      await journal.close();
      throw error;
    }
    phase = 'started';
    try {
      // Before any flow asks it.
      await availability?.start();
      await orchestrator.start();
      await intake.start();
      sweeper.start();
      upkeeper.start();
      availability?.begin();
      startedAt = clock.now();
    } catch (error) {
      await end(0);
      throw error;
    }
  };

  const end = async (deadlineMs: number): Promise<StopReport> => {
    phase = 'stopped';
    startedAt = undefined;
    const until = clock.now() + deadlineMs;
    const leftMs = () => Math.max(0, until - clock.now());
    await within(
      clock,
      leftMs(),
      Promise.allSettled([backfiller.stop(), upkeeper.stop(), sweeper.stop(), intake.stop(), availability?.pause()]),
    );
    const report = await orchestrator.stop(leftMs());
    await availability?.stop();
    const closing = [...options.systems.values()].map(async ({ connection }) => connection.close?.());
    await within(clock, leftMs(), Promise.allSettled(closing));
    await journal.close();
    return report;
  };

  return {
    get startedAt() {
      return startedAt;
    },
    async start({ checkAccounts = true } = {}) {
      if (phase !== 'new') throw cannotStartAgain(phase);
      phase = 'starting';
      starting = begin(checkAccounts).catch((error: unknown) => {
        if (phase === 'starting') phase = 'new';
        throw error;
      });
      return starting;
    },
    async stop({ deadline = '30s' } = {}) {
      await starting?.catch(() => undefined);
      if (phase === 'started') stopping = end(toMs(deadline));
      return stopping ?? { halted: 0, aborted: 0 };
    },
  };
}

/** Waits for the work, but not longer than that. */
async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, clock.sleep(ms, over.signal).catch(() => undefined)]);
  over.abort();
}

function cannotStartAgain(phase: Phase): IntegrationError {
  return phase === 'stopped'
    ? new IntegrationError('This dock was stopped; make a new one to start again', { code: 'journal-closed' })
    : new IntegrationError('This dock is started already', { code: 'journal-locked' });
}
