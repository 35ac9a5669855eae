import { expect, test } from 'vitest';
import { idempotencyKey } from './idempotency.ts';

// Made with another program: base32 of the SHA-256.
test('a key is the same for the same change of the same call, in every process', () => {
  expect(idempotencyKey('refund/P1', 'stores/R1')).toBe('6m6ige6n3fsjsepj333vygcz5p2hmlxipasgpc6s');
});

test('a key is another for another change, another call, and for what only looks the same when it is put together', () => {
  const keys = [
    idempotencyKey('refund/P1', 'stores/R1'),
    idempotencyKey('refund/P2', 'stores/R1'),
    idempotencyKey('refund/P1', 'stores/R2'),
    idempotencyKey('refund/P1s', 'tores/R1'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('a key has forty plain characters, which the strictest endpoint takes', () => {
  for (const call of ['', 'x', 'x'.repeat(10_000)]) expect(idempotencyKey('change', call)).toMatch(/^[a-z2-7]{40}$/);
});
