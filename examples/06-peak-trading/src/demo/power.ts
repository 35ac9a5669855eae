import { type Clock, type Journal } from '@crossdock/core';

/** The machine that a dock runs on. Once its power is cut, whatever it had begun goes no further. */
export interface Machine {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** The journal as this machine sees it. */
  journal(journal: Journal): Journal;
  readonly isOn: boolean;
  /** Resolves when the power is cut. */
  readonly off: Promise<void>;
  /** Cuts the power, and resolves at that moment, before any other work goes on. */
  cut(at: Moment): Promise<void>;
}

/**
 * When the power is cut. `written`: when the next thing has been written down, before anybody hears of it. A number: after so many
 * steps over the border of the machine, whichever they are: a request that is about to leave, an answer that arrives, a read or
 * write of the disk, an alarm of the clock.
 */
export type Moment = 'written' | number;

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Runs a dock so that it can be thrown away in the middle of its work, as a killed process is. */
export function machine(ports: { readonly clock: Clock; readonly fetch: typeof fetch }): Machine {
  let isOn = true;
  let moment: Moment | undefined;
  const off = Promise.withResolvers<void>();
  const cutNow = (): void => {
    isOn = false;
    off.resolve();
  };
  const written = (): void => {
    if (moment === 'written') cutNow();
  };
  /** One step over the border. Tells whether the machine is still on after it. */
  const step = (): boolean => {
    if (typeof moment === 'number' && isOn && --moment <= 0) cutNow();
    return isOn;
  };
  /** Nobody is there any more to hear how it ended. */
  const whileOn = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      work.then(
        (value) => step() && resolve(value),
        (error: unknown) => step() && reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
  return {
    clock: {
      now: () => ports.clock.now(),
      sleep: (ms, signal) => (isOn ? whileOn(ports.clock.sleep(ms, signal)) : never()),
    },
    fetch: (input, init) => (step() ? whileOn(ports.fetch(input, init)) : never()),
    journal: (journal) => switched(journal, { isOn: () => isOn, whileOn, written }),
    get isOn() {
      return isOn;
    },
    off: off.promise,
    cut(at) {
      moment = at;
      return off.promise;
    },
  };
}

interface Switch {
  readonly isOn: () => boolean;
  readonly whileOn: <R>(work: Promise<R>) => Promise<R>;
  readonly written: () => void;
}

/** An object all of whose methods work only while the power is on. */
function switched<T extends object>(target: T, how: Switch): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        if (!how.isOn()) return never();
        const answer: unknown = Reflect.apply(value, target, parameters);
        if (answer instanceof Promise) {
          if (name === 'append') answer.then(how.written, () => undefined);
          return how.whileOn(answer);
        }
        const isPart = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
        return isPart ? switched(answer, how) : answer;
      };
    },
  });
}
