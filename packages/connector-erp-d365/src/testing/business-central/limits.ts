/** What a platform bears of one user. */
const windowMs = 300_000;
const inWindow = 6_000;
/** Five are worked on, and 95 may wait. */
const atOnce = 5;
const waiting = 95;

/** Counts the requests of a user. */
export interface Limits {
  /** Whether one more may come in; it has to leave again. */
  enter(): boolean;
  leave(): void;
  /** The most that were there at the same time. */
  readonly mostAtOnce: number;
}

export function createLimits(now: () => number): Limits {
  let times: number[] = [];
  let inside = 0;
  let most = 0;
  return {
    enter() {
      times = times.filter((at) => at > now() - windowMs);
      if (times.length >= inWindow || inside >= atOnce + waiting) return false;
      times.push(now());
      inside += 1;
      most = Math.max(most, inside);
      return true;
    },
    leave() {
      inside -= 1;
    },
    get mostAtOnce() {
      return most;
    },
  };
}
