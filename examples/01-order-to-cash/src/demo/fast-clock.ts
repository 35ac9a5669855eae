import { type Clock, systemClock } from '@crossdock/core';

/** Time that runs faster than the machine's, the same in every process that is told these three numbers. */
export interface FastTime {
  /** Epoch milliseconds of the machine at which the story begins. */
  readonly startedAt: number;
  /** Epoch milliseconds at which the story begins in its own time. */
  readonly beginsAt: number;
  /** How many milliseconds of the story pass in one of the machine. */
  readonly speed: number;
}

/**
 * A clock on which a minute passes in a second (at a speed of 60), so that sweeps, backoffs and token lifetimes of
 * production size can be watched.
 */
export function fastClock({ startedAt, beginsAt, speed }: FastTime): Clock {
  return {
    now: () => beginsAt + Math.round((systemClock.now() - startedAt) * speed),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  };
}

/** A clock that can be told what time it is while something is done. */
export interface SettableClock extends Clock {
  /** Does something at an instant of the past or future, in epoch milliseconds. */
  at(instant: number, act: () => void): void;
}

/** Puts the possibility on a clock. */
export function settableClock(clock: Clock): SettableClock {
  let set: number | undefined;
  return {
    now: () => set ?? clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    at(instant, act) {
      set = instant;
      try {
        act();
      } finally {
        set = undefined;
      }
    },
  };
}
