import { type Clock, type Journal } from '@crossdock/core';

/** The machine that a dock runs on. Once its power is cut, whatever it had begun goes no further. */
export interface Machine {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** The journal as this machine sees it. */
  journal(journal: Journal): Journal;
  readonly isOn: boolean;
  /**
   * Cuts the power when the next thing has been written down, before anybody hears of it. Resolves at that moment, before any other
   * work goes on.
   */
  cutAfterNextWrite(): Promise<void>;
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Runs a dock so that it can be thrown away in the middle of its work, as a killed process is. */
export function machine(ports: { readonly clock: Clock; readonly fetch: typeof fetch }): Machine {
  let isOn = true;
  let cutting: PromiseWithResolvers<void> | undefined;
  const written = (): void => {
    if (!cutting) return;
    isOn = false;
    cutting.resolve();
  };
  /** Nobody is there any more to hear how it ended. */
  const whileOn = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      work.then(
        (value) => isOn && resolve(value),
        (error: unknown) => isOn && reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
  return {
    clock: {
      now: () => ports.clock.now(),
      sleep: (ms, signal) => (isOn ? whileOn(ports.clock.sleep(ms, signal)) : never()),
    },
    fetch: (input, init) => (isOn ? whileOn(ports.fetch(input, init)) : never()),
    journal: (journal) => switched(journal, { isOn: () => isOn, whileOn, written }),
    get isOn() {
      return isOn;
    },
    cutAfterNextWrite() {
      cutting ??= Promise.withResolvers<void>();
      return cutting.promise;
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
