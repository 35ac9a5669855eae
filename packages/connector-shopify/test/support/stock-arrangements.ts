import type { Arrange, BookedUnits } from '@crossdock/testing/contracts';
import { openShop, type OpenShop, type OpenShopOptions } from './open-shop.ts';

const locations = { '70000000001': 'warehouse', '70000000002': 'store-17' };

/** A shop with two places and some things in them. */
export function openStockedShop(options: OpenShopOptions = {}): OpenShop {
  const open = openShop({
    ...options,
    simulator: {
      locations: [
        { id: '70000000001', name: 'Warehouse' },
        { id: '70000000002', name: 'Store 17' },
      ],
      ...options.simulator,
    },
    options: { locations, ...options.options },
  });
  const { shop } = open;
  shop.addProduct({
    title: 'Shoe',
    variants: [42, 43].map((size) => ({ sku: `SHOE-${size}`, options: { size: String(size) } })),
  });
  shop.addProduct({ title: 'Sock', variants: [{ sku: "SOCK 'M'" }] });
  shop.addProduct({ title: 'Download', variants: [{ sku: 'DOWNLOAD', tracked: false }] });
  shop.addProduct({ title: 'Twin', variants: [{ sku: 'TWICE' }] });
  shop.addProduct({ title: 'Other twin', variants: [{ sku: 'TWICE' }] });
  shop.setStock('SHOE-42', '70000000001', { available: 7, committed: 2, damaged: 1, incoming: 12 });
  shop.setStock('SHOE-42', '70000000002', { available: 1 });
  shop.setStock('SHOE-43', '70000000001', { available: 5 });
  shop.setStock("SOCK 'M'", '70000000001', { available: 30 });
  return open;
}

/** What every side door to the stock has. */
export function doorsOf({ shop, system }: OpenShop) {
  return {
    system,
    faults: shop.faults,
    secrets: [shop.credentials.staticToken, shop.credentials.clientSecret, shop.webhookSecret],
    throttle: () => shop.faults.arm('throttle-storm'),
    revokeCredentials: () => shop.uninstallApp(),
  };
}

function levelsOf({ shop }: OpenShop) {
  return shop.stock.levels.flatMap((level) => {
    const found = shop.catalog.byItem(level.itemId);
    if (!found?.variant.sku) return [];
    const units = (name: string) => ({ amount: String(shop.stock.unitsOf(level, name)) });
    return [
      {
        sku: found.variant.sku,
        location: locations[String(level.locationId) as keyof typeof locations],
        onHand: { ...units('on_hand'), unit: 'EA' },
        available: { ...units('available'), unit: 'EA' },
        committed: { ...units('committed'), unit: 'EA' },
        incoming: { ...units('incoming'), unit: 'EA' },
        damaged: { ...units('damaged'), unit: 'EA' },
      },
    ];
  });
}

/** What the shop's own history says that a document did. */
function booked({ shop }: OpenShop, type: string, ref: string) {
  const uri = `gid://crossdock/${type}/${ref}`;
  return shop.stock.changes
    .filter(({ documentUri }) => documentUri === uri)
    .map((change) => ({
      ...change,
      sku: shop.catalog.byItem(change.itemId)?.variant.sku ?? '',
      location: locations[String(change.locationId) as keyof typeof locations],
      level: shop.stock.level(change.itemId, change.locationId),
    }));
}

const groupsIn = (changes: readonly { readonly group: bigint }[]): number =>
  new Set(changes.map(({ group }) => group)).size;

