import { DocumentRef, JournalEntry } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** Books a balanced journal entry: a store day, a payout, a correction. Debits equal credits, or it is refused with `unbalanced`. */
export const postJournal = defineCapability({
  name: 'postJournal',
  version: 1,
  effect: 'write',
  domain: 'finance',
  ownership: 'owner',
  input: JournalEntry,
  output: DocumentRef,
  reference: (entry) => entry.ref,
});
