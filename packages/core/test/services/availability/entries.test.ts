import { describe, expect, it } from 'vitest';
import { type Entry, readBatches, writeBatch } from '../../../src/services/availability/entries.ts';
import { type Hold, newHold } from '../../../src/services/availability/holds.ts';
import { noon } from './facts.ts';

const lines = [
  { sku: 'SHOE-41', location: 'dc-1', unit: 'EA', units: 2_000 },
  { sku: 'CABLE', location: 'store-17', unit: 'MTR', units: 1_500 },
];
const begun = { key: 'order-1', content: 'asked', lines, createdAt: noon, orderRef: 'order-1', channel: 'web' };
const again = (entries: readonly Entry[]) => readBatches(writeBatch({ at: noon, entries })).flatMap((it) => it.entries);

describe('a promise in the log', () => {
  it.each<[string, Hold]>([
    ['of several lines', newHold({ ...begun, expiresAt: noon + 60_000 })],
    ['that never ends', newHold({ ...begun, expiresAt: undefined })],
    ['of nobody', newHold({ ...begun, orderRef: undefined, channel: undefined, expiresAt: noon })],
    ['to which something has happened', { ...newHold({ ...begun, expiresAt: noon }), state: 'picking', extensions: 2 }],
    [
      'of which something has left',
      { ...newHold({ ...begun, expiresAt: noon }), departures: [{ ref: 'a@b', line: 1, units: 500 }] },
    ],
  ])('%s is read as it was written', (_, hold) => {
    expect(again([{ kind: 'hold', hold }])).toEqual([{ kind: 'hold', hold }]);
  });

  it('is stored without the names of its members, unless something has happened to it', () => {
    const hold = newHold({ ...begun, expiresAt: noon });
    expect(writeBatch({ at: noon, entries: [{ kind: 'hold', hold }] })).not.toContain('createdAt');
    expect(writeBatch({ at: noon, entries: [{ kind: 'hold', hold: { ...hold, committedAt: noon } }] })).toContain(
      'createdAt',
    );
  });

  it('is read in the form that names its members', () => {
    const hold = newHold({ ...begun, expiresAt: noon });
    expect(readBatches(JSON.stringify([1, noon, null, ['E', { kind: 'hold', hold }]]))[0]?.entries).toEqual([
      { kind: 'hold', hold },
    ]);
  });
});
