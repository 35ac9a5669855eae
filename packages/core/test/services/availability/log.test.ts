import { describe, expect, it } from 'vitest';
import { type Shelf } from '../../../src/journal/index.ts';
import { type EntryBatch, readBatches } from '../../../src/services/availability/entries.ts';
import { Log } from '../../../src/services/availability/log.ts';

/** A shelf that writes when it is told to. */
function slowShelf() {
  const waiting: { body: () => string; resolve: (seq: number) => void; reject: (error: unknown) => void }[] = [];
  const bodies: string[] = [];
  const append: Shelf['append'] = (body) =>
    new Promise((resolve, reject) => {
      waiting.push({ body: typeof body === 'string' ? () => body : body, resolve, reject });
    });
  const all = () => waiting.splice(0);
  return {
    log: new Log({ append } as Shelf),
    bodies,
    /** Asks for every body twice, as a transaction does that is written again. */
    write: () => {
      for (const { body, resolve } of all()) {
        body();
        resolve(bodies.push(body()));
      }
    },
    fail: () => {
      for (const { reject } of all()) reject(new Error('full'));
    },
  };
}

const batch = (at: number, name = 'x'): EntryBatch => ({ at, teller: name, entries: [{ kind: 'cursor', seq: at }] });
const read = (body: string | undefined) => readBatches(body ?? '').map((it) => it.at);

describe('what is asked for at one moment', () => {
  it('is one entry, in the order in which it was asked for', async () => {
    const { log, write, bodies } = slowShelf();
    const written = Promise.all([1, 2, 3].map((at) => log.append(batch(at))));
    write();
    expect(read(bodies[0])).toEqual([1, 2, 3]);
    expect(new Set(await written)).toEqual(new Set([{ seq: 1, batches: 3, unapplied: 3 }]));
  });

  it('takes nothing more once it is written', async () => {
    const { log, write, bodies } = slowShelf();
    const first = log.append(batch(1));
    write();
    const second = log.append(batch(2));
    write();
    expect(bodies.map(read)).toEqual([[1], [2]]);
    expect([(await first).seq, (await second).seq]).toEqual([1, 2]);
  });

  it('fails together, and what is asked for afterwards is written', async () => {
    const { log, fail, write, bodies } = slowShelf();
    const failing = [1, 2].map((at) => log.append(batch(at)));
    fail();
    for (const it of failing) await expect(it).rejects.toThrow('full');
    const after = log.append(batch(3));
    write();
    expect(bodies.map(read)).toEqual([[3]]);
    expect(await after).toMatchObject({ batches: 1 });
  });

  it('is several entries when it is very much', () => {
    const { log, write, bodies } = slowShelf();
    for (let at = 0; at < 1_200; at++) void log.append(batch(at));
    for (let at = 0; at < 3; at++) void log.append(batch(at, 'y'.repeat(600_000)));
    write();
    expect(bodies.map((it) => read(it).length)).toEqual([500, 500, 201, 1, 1]);
  });
});
