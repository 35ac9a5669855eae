import { type Change, type Journal } from '../src/journal/index.ts';
import { interceptedJournal } from './intercepted-journal.ts';

/** Where a process dies: before or after its so-many-th write. */
export interface CrashPoint {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** A journal whose process dies at a write. The dead process never hears of anything again. */
export function crashingJournal(journal: Journal, { at, when }: CrashPoint) {
  let writes = 0;
  let isDead = false;
  const never = new Promise<void>(() => undefined);
  const die = (): Promise<void> => {
    isDead = true;
    return never;
  };
  const counts = (changes: readonly Change[]) => changes.some((it) => it.type !== 'cursor.moved');
  const numbers = new WeakMap<readonly Change[], number>();
  const crashing = interceptedJournal(journal, {
    beforeAppend(changes) {
      if (isDead) return never;
      if (!counts(changes)) return undefined;
      writes += 1;
      numbers.set(changes, writes);
      return when === 'before' && writes === at ? die() : undefined;
    },
    afterAppend: (changes) => (when === 'after' && numbers.get(changes) === at ? die() : undefined),
  });
  return {
    journal: crashing,
    get isDead() {
      return isDead;
    },
  };
}
