import { money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { startOfDay } from '../src/days.ts';
import { perUnit } from '../src/mapping/price.ts';
import { openEnvironment } from './environment.ts';
import { catalogSettings, seedCatalog } from './arrangements/catalog.ts';

const settings = { ...catalogSettings, items: { ...catalogSettings.items }, journals: { prices: 'Sales' } };

function opened(changes: Parameters<typeof openEnvironment>[0] = {}) {
  const open = openEnvironment({ ...changes, settings: { ...settings, ...changes.settings } });
  seedCatalog(open);
  return open;
}

describe('SKUs that are variant numbers', () => {
  const byVariant = { items: { by: 'variant-number' } } as const;

  test('are listed with what tells them apart, and their own barcodes', async () => {
    const { system } = opened({ settings: byVariant });
    const { items } = await system.call('listProducts', {});
    expect(items).toMatchObject([
      { sku: 'PARKA-L', parent: 'PARKA', options: { size: 'L' }, barcodes: ['4006381333948'] },
      { sku: 'PARKA-M', parent: 'PARKA', options: { size: 'M' }, barcodes: ['4006381333931'] },
    ]);
    expect(await system.call('getProducts', { skus: ['PARKA-M', 'SHOE-42'] })).toEqual([items[1]]);
  });

  test('have the base price of their master, and the agreements of their own size', async () => {
    const { system } = opened({ settings: byVariant });
    const base = await system.call('listPrices', {});
    expect(base.items.map(({ sku, price }) => [sku, price.amount])).toEqual([
      ['PARKA-M', '149.50'],
      ['PARKA-L', '149.50'],
    ]);
    const agreed = await system.call('listPrices', { list: 'online' });
    expect(agreed.items.map(({ sku, price }) => [sku, price.amount])).toEqual([['PARKA-M', '120.00']]);
    const ten = await system.call('getPrices', { skus: ['PARKA-M', 'PARKA-L'], list: 'online-10' });
    expect(ten.map(({ sku, price }) => [sku, price.amount])).toEqual([
      ['PARKA-M', '90.00'],
      ['PARKA-L', '90.00'],
    ]);
  });
});

describe('prices', () => {
  test('hold from the first day on and up to the end of the last, in the zone of the company', async () => {
    const { system } = opened({ settings: { timeZone: 'America/New_York' } });
    const { items } = await system.call('listPrices', { list: 'online' });
    expect(items).toMatchObject([
      { sku: 'OUR-PARKA-M', effectiveFrom: '2026-11-27T05:00:00.000Z' },
      { sku: 'COFFEE', effectiveUntil: '2027-01-01T05:00:00.000Z' },
    ]);
    expect(items.every((it) => it.list === 'online')).toBe(true);
  });

  test('a price for all customers is in the list that names nobody, and only in the currency that is asked for', async () => {
    const { system } = opened();
    expect(await system.call('getPrices', { skus: ['BOOT'], list: 'all' })).toMatchObject([
      { price: { amount: '6.00', currency: 'EUR' } },
    ]);
    expect(await system.call('getPrices', { skus: ['BOOT'], list: 'all', currency: 'USD' })).toEqual([]);
  });

  test('a price of a warehouse is that of its location; one of an unknown warehouse or of a whole site is refused by name', async () => {
    const { system, environment } = opened();
    environment.seedSite('1', ['99']);
    const here = environment.seedAgreement({ itemNumber: 'COFFEE', unit: 'kg', price: 15, warehouse: '12' });
    const elsewhere = environment.seedAgreement({ itemNumber: 'COFFEE', unit: 'kg', price: 14, warehouse: '99' });
    const { items, refused } = await system.call('listPrices', { list: 'all' });
    expect(items).toContainEqual(expect.objectContaining({ location: 'store-2', refs: { erp: here } }));
    expect(refused).toMatchObject([{ identifiers: [elsewhere, 'COFFEE'], code: 'unmapped' }]);
  });

  test('a price of so many units comes to a price of one, or is refused', () => {
    expect(perUnit(money('7.5', 'USD'), '100')).toEqual(money('0.075', 'USD'));
    expect(perUnit(money('0', 'USD'), '0')).toEqual(money('0', 'USD'));
    expect(perUnit(money('1.2', 'USD'), '0.5')).toEqual(money('2.4', 'USD'));
    expect(perUnit(money('12', 'USD'), '1.2e1')).toEqual(money('1', 'USD'));
    for (const units of ['1e200', 'a dozen']) {
      expect(() => perUnit(money('10', 'USD'), units)).toThrow(expect.objectContaining({ code: 'quantity-invalid' }));
    }
    for (const [amount, units] of [
      ['10', '3'],
      ['-10', '1'],
    ] as const) {
      expect(() => perUnit(money(amount, 'USD'), units)).toThrow(
        expect.objectContaining({ code: 'unsupported-document' }),
      );
    }
  });

  test('a day begins at midnight where it is, also on the day on which the clock is put back', () => {
    expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
    expect(startOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
    expect(startOfDay('2026-11-27', 'Pacific/Kiritimati')).toBe('2026-11-26T10:00:00.000Z');
    expect(startOfDay('2026-11-27', 'UTC')).toBe('2026-11-27T00:00:00.000Z');
  });
});

describe('a price that is published', () => {
  const published = {
    sku: 'OUR-PARKA-M',
    refs: {},
    list: 'online',
    location: 'store-2',
    price: money('99.5', 'USD'),
    taxIncluded: false,
    effectiveFrom: '2026-12-01T00:00:00Z',
    effectiveUntil: '2027-01-01T00:00:00Z',
  };

  test('waits in a journal with its variant, place and days, and holds once it is posted', async () => {
    const { system, environment } = opened();
    const waiting = await system.call('publishPrice', published);
    expect(waiting).toMatchObject({ type: 'priceJournal', state: 'open' });
    const line = { item: 'PARKA', group: 'ONLINE', warehouse: '12', price: 99.5, from: '2026-12-01', to: '2026-12-31' };
    expect(environment.books.prices().filter((it) => !it.posted)).toMatchObject([line]);
    environment.runBatch();
    const later = await system.call('publishPrice', published, { key: 'another' });
    expect(later).toMatchObject({ state: 'posted' });
    expect(environment.books.prices().filter((it) => it.from === '2026-12-01')).toMatchObject([
      { ...line, posted: true },
    ]);
  });

  test('that was another in between is published again', async () => {
    const { system, environment } = opened();
    const at = (amount: string, key: string) =>
      system.call('publishPrice', { ...published, price: money(amount, 'USD') }, { key });
    await at('99.5', 'a');
    environment.runBatch();
    await at('89.5', 'b');
    environment.runBatch();
    await at('99.5', 'c');
    environment.runBatch();
    const mine = environment.books.prices().filter((it) => it.warehouse === '12');
    expect(mine.map((it) => it.price)).toEqual([99.5, 89.5, 99.5]);
  });

  test('without a first day holds from today, and is not published again tomorrow', async () => {
    const { system, environment, clock } = opened();
    const { effectiveFrom: _, effectiveUntil: __, ...atOnce } = published;
    await system.call('publishPrice', atOnce);
    environment.runBatch();
    await clock.advance(86_400_000);
    await system.call('publishPrice', atOnce, { key: 'tomorrow' });
    expect(environment.books.prices().filter((it) => it.warehouse === '12')).toMatchObject([{ from: '2026-11-27' }]);
  });

  test('needs the name of a journal', async () => {
    const { system } = opened({ settings: { journals: {} } });
    await expect(system.call('publishPrice', published)).rejects.toMatchObject({ code: 'unmapped' });
  });
});

test('a cursor of another listing is refused', async () => {
  const { system } = opened();
  for (const cursor of ['x', '{}', '{"location":"store-9","item":"A","given":0}']) {
    await expect(system.call('listInventory', { cursor })).rejects.toMatchObject({ code: 'input-invalid' });
  }
});
