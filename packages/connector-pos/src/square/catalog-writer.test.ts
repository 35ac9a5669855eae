import { IntegrationError } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { createCatalogWriter } from './catalog-writer.ts';
import { type SquareClient } from './client.ts';

const { signal } = new AbortController();
const call = { key: 'price/BOOT-1', signal };

/** A platform with one variation that answers each write by the next of the given failures, then takes it. */
function openWriter(failures: readonly IntegrationError[] = [], { isThere = true } = {}) {
  const keys: string[] = [];
  const left = [...failures];
  let version = 1;
  const client = {
    send: async (_method: string, path: string, { json }: { json: { idempotency_key?: string } }) => {
      if (path.endsWith('/batch-retrieve')) {
        const variation = {
          type: 'ITEM_VARIATION',
          id: 'V1',
          version,
          item_variation_data: { item_id: 'I1', sku: 'A' },
        };
        return { objects: isThere ? [variation] : [] };
      }
      keys.push(json.idempotency_key ?? '');
      const failure = left.shift();
      if (!failure) return { id_mappings: [] };
      // Somebody else was faster.
      version++;
      throw failure;
    },
  } as unknown as SquareClient;
  const writer = createCatalogWriter(client);
  const change = (name: string) =>
    writer.change(
      () => writer.variation('V1', signal),
      (it) => ({ ...it, item_variation_data: { ...it.item_variation_data, name } }),
      call,
    );
  return { writer, change, keys };
}

const conflict = () => new IntegrationError('Somebody else changed it', { code: 'conflict' });

describe('a change of an object that somebody else changes too', () => {
  test('is made again on what is there then, under a key of its own', async () => {
    const { change, keys } = openWriter([conflict(), conflict()]);
    await change('Boot');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
  });

  test('is given up after three times', async () => {
    const { change, keys } = openWriter([conflict(), conflict(), conflict(), conflict()]);
    await expect(change('Boot')).rejects.toMatchObject({ code: 'conflict' });
    expect(keys).toHaveLength(3);
  });
});

test('a change that is refused for another reason is not made again', async () => {
  const { change, keys } = openWriter([new IntegrationError('No', { code: 'refused' })]);
  await expect(change('Boot')).rejects.toMatchObject({ code: 'refused' });
  expect(keys).toHaveLength(1);
});

test('the same content of the same call is the same request, in every process', async () => {
  const [first, second] = [openWriter(), openWriter()];
  await first.change('Boot');
  await second.change('Boot');
  await second.change('Shoe');
  expect(second.keys[0]).toBe(first.keys[0]);
  expect(second.keys[1]).not.toBe(first.keys[0]);
});

test('an object that is gone is said to be so', async () => {
  const { change, keys } = openWriter([], { isThere: false });
  await expect(change('Boot')).rejects.toMatchObject({ code: 'not-found' });
  expect(keys).toEqual([]);
});
