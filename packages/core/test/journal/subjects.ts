import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';

import { type Journal, memoryJournal } from '../../src/journal/index.ts';
import { sqliteJournal } from '../../src/sqlite.ts';

/** A directory that is gone after the test. */
export function temporaryDirectory(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'crossdock-journal-'));
  return { path: (name) => join(directory, name), remove: () => rmSync(directory, { recursive: true, force: true }) };
}

const subjects: Readonly<Record<string, (path: (name: string) => string) => Journal>> = {
  'the journal in memory': () => memoryJournal(),
  'the journal in SQLite': (path) => sqliteJournal(path('journal.db'), { durability: 'normal' }),
};

/**
 * Runs the same statements against every journal. After each test the views of the journal are checked against
 * its entries.
 */
export function describeJournals(title: string, statements: (use: () => Journal) => void): void {
  describe.each(Object.entries(subjects))(`${title}: %s`, (_name, create) => {
    let journal: Journal;
    const directory = { current: undefined as ReturnType<typeof temporaryDirectory> | undefined };

    beforeEach(async () => {
      directory.current = temporaryDirectory();
      journal = create(directory.current.path);
      await journal.open();
    });

    afterEach(async () => {
      const { ok, problems } = await journal.verify();
      await journal.close();
      directory.current?.remove();
      if (!ok) throw new Error(problems.join('\n'));
    });

    statements(() => journal);
  });
}
