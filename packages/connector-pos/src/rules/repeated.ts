/** What a transaction is that comes under a key which may be known. */
export type Repetition = 'new' | 'duplicate' | 'revision' | 'conflict';

/**
 * Decides what comes again: the same key with the same content is a duplicate; with other content it is a revision where the
 * platform changes its documents, and a conflict for a person where it does not.
 *
 * @param known - content hash under the same natural key, if there is one
 * @param content - content hash of what came
 */
export function repetitionOf(
  known: string | undefined,
  content: string,
  { revisable }: { readonly revisable: boolean },
): Repetition {
  if (known === undefined) return 'new';
  if (known === content) return 'duplicate';
  return revisable ? 'revision' : 'conflict';
}
