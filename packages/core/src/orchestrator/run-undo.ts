import { type Change, type StepRecord } from '../journal/index.ts';
import { type Clock, toIntegrationError } from '../primitives/index.ts';
import { encodeResult } from './codec.ts';
import { type DurableRetryState } from './durable-retry.ts';
import { type StepRecords } from './step-records.ts';
import { type Suspension } from './unit.ts';

/** What a {@link RunUndo} works with. */
export interface UndoPorts {
  readonly clock: Clock;
  readonly attempts: DurableRetryState;
  readonly records: StepRecords;
  append(changes: readonly Change[]): Promise<void>;
}

/** How the finished units of a run are taken back: in reverse order, each once. */
export class RunUndo {
  readonly #ports: UndoPorts;
  readonly #undone: Set<string>;
  readonly #steps: { readonly name: string; readonly run: () => unknown }[] = [];

  constructor(journaled: readonly StepRecord[], ports: UndoPorts) {
    this.#ports = ports;
    this.#undone = new Set(journaled.filter((it) => it.kind === 'undo').map((it) => it.name));
  }

  /** A unit that can be taken back has finished. */
  remember(name: string, run: () => unknown): void {
    this.#steps.push({ name, run });
  }

  /** Whether this is the name of an undo that is finished. */
  isFinished(unit: string): boolean {
    return unit.startsWith('undo ') && this.#undone.has(unit.slice('undo '.length));
  }

  /**
   * @returns what it has to wait for, or `undefined` when all is undone
   * @throws IntegrationError when an undo failed for good; the ones after it are not begun
   */
  async undo(): Promise<Suspension | undefined> {
    const { attempts, clock, records, append } = this.#ports;
    for (const { name, run } of this.#steps.toReversed()) {
      if (this.#undone.has(name)) continue;
      const unit = `undo ${name}`;
      const notBefore = attempts.notBefore(unit) ?? 0;
      if (notBefore > clock.now()) return { wakeAt: notBefore, words: `'${unit}' to be tried again` };
      try {
        await run();
      } catch (error) {
        const failure = toIntegrationError(error);
        const retryAt = attempts.nextAttempt(unit, failure);
        if (retryAt === undefined) throw failure;
        await append([attempts.failed(unit, failure, retryAt)]);
        return { wakeAt: retryAt, words: `'${unit}' to be tried again (${failure.code})` };
      }
      await append([records.undone(name, encodeResult(null, name))]);
      this.#undone.add(name);
    }
    return undefined;
  }
}
