import { quantityText } from '../../../src/testing/square/books.ts';
import { type BookedChange } from '../../../src/testing/square/entries.ts';
import { arrange, type Door } from './door.ts';
import { locations, type OpenSellerOptions } from './open-seller.ts';

const codeOf = (id: string): string => locations[id as keyof typeof locations].code;

let serial = 0;
const another = (what: string): string => `${what}-${++serial}`;

const skuOf = ({ seller }: Door, id: string): string => {
  const found = seller.books.variations().find((it) => it.id === id);
  return (found?.['item_variation_data'] as { sku: string } | undefined)?.sku ?? '';
};

const under = ({ seller }: Door, reference: string): readonly BookedChange[] =>
  seller.books.changes.filter((it) => it.referenceId === reference);

/** What changes come to, by article and location, with our sign. */
function movedBy(door: Door, reference: string) {
  return under(door, reference).flatMap((change) => {
    const sku = skuOf(door, change.variationId);
    const ends = [
      { end: change.from, sign: '-' },
      { end: change.to, sign: '' },
    ];
    return ends.flatMap(({ end, sign }) =>
      end?.state === 'IN_STOCK'
        ? [{ sku, location: codeOf(end.locationId), quantity: `${sign}${quantityText(change.units)}` }]
        : [],
    );
  });
}

const now = ({ clock }: Door): string => new Date(clock.now() - 60_000).toISOString();

/** The side doors of stock. */
export function stockDoors(options: OpenSellerOptions = {}) {
  return {
    getInventory: arrange<'getInventory'>(options, () => ({
      input: () => ({ skus: ['SHOE-42', 'SOCK-M'] }),
      truth: () => [
        { sku: 'SHOE-42', location: 'store-1', onHand: { amount: '12', unit: 'EA' } },
        { sku: 'SOCK-M', location: 'store-1', onHand: { amount: '40', unit: 'EA' } },
        { sku: 'SOCK-M', location: 'store-2', onHand: { amount: '7', unit: 'EA' } },
      ],
    })),
    listInventory: arrange<'listInventory'>(options, ({ seller }) => ({
      input: () => {
        const { variationIds } = seller.seed({ sku: '', stock: 3 });
        nameless.set(seller, variationIds[0] ?? '');
        return {};
      },
      truth: () => ({
        items: [
          { sku: 'SHOE-42', location: 'store-1', onHand: { amount: '12', unit: 'EA' } },
          { sku: 'SOCK-M', location: 'store-1', onHand: { amount: '40', unit: 'EA' } },
          { sku: 'SOCK-M', location: 'store-2', onHand: { amount: '7', unit: 'EA' } },
        ],
        refused: [{ identifiers: [nameless.get(seller) ?? ''], code: 'unmapped', path: 'sku' }],
      }),
    })),
    setInventory: arrange<'setInventory'>(options, (door) => ({
      input: () => ({
        ref: another('levels'),
        levels: [
          { sku: 'SHOE-42', location: 'store-1', kind: 'on-hand', quantity: { amount: '7' } },
          { sku: 'SOCK-M', location: 'store-2', kind: 'sellable', quantity: { amount: '5' } },
        ],
        asOf: now(door),
      }),
      count: (reference) => Math.min(1, under(door, reference).length),
      inspect: (reference) => ({
        levels: under(door, reference).map(({ variationId, counted }) => ({
          sku: skuOf(door, variationId),
          location: codeOf(counted?.locationId ?? ''),
          quantity: quantityText(
            door.seller.books.inStock(variationId, counted?.locationId ?? '')?.units ?? Number.NaN,
          ),
        })),
      }),
      refused: () => {
        const levels = [{ sku: 'SHOE-42', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '7' } }];
        const ref = another('levels');
        return [
          { what: 'a level of long ago', input: { ref, levels, asOf: '2026-11-20T00:00:00Z' }, code: 'refused' },
          {
            what: 'a level of an unknown article',
            input: { ref, levels: levels.map((it) => ({ ...it, sku: 'UNKNOWN' })), asOf: now(door) },
            code: 'unmapped',
          },
          {
            what: 'a level of an unknown store',
            input: { ref, levels: levels.map((it) => ({ ...it, location: 'store-99' })), asOf: now(door) },
            code: 'unmapped',
          },
        ];
      },
    })),
    adjustInventory: arrange<'adjustInventory'>(options, (door) => ({
      input: () => ({
        ref: another('sale'),
        reason: 'sale',
        changes: [
          { sku: 'SHOE-42', location: 'store-1', delta: { amount: '-2' } },
          { sku: 'SOCK-M', location: 'store-2', delta: { amount: '-1' } },
        ],
        occurredAt: now(door),
      }),
      count: (reference) => Math.min(1, under(door, reference).length),
      inspect: (reference) => ({ changes: movedBy(door, reference) }),
      refused: () => {
        const changes = [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: '-1' } }];
        const request = { ref: another('sale'), reason: 'sale' as const, occurredAt: now(door), changes };
        const other = (over: object) => ({ ...request, changes: changes.map((it) => ({ ...it, ...over })) });
        return [
          {
            what: 'a sale that the tills took off by themselves',
            input: { ...request, ref: 'stores-1' },
            code: 'refused',
          },
          { what: 'an unknown article', input: other({ sku: 'UNKNOWN' }), code: 'unmapped' },
          { what: 'another unit', input: other({ delta: { amount: '-1', unit: 'KGM' } }), code: 'quantity-invalid' },
        ];
      },
    })),
    transferInventory: arrange<'transferInventory'>(options, (door) => ({
      input: () => ({
        ref: another('transfer'),
        from: 'store-1',
        to: 'store-2',
        lines: [
          { sku: 'SHOE-42', quantity: { amount: '2' } },
          { sku: 'SOCK-M', quantity: { amount: '3' } },
        ],
        occurredAt: now(door),
      }),
      count: (reference) => Math.min(1, under(door, reference).length),
      inspect: (reference) => ({ changes: movedBy(door, reference) }),
    })),
  };
}

const nameless = new WeakMap<object, string>();
