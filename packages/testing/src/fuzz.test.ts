import { seededRandom } from '@crossdock/core';
import { expect, test } from 'vitest';
import { jsonMutator, mutationKinds } from './fuzz.ts';

const document = JSON.stringify({ id: 1, total: '19.90', lines: [{ sku: 'A' }, { sku: 'B' }], note: null, open: true });
const mutants = (text: string, count: number) => {
  const mutate = jsonMutator(text);
  return Array.from({ length: count }, (_, seed) => mutate(seededRandom(seed)));
};

test('the same chance makes the same mutant, another one another', () => {
  expect(mutants(document, 20)).toEqual(mutants(document, 20));
  expect(new Set(mutants(document, 500).map(({ text }) => text)).size).toBeGreaterThan(300);
});

test('every mutant is JSON, says what was changed, and every kind of change comes', () => {
  const seen = new Set<string>();
  for (const { text, changes } of mutants(document, 500)) {
    expect(() => void JSON.parse(text)).not.toThrow();
    expect(changes.length).toBeGreaterThan(0);
    for (const { kind } of changes) seen.add(kind);
  }
  expect([...seen].toSorted()).toEqual([...mutationKinds].toSorted());
});

test('numbers that are not changed keep their digits', () => {
  const mutate = jsonMutator('{"id":9007199254740993,"price":19.90,"other":{}}', { keep: (path) => path !== 'other' });
  const { text } = mutate(seededRandom(1));
  expect(text).toContain('"id":9007199254740993');
  expect(text).toContain('"price":19.90');
});

test('places that are kept are not changed', () => {
  const mutate = jsonMutator(document, { keep: (path) => path !== 'total' });
  for (let seed = 0; seed < 100; seed++) {
    expect(mutate(seededRandom(seed)).changes.map(({ path }) => path)).toEqual(expect.arrayContaining(['total']));
  }
  expect(() => jsonMutator(document, { keep: () => true })).toThrow('kept');
});
