import { IntegrationError } from '../primitives/index.ts';
import { type Change, entryVersion } from './journal.ts';

/** Turns an entry of one version into the next. */
export type Upcaster = (entry: unknown) => unknown;

/** The one at position 0 turns version 1 into version 2, and so on. Entries are read forever, so none is ever removed. */
const upcasters: readonly Upcaster[] = [];

/**
 * Reads an entry of any version as today's change.
 *
 * @throws IntegrationError `version-mismatch` for an entry that a newer version of the package wrote.
 */
export function upcast(entry: unknown, version: number, steps: readonly Upcaster[] = upcasters): Change {
  const latest = steps === upcasters ? entryVersion : steps.length + 1;
  if (version > latest) {
    throw new IntegrationError('The journal has an entry of a newer version of crossdock; update the package', {
      code: 'version-mismatch',
      details: { found: version, known: latest },
    });
  }
  return steps.slice(version - 1).reduce((older, step) => step(older), entry) as Change;
}
