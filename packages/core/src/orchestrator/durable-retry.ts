import { type AttemptRecord, type Change } from '../journal/index.ts';
import { type Clock, type IntegrationError } from '../primitives/index.ts';
import { type DurableRetry } from './ports.ts';

/** Code of the marker attempt that a resumed run begins its count of attempts with. */
export const resumedCode = 'resumed';

/** Failures that say "the system is closed just now", not "this call is wrong". */
const closedCodes: ReadonlySet<string> = new Set([
  'gate-closed',
  'maintenance',
  'circuit-open',
  'system-unavailable',
  'period-closed',
  'throttled',
  'busy',
]);

/** Earlier sendings of one call; empty when none ever left. Times are epoch milliseconds. */
export interface Sendings {
  readonly firstSentAt?: number;
  readonly lastSentAt?: number;
  /** Whether one of them may have happened without our knowing. */
  readonly unresolved?: boolean;
}

/**
 * When a failed unit of one run is tried again, decided from the journal alone, so that the decision is the same
 * before and after a crash.
 */
export class DurableRetryState {
  readonly #run: number;
  readonly #attempts: AttemptRecord[];
  readonly #options: DurableRetry;
  readonly #clock: Clock;
  readonly #held = new Set<string>();
  readonly #never = new Set<string>();

  constructor(run: number, attempts: readonly AttemptRecord[], options: DurableRetry, clock: Clock) {
    this.#run = run;
    this.#options = options;
    this.#clock = clock;
    this.#attempts = [...attempts];
  }

  /** The unit waits without limit while its system is closed. */
  holdUntilOpen(unit: string): void {
    this.#held.add(unit);
  }

  /** The unit's failures are final. */
  neverRetry(unit: string): void {
    this.#never.add(unit);
  }

  /** Epoch milliseconds before which the unit must not begin again after an earlier failure. */
  notBefore(unit: string): number | undefined {
    return this.#delayed(unit).at(-1)?.retryAt;
  }

  /** What is known of earlier sendings of the unit: what the pipeline needs to stay once-only. */
  sendings(unit: string): Sendings {
    let firstSentAt: number | undefined;
    let lastSentAt: number | undefined;
    let unresolved = 0;
    for (const { name, outcome, at, retryAt } of this.#attempts) {
      // An attempt with a time to try again is ours, about the unit; the others are the pipeline's, one per sending.
      if (name !== unit || retryAt !== undefined) continue;
      if (outcome === 'sent') {
        lastSentAt = Date.parse(at);
        firstSentAt ??= lastSentAt;
        unresolved++;
      } else if (outcome !== 'unknown') unresolved = Math.max(0, unresolved - 1);
    }
    if (firstSentAt === undefined || lastSentAt === undefined) return {};
    return { firstSentAt, lastSentAt, unresolved: unresolved > 0 };
  }

  /** Units with a sending that is not known to have had no effect, and the system it went to. */
  unanswered(): ReadonlyMap<string, string | undefined> {
    const systems = new Map<string, string | undefined>();
    const open = new Map<string, number>();
    for (const { name, outcome, retryAt, system } of this.#attempts) {
      if (retryAt !== undefined || outcome === 'unknown') continue;
      if (outcome === 'sent') systems.set(name, system);
      open.set(name, Math.max(0, (open.get(name) ?? 0) + (outcome === 'sent' ? 1 : -1)));
    }
    for (const [name, count] of open) if (count === 0) systems.delete(name);
    return systems;
  }

  /** When the unit is tried again, or `undefined` when the failure is final. */
  nextAttempt(unit: string, error: IntegrationError): number | undefined {
    if (this.#never.has(unit)) return undefined;
    const closed = this.#held.has(unit) && closedCodes.has(causeOf(error));
    if (error.disposition !== 'retry' && !closed && !canBeFoundOut(error)) return undefined;
    const { firstDelayMs, maxDelayMs, giveUpAfterMs } = this.#options;
    const now = this.#clock.now();
    const earlier = this.#delayed(unit);
    const first = earlier[0];
    if (!closed && first && now - Date.parse(first.at) >= giveUpAfterMs) return undefined;
    const backoff = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(earlier.length, 30));
    return now + Math.max(backoff, error.retryAfterMs ?? 0);
  }

  /** The change that journals a failed attempt and when the next one may begin. */
  failed(unit: string, error: IntegrationError, retryAt: number): Change {
    return this.#attempted({ ...this.#base(unit), outcome: error.disposition, ...describe(error), retryAt });
  }

  /** The change that journals a request that is about to leave. */
  sent(unit: string, system: string): Change {
    return this.#attempted({ ...this.#base(unit), outcome: 'sent', system });
  }

  /** The change that journals a failed request which the pipeline may repeat on its own. */
  lost(unit: string, system: string, error: IntegrationError): Change {
    return this.#attempted({ ...this.#base(unit), outcome: error.disposition, system, ...describe(error) });
  }

  #attempted(attempt: AttemptRecord): Change {
    this.#attempts.push(attempt);
    return { type: 'step.attempted', attempt };
  }

  #base(unit: string): Pick<AttemptRecord, 'run' | 'name' | 'at'> {
    return { run: this.#run, name: unit, at: new Date(this.#clock.now()).toISOString() };
  }

  #delayed(unit: string): readonly AttemptRecord[] {
    const resumed = this.#attempts.findLastIndex((it) => it.code === resumedCode);
    return this.#attempts.slice(resumed + 1).filter((it) => it.name === unit && it.retryAt !== undefined);
  }
}

/** It may have happened, and the same call again is safe: it looks first, or repeats what is harmless. */
function canBeFoundOut(error: IntegrationError): boolean {
  return error.code === 'outcome-unknown' && error.retryAfterMs !== undefined;
}

/** What kept us from finding out, when that is all we know. */
function causeOf({ code, details }: IntegrationError): string {
  return code === 'outcome-unknown' ? String(details?.['lastCode'] ?? code) : code;
}

function describe(error: IntegrationError): Pick<AttemptRecord, 'code' | 'message'> {
  return { code: error.code, message: error.message };
}
