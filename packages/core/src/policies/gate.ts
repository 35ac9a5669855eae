import { IntegrationError, type Clock } from '../primitives/index.ts';
import { type MaintenanceWindow } from '../capabilities/index.ts';
import { type CircuitBreaker } from './circuit-breaker.ts';
import { compileWindow } from './maintenance-window.ts';

/** Whether a system takes calls now, and if not, why and for how long. */
export type GateState =
  | { readonly state: 'open' }
  | {
      readonly state: 'closed';
      readonly code: 'maintenance' | 'gate-closed' | 'circuit-open';
      /** In words, for whoever looks at a waiting run. */
      readonly reason: string;
      /** The earliest time at which it is worth asking again. */
      readonly retryAfterMs: number;
    };

export interface GateOptions {
  readonly clock: Clock;
  /** Times at which the system is known to be away. */
  readonly windows?: readonly MaintenanceWindow[];
  readonly breaker?: Pick<CircuitBreaker, 'check'>;
}

/** A closing that was observed (the platform says it is in maintenance) or ordered by a person. */
export interface GateClosing {
  readonly reason: string;
  /**
   * `maintenance` when the platform said so, `gate-closed` when a person or a rule did.
   *
   * @default 'gate-closed'
   */
  readonly code?: 'maintenance' | 'gate-closed';
  /** Epoch milliseconds at which calls go through again by themselves. Absent: when somebody opens the gate. */
  readonly reopenAt?: number;
}

/** The gate in front of a system: closed in declared windows, while the circuit is open, and by observation. */
export interface Gate {
  check(): GateState;
  /** Throws `maintenance`, `gate-closed` or `circuit-open` with `retryAfterMs` if the gate is closed. */
  pass(): void;
  close(closing: GateClosing): void;
  /** Takes back {@link Gate.close}. Declared windows and the circuit stay as they are. */
  open(): void;
}

/** How soon to ask again at a gate that somebody has to open. */
const askAgainMs = 60_000;

export function createGate({ clock, windows = [], breaker }: GateOptions): Gate {
  const compiled = windows.map(compileWindow);
  let closing: GateClosing | undefined;

  const check = (): GateState => {
    const now = clock.now();
    if (closing?.reopenAt !== undefined && closing.reopenAt <= now) closing = undefined;
    if (closing) {
      const retryAfterMs = closing.reopenAt === undefined ? askAgainMs : closing.reopenAt - now;
      return { state: 'closed', code: closing.code ?? 'gate-closed', reason: closing.reason, retryAfterMs };
    }
    for (const window of compiled) {
      const retryAfterMs = window.remainingMs(now);
      if (retryAfterMs !== undefined)
        return { state: 'closed', code: 'maintenance', reason: window.reason, retryAfterMs };
    }
    const circuit = breaker?.check();
    if (circuit?.state === 'open') {
      const { retryAfterMs } = circuit;
      return { state: 'closed', code: 'circuit-open', reason: 'The system does not answer', retryAfterMs };
    }
    return { state: 'open' };
  };

  return {
    check,
    pass() {
      const now = check();
      if (now.state === 'closed') {
        throw new IntegrationError(now.reason, { code: now.code, retryAfterMs: now.retryAfterMs });
      }
    },
    close(next) {
      closing = next;
    },
    open() {
      closing = undefined;
    },
  };
}