/** The side doors of everything about stock. */
export function stockArrangements(options: OpenShopOptions = {}) {
  const getInventory: Arrange<'getInventory'> = () => {
    const open = openStockedShop(options);
    return {
      ...doorsOf(open),
      input: () => ({ skus: ['SHOE-42', 'SHOE-43', "SOCK 'M'"] }),
      truth: ({ skus }) => levelsOf(open).filter(({ sku }) => skus.includes(sku)),
      refused: () => [
        { what: 'a SKU that is on two variants', input: { skus: ['TWICE'] }, code: 'conflict' },
        { what: 'a location that is none', input: { skus: ['SHOE-42'], locations: ['attic'] }, code: 'unmapped' },
      ],
    };
  };
  const listInventory: Arrange<'listInventory'> = () => {
    const open = openStockedShop(options);
    open.shop.setStock('TWICE', '70000000001', { available: 1 });
    open.shop.setStock('DOWNLOAD', '70000000001', { available: 1 });
    return {
      ...doorsOf(open),
      input: () => ({}),
      truth: () => ({
        items: levelsOf(open).filter(({ sku }) => sku !== 'TWICE' && sku !== 'DOWNLOAD'),
        refused: [{ code: 'conflict', path: 'sku' }],
      }),
    };
  };
  let facts = 0;
  const setInventory: Arrange<'setInventory'> = () => {
    const open = openStockedShop(options);
    const level = (sku: string, amount: number) => ({
      sku,
      location: 'warehouse',
      kind: 'sellable' as const,
      quantity: { amount: String(amount) },
    });
    return {
      ...doorsOf(open),
      input: () => ({
        ref: `levels-${++facts}`,
        levels: [
          level('SHOE-42', 10 + facts),
          { ...level('SHOE-43', 20 + facts), location: 'store-17', kind: 'sellable' },
        ],
        asOf: '2026-11-24T09:00:00Z',
      }),
      count: (ref) => groupsIn(booked(open, 'InventoryLevels', ref)),
      inspect: (ref) => ({
        levels: booked(open, 'InventoryLevels', ref).map(({ sku, location, level: it, name }): BookedUnits => ({
          sku,
          location,
          quantity: String(open.shop.stock.unitsOf(it, name)),
        })),
      }),
      loseReply: () => open.shop.faults.arm('lost-reply', { match: (subject) => subject.startsWith('SetQuantities') }),
      refused: () => {
        const input = (levels: readonly ReturnType<typeof level>[]) => ({
          ref: 'refused-1',
          levels: [...levels],
          asOf: '2026-11-24T09:00:00Z',
        });
        return [
          { what: 'an unknown SKU', input: input([level('SHOE-42', 1), level('NONE', 1)]), code: 'unmapped' },
          { what: 'a SKU on two variants', input: input([level('SHOE-42', 1), level('TWICE', 1)]), code: 'conflict' },
          { what: 'a thing that is not counted', input: input([level('DOWNLOAD', 1)]), code: 'refused' },
          {
            what: 'a location that is none',
            input: input([{ ...level('SHOE-42', 1), location: 'attic' }]),
            code: 'unmapped',
          },
          {
            what: 'the same level twice',
            input: input([level('SHOE-42', 1), level('SHOE-42', 2)]),
            code: 'input-invalid',
          },
          {
            what: 'a part of a piece',
            input: input([{ ...level('SHOE-42', 1), quantity: { amount: '1.5' } }]),
            code: 'quantity-invalid',
          },
        ];
      },
    };
  };
  const adjustInventory: Arrange<'adjustInventory'> = () => {
    const open = openStockedShop(options);
    const change = (sku: string, delta: string) => ({ sku, location: 'warehouse', delta: { amount: delta } });
    return {
      ...doorsOf(open),
      input: () => ({
        ref: `adjust-${++facts}`,
        reason: 'sale',
        changes: [change('SHOE-42', '-1'), { ...change('SHOE-43', '3'), location: 'store-17' }],
        occurredAt: '2026-11-24T09:00:00Z',
      }),
      count: (ref) => groupsIn(booked(open, 'InventoryAdjustment', ref)),
      inspect: (ref) => ({
        changes: booked(open, 'InventoryAdjustment', ref).map(({ sku, location, delta }): BookedUnits => ({
          sku,
          location,
          quantity: String(delta),
        })),
      }),
      loseReply: () =>
        open.shop.faults.arm('lost-reply', { match: (subject) => subject.startsWith('AdjustQuantities') }),
      refused: () => [
        {
          what: 'an unknown SKU',
          input: {
            ref: 'refused-1',
            reason: 'sale',
            changes: [change('NONE', '1')],
            occurredAt: '2026-11-24T09:00:00Z',
          },
          code: 'unmapped',
        },
      ],
    };
  };
  return { getInventory, listInventory, setInventory, adjustInventory };
}
