import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['webhookSecrets', 'webhooks', 'sweepEvery', 'shop'];

test.each([
  ['webhookSecret', 'webhookSecrets'],
  ['sweepsEvery', 'sweepEvery'],
  ['SHOP', 'shop'],
  ['webohoks', 'webhooks'],
  ['shpo', undefined],
  ['colour', undefined],
  ['', undefined],
])('%s most likely stands for %s', (name, expected) => {
  expect(nearestName(name, names)).toBe(expected);
});
