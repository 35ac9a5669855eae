import { type BookedConsignment } from '../../../src/testing/lightspeed/entries.ts';
import { one } from '../../../src/testing/lightspeed/numbers.ts';
import { arrange, type Door } from './door.ts';
import { chicago, type OpenRetailerOptions, outlets } from './open-retailer.ts';

const codeOf = (id: string): string => outlets[id as keyof typeof outlets].code;

let serial = 0;
const another = (what: string): string => `${what}-${++serial}`;

const skuOf = ({ retailer }: Pick<Door, 'retailer'>, productId: string): string =>
  retailer.books.products.get(productId)?.sku ?? '';

/** Statuses that moved something. */
const done = new Set(['RECEIVED', 'STOCKTAKE_COMPLETE']);
const isDone = ({ type, status }: BookedConsignment): boolean =>
  done.has(status) || (type === 'RETURN' && status === 'SENT');

/** Finished consignments of a document. */
export function doneUnder({ retailer }: Pick<Door, 'retailer'>, reference: string): readonly BookedConsignment[] {
  return retailer.books.consignments.values().filter((it) => it.reference.startsWith(`${reference}/`) && isDone(it));
}

/** How often a document took effect: a second consignment for one of its parts is a second effect. */
function effectsOf(door: Door, reference: string): number {
  const byPart = Map.groupBy(doneUnder(door, reference), (it) => it.reference);
  return Math.max(0, ...[...byPart.values()].map((it) => it.length));
}

/** What finished consignments moved, by product and store, with our sign. */
function movedBy(door: Door, reference: string) {
  return doneUnder(door, reference).flatMap(({ type, outletId, sourceOutletId, rows }) =>
    rows.flatMap(({ productId, count, received = 0 }) => {
      const sku = skuOf(door, productId);
      const gone = { sku, location: codeOf(sourceOutletId ?? outletId), quantity: String(-count / one) };
      const come = { sku, location: codeOf(outletId), quantity: String(received / one) };
      if (type === 'OUTLET') return [gone, come];
      return [type === 'RETURN' ? gone : come];
    }),
  );
}

const now = ({ clock }: Door): string => new Date(clock.now() - 60_000).toISOString();
const levels = [
  { sku: 'SHOE-42', location: 'store-1', onHand: { amount: '12', unit: 'EA' } },
  { sku: 'SOCK-M', location: 'store-1', onHand: { amount: '40', unit: 'EA' } },
  { sku: 'SOCK-M', location: 'store-2', onHand: { amount: '7', unit: 'EA' } },
];

/** The side doors of stock. */
export function stockDoors(options: OpenRetailerOptions = {}) {
  return {
    getInventory: arrange<'getInventory'>(options, () => ({
      input: () => ({ skus: ['SHOE-42', 'SOCK-M'] }),
      truth: () => levels,
    })),
    listInventory: arrange<'listInventory'>(options, ({ retailer }) => ({
      input: () => {
        const { productIds } = retailer.seed({ sku: '', stock: { [chicago]: 3 } });
        nameless.set(retailer, productIds[0] ?? '');
        return {};
      },
      truth: () => ({
        items: levels,
        refused: [{ identifiers: [nameless.get(retailer) ?? ''], code: 'unmapped', path: 'sku' }],
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
      count: (reference) => effectsOf(door, reference),
      inspect: (reference) => ({
        levels: doneUnder(door, reference).flatMap(({ outletId, rows }) =>
          rows.map(({ productId }) => ({
            sku: skuOf(door, productId),
            location: codeOf(outletId),
            quantity: String((door.retailer.stock.level(productId, outletId) ?? Number.NaN) / one),
          })),
        ),
      }),
      refused: () => {
        const wanted = [{ sku: 'SHOE-42', location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '7' } }];
        const ref = another('levels');
        const other = (over: object) => ({ ref, levels: wanted.map((it) => ({ ...it, ...over })), asOf: now(door) });
        return [
          {
            what: 'a level of this morning',
            input: { ref, levels: wanted, asOf: '2026-11-24T13:00:00Z' },
            code: 'refused',
          },
          { what: 'a level below none', input: other({ quantity: { amount: '-1' } }), code: 'quantity-invalid' },
          { what: 'a level of an unknown product', input: other({ sku: 'UNKNOWN' }), code: 'unmapped' },
          { what: 'a level of an unknown store', input: other({ location: 'store-99' }), code: 'unmapped' },
        ];
      },
    })),
    adjustInventory: arrange<'adjustInventory'>(options, (door) => ({
      input: () => ({
        ref: another('sale'),
        reason: 'sale',
        changes: [
          { sku: 'SHOE-42', location: 'store-1', delta: { amount: '-2' } },
          { sku: 'SOCK-M', location: 'store-1', delta: { amount: '3' } },
          { sku: 'SOCK-M', location: 'store-2', delta: { amount: '-1' } },
        ],
        occurredAt: now(door),
      }),
      count: (reference) => effectsOf(door, reference),
      inspect: (reference) => ({ changes: movedBy(door, reference) }),
      refused: () => {
        const changes = [{ sku: 'SHOE-42', location: 'store-1', delta: { amount: '-1' } }];
        const request = { ref: another('sale'), reason: 'sale' as const, occurredAt: now(door), changes };
        const other = (over: object) => ({ ...request, changes: changes.map((it) => ({ ...it, ...over })) });
        door.retailer.seed({ sku: 'SERVICE', hasInventory: false });
        return [
          {
            what: 'a sale that the tills took off by themselves',
            input: { ...request, ref: 'stores-1' },
            code: 'refused',
          },
          { what: 'an unknown product', input: other({ sku: 'UNKNOWN' }), code: 'unmapped' },
          { what: 'a product that keeps no stock', input: other({ sku: 'SERVICE' }), code: 'refused' },
          { what: 'another unit', input: other({ delta: { amount: '-1', unit: 'KGM' } }), code: 'quantity-invalid' },
          {
            what: 'two changes of one product at one store',
            input: { ...request, changes: [...changes, ...changes] },
            code: 'input-invalid',
          },
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
      count: (reference) => effectsOf(door, reference),
      inspect: (reference) => ({ changes: movedBy(door, reference) }),
      refused: () => [
        {
          what: 'a transfer to the same store',
          input: {
            ref: another('transfer'),
            from: 'store-1',
            to: 'store-1',
            lines: [{ sku: 'SHOE-42', quantity: { amount: '2' } }],
            occurredAt: now(door),
          },
          code: 'input-invalid',
        },
      ],
    })),
  };
}

const nameless = new WeakMap<object, string>();
