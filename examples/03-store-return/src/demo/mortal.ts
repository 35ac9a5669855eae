import { type Clock, type Journal } from '@crossdock/core';

/** What a process reaches the world by. */
export interface Ports {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

/** A process that can be killed as a power cut would. */
export interface Mortal extends Ports {
  /** From now on nothing that it does reaches anybody, and nothing reaches it: no write, no request, no answer, no timer. */
  kill(): Promise<void>;
  /** Kills it when the so-many-th request from now on has been served, before its answer arrives: nothing is worse. */
  killAtAnswer(nth: number): void;
  readonly isDead: boolean;
  /** Resolves when it dies: whoever waits for its answer sees the line break. */
  readonly died: Promise<void>;
}

/** Puts a process behind ports that can be cut. What was on its way arrives, and its answer does not. */
export function mortal({ journal, clock, fetch: send }: Ports): Mortal {
  let isDead = false;
  let answersLeft = Number.POSITIVE_INFINITY;
  const death = Promise.withResolvers<void>();
  const die = (): void => {
    isDead = true;
    death.resolve();
  };
  const never = new Promise<never>(() => undefined);
  const alive = <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return never;
    return work().then(
      (result) => (isDead ? never : result),
      (error: unknown) => (isDead ? never : Promise.reject(error as Error)),
    );
  };
  return {
    journal: cut(journal, alive),
    clock: { now: () => clock.now(), sleep: (ms, signal) => alive(() => clock.sleep(ms, signal)) },
    fetch: (input, init) =>
      alive(async () => {
        const answer = await send(input, init);
        if (--answersLeft === 0) die();
        return answer;
      }),
    async kill() {
      die();
      // The system closes the files of a process that is gone.
      await journal.close();
    },
    killAtAnswer: (nth) => void (answersLeft = nth),
    died: death.promise,
    get isDead() {
      return isDead;
    },
  };
}

/** Every call of the journal goes through the cut. */
function cut(journal: Journal, alive: <T>(work: () => Promise<T>) => Promise<T>): Journal {
  return new Proxy(journal, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      // Nobody here keeps a shelf.
      if (typeof member !== 'function' || name === 'shelf') return undefined;
      return (...given: readonly unknown[]) =>
        alive(async () => (await Reflect.apply(member, target, given)) as unknown);
    },
  });
}
