import { IntegrationError } from '../primitives/index.ts';

/** How `sqliteJournal` keeps its file. */
export interface SqliteJournalOptions {
  /**
   * With `full`, an acknowledged change survives a power loss. With `normal` it survives the death of the process, but
   * a power loss may take the last moments; about 1.6 times as fast.
   *
   * @default 'full'
   */
  readonly durability?: 'full' | 'normal';
}

const durabilities: ReadonlySet<unknown> = new Set(['full', 'normal', undefined]);

/**
 * Refuses what plain JavaScript may give by mistake: a misspelt durability would be the weaker one without a word.
 *
 * @throws IntegrationError `config-invalid`
 */
export function checkJournalOptions(file: unknown, options: SqliteJournalOptions): void {
  if (typeof file !== 'string' || file === '') throw invalid('file', 'must be the path of a file');
  if (!durabilities.has(options.durability)) throw invalid('durability', "must be 'full' or 'normal'");
  const strange = Object.keys(options).find((name) => name !== 'durability');
  if (strange !== undefined) throw invalid(strange, "is not an option; there is 'durability'");
}

function invalid(path: string, message: string): IntegrationError {
  return new IntegrationError(`The journal cannot be made: ${path} ${message}`, { code: 'config-invalid', path });
}
