import { simulatorFetch } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { openSeller } from './support/open-seller.ts';
import { sweep } from './support/read.ts';

type Change = Readonly<Record<string, unknown>>;

/** A seller with one sale of shoes, whose list of stock changes is changed on its way. */
function openWith(changed: (change: Change) => Change) {
  const open = openSeller({
    fetch: (seller) => {
      const send = simulatorFetch(seller);
      return async (input, init) => {
        const request = new Request(input, init);
        const answer = await send(request);
        if (!request.url.endsWith('/changes/batch-retrieve')) return answer;
        const { changes, ...rest } = (await answer.json()) as { readonly changes: readonly Change[] };
        return Response.json({ ...rest, changes: changes.map(changed) });
      };
    },
  });
  open.seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  return open;
}

const adjustmentOf = (change: Change): Readonly<Record<string, unknown>> => change['adjustment'] as Change;

test('more changes than one page holds are all told', async () => {
  const { seller, system } = openSeller();
  for (let count = 0; count < 130; count++) seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  const moved = (await sweep(system, 'stock')).filter((it) => it.name === 'inventory.moved');
  expect(new Set(moved.map((it) => it.id)).size).toBe(130);
});

test('what happens at a location that the options do not name is not told, and not refused', async () => {
  const open = openSeller({ options: { locations: { LNEWYORK2: { code: 'store-2' } } } });
  open.seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  const told = await sweep(open.system, 'stock');
  expect(told.filter((it) => it.key.startsWith('SHOE-42'))).toEqual([]);
  expect(told.filter((it) => 'refused' in it)).toEqual([]);
});

test('a change that names no location is refused, since it may be one of ours', async () => {
  const { system } = openWith((change) => {
    if (change['adjustment'] === undefined) return change;
    const { from_location_id: _from, to_location_id: _to, ...adjustment } = adjustmentOf(change);
    return { ...change, adjustment };
  });
  expect((await sweep(system, 'stock')).filter((it) => 'refused' in it)).toMatchObject([
    { name: 'inventory.moved', key: 'SHOE-42', refused: { code: 'unmapped' } },
  ]);
});

test('a change of a kind that is not known is refused, and the others are told', async () => {
  let changed = 0;
  const { system } = openWith((change) =>
    change['adjustment'] === undefined || changed++ > 0 ? change : { type: 'TELEPORT', teleport: {} },
  );
  const told = await sweep(system, 'stock');
  expect(told.filter((it) => 'refused' in it)).toMatchObject([{ refused: { code: 'unmapped', path: 'type' } }]);
  expect(told.filter((it) => it.name === 'inventory.counted').length).toBeGreaterThan(1);
});

test('a change in a state that is not known is refused by its id', async () => {
  const { system } = openWith((change) =>
    change['adjustment'] === undefined
      ? change
      : { ...change, adjustment: { ...adjustmentOf(change), id: 'CHANGE1', to_state: 'LIMBO' } },
  );
  expect((await sweep(system, 'stock')).filter((it) => 'refused' in it)).toMatchObject([
    { id: 'CHANGE1', key: 'SHOE-42', refused: { code: 'unmapped', path: 'to_state' } },
  ]);
});
