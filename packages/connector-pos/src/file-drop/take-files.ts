import { rename, rm } from 'node:fs/promises';
import { type FileDropContext } from './context.ts';
import { feedOf } from './feeds.ts';
import { beginning } from './reading/record.ts';
import { type StableFiles } from './source/stable-files.ts';
import { hashOf, isThere } from './work-folder.ts';

/**
 * Takes complete files out of the folder into the books. A file with the same bytes as one before is taken once; one that
 * could not be read then is tried again.
 */
export async function takeFiles(context: FileDropContext, stable: StableFiles, signal: AbortSignal): Promise<void> {
  const { source, folder, config } = context;
  // What an earlier process brought and did not get to.
  for (const name of await folder.arrived()) await enter(name, context);
  const listed = await source.list(signal);
  for (const file of stable.look(listed, (name) => feedOf(name, context.feeds) !== undefined)) {
    signal.throwIfAborted();
    await source.take(file, folder.arriving(file.name), signal);
    await enter(file.name, context);
    if ('marker' in config.complete) await source.remove(`${file.name}${config.complete.marker}`, signal);
  }
}

async function enter(name: string, context: FileDropContext): Promise<void> {
  const { books, folder, clock, observer } = context;
  const path = folder.arriving(name);
  const hash = await hashOf(path);
  const known = books.fileOf(hash);
  const attributes = { 'crossdock.system': context.name, 'file.name': name };
  if (known) {
    // The bytes are kept already, unless somebody cleared them away.
    if (await isThere(known.path)) await rm(path);
    else await rename(path, known.path);
    if (known.state === 'stopped') books.reopenFile(known.id);
    observer.log('info', 'a file came again', attributes);
    return;
  }
  const to = folder.processing(hash, name);
  // Known before it is moved: a crash in between leaves it among those that arrived.
  books.addFile({ hash, name, path: to, state: 'open', arrivedAt: clock.now(), resume: beginning });
  await rename(path, to);
  observer.log('info', 'a file was taken', attributes);
}
