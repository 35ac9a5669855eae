import { type Change, type Effect, type Journal } from '../src/journal/index.ts';

/** What a test does around every append. */
export interface Interceptors {
  /** Called before the changes are written; if it throws, nothing is. */
  readonly beforeAppend?: (changes: readonly Change[]) => void | Promise<void>;
  /** Called once the changes are durable and before the writer is told; if it throws, the writer never learns of them. */
  readonly afterAppend?: (changes: readonly Change[], effects: readonly Effect[]) => void | Promise<void>;
}

/** A journal that lets a test look at every append, or die at one of them. */
export function interceptedJournal(journal: Journal, { beforeAppend, afterAppend }: Interceptors): Journal {
  const append = async (changes: readonly Change[]): Promise<readonly Effect[]> => {
    await beforeAppend?.(changes);
    const effects = await journal.append(changes);
    await afterAppend?.(changes, effects);
    return effects;
  };
  return new Proxy(journal, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function'
        ? (...values: unknown[]): unknown => Reflect.apply(member, target, values)
        : member;
    },
  });
}
