/**
 * A worker whose process dies at a journal write, or that lists its writes: `dying-worker.ts list FILE`,
 * `dying-worker.ts before|after SIGNATURE`.
 */
import { appendFileSync } from 'node:fs';
import { type Change, type Journal } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { runWorker } from '../../src/demo/run-worker.ts';

const [mode = '', what = ''] = process.argv.slice(2);

runWorker((file) => watched(sqliteJournal(file)));

function watched(journal: Journal): Journal {
  const append = async (changes: readonly Change[]): ReturnType<Journal['append']> => {
    const signature = signatureOf(changes);
    if (mode === 'list') appendFileSync(what, `${signature}\n`);
    const isTheOne = mode !== 'list' && hasAll(signature, what);
    if (mode === 'before' && isTheOne) await die();
    const effects = await journal.append(changes);
    if (mode === 'after' && isTheOne) await die();
    return effects;
  };
  return new Proxy(journal, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** Whether a batch writes all of it; on a slow machine what was written alone before may come together with something else. */
function hasAll(signature: string, wanted: string): boolean {
  const written = signature.split(' + ');
  return wanted.split(' + ').every((it) => written.includes(it));
}

/** What a batch writes, in words that are the same in every run of the same story. */
function signatureOf(changes: readonly Change[]): string {
  return changes.map(wordsOf).join(' + ');
}

function wordsOf(change: Change): string {
  switch (change.type) {
    case 'delivery.received':
      return `${change.type} ${change.delivery.topic}`;
    case 'event.recorded':
      return `${change.type} ${change.event.name}`;
    case 'step.attempted':
      return `${change.type} ${change.attempt.name} ${change.attempt.outcome}`;
    case 'step.finished':
      return `${change.type} ${change.step.name}`;
    case 'run.waiting':
      return `${change.type} ${change.waitingFor}`;
    default:
      return change.type;
  }
}

/** As a power cut would; nothing after it runs. */
async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}
