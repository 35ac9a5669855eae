import { type CapabilityInput, isIntegrationError } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openVisibility, type OpenVisibility, places } from './environment.ts';

const line = (sku: string, location: keyof typeof places, amount: string) => ({ sku, location, quantity: { amount } });
const held = ({ service }: OpenVisibility) =>
  service.books
    .reservations()
    .filter((it) => it.held > 0 && !it.product.startsWith('crossdock-'))
    .map((it) => [it.product, it.held]);

/** A shoe and a belt, five of each. */
function openStore() {
  const it = openVisibility();
  for (const product of ['SHOE', 'BELT']) it.service.seedStock({ product, ...places['store-1'], units: 5 });
  const request: CapabilityInput<'reserveInventory'> = {
    ref: 'order-1',
    lines: [line('SHOE', 'store-1', '2'), line('BELT', 'store-1', '3')],
  };
  return { ...it, request };
}

/** Lets somebody else take the belts in the moment between our look and our write. */
function losesTheBelts({ service }: OpenVisibility): void {
  let taken = false;
  service.beforeWrite((path) => {
    if (taken || path !== '/onhand/reserve/bulk') return;
    taken = true;
    service.seedStock({ product: 'BELT', ...places['store-1'], units: -4 });
  });
}

describe('a reservation of several lines', () => {
  test('holds nothing if one of them is lost to somebody else between look and write', async () => {
    const store = openStore();
    losesTheBelts(store);
    await expect(store.system.call('reserveInventory', store.request)).rejects.toMatchObject({
      code: 'conflict',
      disposition: 'reject',
      path: 'lines.1',
    });
    expect(held(store)).toEqual([]);
    expect(store.service.books.units('SHOE', '1', '11', 'iv.softreservordered')).toBe(0);
  });

  test('holds its units when it is tried again under the same reference, by whichever process', async () => {
    const store = openStore();
    losesTheBelts(store);
    await expect(store.system.call('reserveInventory', store.request, { key: 'step' })).rejects.toThrow('enough');
    store.service.seedStock({ product: 'BELT', ...places['store-1'], units: 4 });
    const document = await store.system.restart().call('reserveInventory', store.request, { key: 'step' });
    expect(held(store)).toEqual([
      ['SHOE', 2],
      ['BELT', 3],
    ]);
    const again = await store.system.restart().call('reserveInventory', store.request, { key: 'step' });
    expect(again).toEqual(document);
    await store.system.call('releaseInventory', { ref: 'order-1', reservation: document });
    expect(held(store)).toEqual([]);
  });

  test('gives back at the next try what a crash left held', async () => {
    const store = openStore();
    losesTheBelts(store);
    // The mark is written, and the process dies before anything is given back.
    const died = new AbortController();
    store.service.beforeWrite((path) => {
      if (path === '/onhand/unreserve/bulk') died.abort();
    });
    const { signal } = died;
    store.service.faults.arm('error-before', { match: (it) => it.includes('unreserve'), times: 9 });
    await store.system.call('reserveInventory', store.request, { key: 'step', signal }).catch(() => undefined);
    expect(held(store)).toEqual([['SHOE', 2]]);
    store.service.faults.clear();

    await expect(store.system.restart().call('reserveInventory', store.request)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(held(store), 'there are still too few belts').toEqual([]);
    store.service.seedStock({ product: 'BELT', ...places['store-1'], units: 4 });
    await store.system.restart().call('reserveInventory', store.request);
    expect(held(store)).toEqual([
      ['SHOE', 2],
      ['BELT', 3],
    ]);
  });

  test('gives back what an earlier sending of the same call may have left held', async () => {
    const store = openStore();
    losesTheBelts(store);
    // The first reserves the shoes; the second would mark the round as spent, and fails.
    let asked = 0;
    store.service.faults.arm('error-before', { match: (it) => it.includes('/reserve/') && (asked += 1) === 2 });
    await expect(store.system.call('reserveInventory', store.request)).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
    expect(held(store)).toEqual([]);
  });

  test('is found again after a lost reply, though all that was left is held for it', async () => {
    const store = openStore();
    const lines = [line('SHOE', 'store-1', '5'), line('BELT', 'store-1', '5')];
    store.service.faults.arm('lost-reply', { match: (it) => it.includes('/reserve/') });
    await store.system.call('reserveInventory', { ref: 'order-2', lines });
    expect(held(store)).toEqual([
      ['SHOE', 5],
      ['BELT', 5],
    ]);
  });

  test('asks for what is short first, and takes nothing else if that is refused', async () => {
    const { system, service } = openStore();
    const lines = [line('SHOE', 'store-1', '2'), line('BELT', 'store-1', '6')];
    await expect(system.call('reserveInventory', { ref: 'order-3', lines })).rejects.toMatchObject({
      code: 'conflict',
      path: 'lines.1',
    });
    expect(service.books.reservations()).toEqual([]);
    expect(service.requests.filter((it) => it.path.includes('reserve'))).toHaveLength(1);
  });

  test('adds lines of one SKU at one location together', async () => {
    const store = openStore();
    const lines = [line('SHOE', 'store-1', '3'), line('SHOE', 'store-1', '3')];
    await expect(store.system.call('reserveInventory', { ref: 'order-4', lines })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(held(store)).toEqual([]);
  });
});

test('marks of refused rounds are no stock', async () => {
  const store = openStore();
  losesTheBelts(store);
  await store.system.call('reserveInventory', store.request).catch(() => undefined);
  const { items } = await store.system.call('listInventory', {});
  expect(items.map((it) => it.sku).toSorted()).toEqual(['BELT', 'SHOE']);
});

describe('a release', () => {
  test('of units that left with a sales order meanwhile counts as released', async () => {
    const { system, service, request } = openStore();
    const reservation = await system.call('reserveInventory', request);
    service.ship('SHOE', '1', '11', 2);
    await system.call('releaseInventory', { ref: 'order-1', reservation }, { key: 'one' });
    await system.call('releaseInventory', { ref: 'order-1', reservation }, { key: 'two' });
    expect(service.books.reservations().map((it) => it.held)).toEqual([0, 0]);
  });

  test('needs the document, and that of the same reservation', async () => {
    const { system, request } = openStore();
    const reservation = await system.call('reserveInventory', request);
    await expect(system.call('releaseInventory', { ref: 'order-1' })).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'reservation',
    });
    await expect(system.call('releaseInventory', { ref: 'order-9', reservation })).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'reservation.reference',
    });
  });

  test('of a reservation that the service does not know is refused', async () => {
    const store = openStore();
    const reservation = await store.system.call('reserveInventory', store.request);
    const elsewhere = openStore();
    await expect(elsewhere.system.call('releaseInventory', { ref: 'order-1', reservation })).rejects.toMatchObject({
      code: 'not-found',
      disposition: 'reject',
    });
  });
});

