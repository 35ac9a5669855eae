import { type FileEntry } from './books/entries.ts';
import { type FileDropContext } from './context.ts';
import { isThere, moveOnce, writeReport } from './work-folder.ts';

/** Moves files that are done with to the archive, those that cannot be read on to quarantine, with a report of what was refused. */
export async function putAway(context: FileDropContext): Promise<void> {
  const { books, folder } = context;
  for (const state of ['done', 'stopped'] as const) {
    for (const file of books.filesAtHand(state)) {
      const { hash, name, path } = file;
      const to = state === 'done' ? folder.archived(hash, name) : folder.quarantined(hash, name);
      await report(file, context);
      // A person may have cleared it away meanwhile.
      if ((await isThere(path)) || (await isThere(to))) await moveOnce(path, to);
      books.putFileAway(file.id, to);
    }
  }
}

/** What was refused of a file, by record and place; no word of what it holds. */
async function report({ id, hash, name, state }: FileEntry, { books, folder }: FileDropContext): Promise<void> {
  const reason = books.reasonOf(id);
  const refused = books.refusals(id).map(({ number, key, code, message, path, at }) => ({
    record: number,
    key,
    code,
    reason: message,
    ...(path !== undefined && { path }),
    at: new Date(at).toISOString(),
  }));
  if (state === 'done' && refused.length === 0) return;
  await writeReport(`${folder.quarantined(hash, name)}.reason.json`, {
    file: name,
    sha256: hash,
    read: state === 'done' ? 'to its end' : 'in part',
    ...(reason !== undefined && { reason }),
    refused,
  });
}
