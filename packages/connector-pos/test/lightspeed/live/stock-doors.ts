import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { type LiveRetailer } from './retailer.ts';

const Level = z.object({ product_id: z.string(), outlet_id: z.string(), inventory_level: z.coerce.number().nullish() });
const Listed = z.object({ id: z.string(), sku: z.string().nullish(), has_inventory: z.boolean().nullish() });
const Consignment = z.object({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  reference: z.string().nullish(),
  outlet_id: z.string(),
});
const ConsignedRow = z.object({
  product_id: z.string(),
  count: z.coerce.number().nullish(),
  received: z.coerce.number().nullish(),
});

/** Stock: read, listed, set, changed, moved. */
export function stockDoors(retailer: LiveRetailer) {
  const { office, clock, settings, open, another, productOf } = retailer;
  const [sku = ''] = settings.skus;
  const codeOf = (outletId: string): string => `store-${settings.outlets.indexOf(outletId) + 1}`;
  const aMinuteAgo = (): string => new Date(clock.now() - 60_000).toISOString();
  const unknown = 'NO-SUCH-SKU-9999999';
  let levelsAsked = 0;

  const levelOf = async (of: string): Promise<number> => {
    const path = `/api/2.0/products/${await productOf(of)}/inventory`;
    const { data } = await office.ask('GET', path, z.object({ data: z.array(Level) }));
    return data.find((it) => it.outlet_id === settings.outlets[0])?.inventory_level ?? 0;
  };
  const doneUnder = async (ref: string) => {
    const all = await office.rows('/api/2.0/consignments', Consignment);
    const isDone = ({ type, status }: z.output<typeof Consignment>): boolean =>
      ['RECEIVED', 'STOCKTAKE_COMPLETE'].includes(status) || (type === 'RETURN' && status === 'SENT');
    const latest = new Map(all.map((it) => [it.id, it]));
    return [...latest.values()].filter((it) => it.reference?.startsWith(`${ref}/`) === true && isDone(it));
  };
  const rowsUnder = async (ref: string) => {
    const [done] = await doneUnder(ref);
    return done && (await office.rows(`/api/2.0/consignments/${done.id}/products`, ConsignedRow));
  };
  const count = async (ref: string): Promise<number> => (await doneUnder(ref)).length;

  const getInventory: LiveArrange<'getInventory'> = async () => ({
    ...(await open()),
    input: () => ({ skus: settings.skus.slice(0, 2), locations: ['store-1'] }),
    truth: () =>
      Promise.all(
        settings.skus.slice(0, 2).map(async (of) => ({
          sku: of,
          location: 'store-1',
          onHand: { amount: String(await levelOf(of)), unit: 'EA' },
        })),
      ),
  });

  /** All of it: levels tell no date, so no span of them is known from outside. */
  const listInventory: LiveArrange<'listInventory'> = async () => ({
    ...(await open()),
    input: () => ({}),
    truth: async () => {
      const products = new Map((await office.rows('/api/2.0/products', Listed)).map((it) => [it.id, it]));
      const rows = (await office.rows('/api/2.0/inventory', Level)).filter((it) =>
        settings.outlets.includes(it.outlet_id),
      );
      const nameless = rows.filter((it) => (products.get(it.product_id)?.sku ?? '') === '');
      return {
        items: rows.flatMap(({ product_id, outlet_id, inventory_level }) => {
          const product = products.get(product_id);
          if (!product?.sku || product.has_inventory === false || inventory_level == null) return [];
          const onHand = { amount: String(inventory_level), unit: 'EA' };
          return [{ sku: product.sku, location: codeOf(outlet_id), onHand }];
        }),
        refused: nameless.map((it) => ({ identifiers: [it.product_id], code: 'unmapped' })),
      };
    },
  });

  const setInventory: LiveArrange<'setInventory'> = async () => {
    // What is there already is not set: every level is another one.
    const levels = (of = sku) => [
      { sku: of, location: 'store-1', kind: 'on-hand' as const, quantity: { amount: String(100 + ++levelsAsked) } },
    ];
    return {
      ...(await open()),
      input: () => ({ ref: another('levels'), levels: levels(), asOf: aMinuteAgo() }),
      count,
      inspect: async (ref) => {
        if ((await count(ref)) === 0) return undefined;
        return { levels: [{ sku, location: 'store-1', quantity: String(await levelOf(sku)) }] };
      },
      refused: () => [
        {
          what: 'a level of this morning',
          input: {
            ref: another('levels'),
            levels: levels(),
            asOf: new Date(clock.now() - 7_200_000).toISOString(),
          },
          code: 'refused',
        },
        {
          what: 'a level of an unknown product',
          input: { ref: another('levels'), levels: levels(unknown), asOf: aMinuteAgo() },
          code: 'unmapped',
        },
      ],
    };
  };

  const adjustInventory: LiveArrange<'adjustInventory'> = async () => {
    const input = (of = sku) => ({
      ref: another('receipt'),
      reason: 'receipt' as const,
      changes: [{ sku: of, location: 'store-1', delta: { amount: '2' } }],
      occurredAt: aMinuteAgo(),
    });
    return {
      ...(await open()),
      input: () => input(),
      count,
      inspect: async (ref) => {
        const rows = await rowsUnder(ref);
        return (
          rows && { changes: rows.map((it) => ({ sku, location: 'store-1', quantity: String(it.received ?? 0) })) }
        );
      },
      refused: () => [{ what: 'an unknown SKU', input: input(unknown), code: 'unmapped' }],
    };
  };

  const transferInventory: LiveArrange<'transferInventory'> = async () => {
    const input = (to = 'store-2') => ({
      ref: another('transfer'),
      from: 'store-1',
      to,
      lines: [{ sku, quantity: { amount: '1' } }],
      occurredAt: aMinuteAgo(),
    });
    return {
      ...(await open()),
      input: () => input(),
      count,
      inspect: async (ref) => {
        const rows = await rowsUnder(ref);
        return (
          rows && {
            changes: rows.flatMap((it) => [
              { sku, location: 'store-1', quantity: String(-(it.count ?? 0)) },
              { sku, location: 'store-2', quantity: String(it.received ?? 0) },
            ]),
          }
        );
      },
      refused: () => [{ what: 'a transfer to the same store', input: input('store-1'), code: 'input-invalid' }],
    };
  };

  return { getInventory, listInventory, setInventory, adjustInventory, transferInventory };
}