test('a reservation that does not say its id is unknown, and nobody is told that it is held', async () => {
  const { system, service } = openVisibility({
    answers: (_, items) => items.map((item) => ({ ...item, reservationId: undefined })),
  });
  service.seedStock({ product: 'SHOE', ...places['store-1'], units: 5 });
  const lines = [line('SHOE', 'store-1', '1')];
  const failure: unknown = await system.call('reserveInventory', { ref: 'order-5', lines }).catch((it: unknown) => it);
  expect(isIntegrationError(failure) && [failure.code, failure.disposition]).toEqual(['outcome-unknown', 'unknown']);
});

test('while a line may still turn out well, nothing is given back and no round is spent', async () => {
  let isBusy = true;
  const store = openVisibility({
    answers: (path, items) => {
      if (!isBusy || !path.includes('/reserve/')) return items;
      isBusy = false;
      return items.map((item, index) =>
        index === 1 ? { ...item, processingStatus: 'failure', statusCode: 503, message: 'busy' } : item,
      );
    },
  });
  for (const product of ['SHOE', 'BELT']) store.service.seedStock({ product, ...places['store-1'], units: 5 });
  const lines = [line('SHOE', 'store-1', '2'), line('BELT', 'store-1', '3')];
  await store.system.call('reserveInventory', { ref: 'order-6', lines });
  expect(held(store)).toEqual([
    ['SHOE', 2],
    ['BELT', 3],
  ]);
  expect(store.service.books.reservations().map((it) => it.id)).toEqual(['CD.RSV.order-6.0.0', 'CD.RSV.order-6.0.1']);
});
