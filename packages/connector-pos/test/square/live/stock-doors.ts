import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { type LiveSeller } from './seller.ts';

const Count = z.object({ catalog_object_id: z.string(), location_id: z.string(), quantity: z.string() });
const Change = z.object({
  type: z.string(),
  physical_count: z
    .object({ catalog_object_id: z.string(), reference_id: z.string().optional(), location_id: z.string() })
    .optional(),
  adjustment: z
    .object({
      catalog_object_id: z.string(),
      reference_id: z.string().optional(),
      quantity: z.string(),
      from_state: z.string(),
      to_state: z.string(),
      from_location_id: z.string().optional(),
      to_location_id: z.string().optional(),
    })
    .optional(),
});

const unknown = 'NO-SUCH-SKU-9999999';

/** Stock: read, set, changed, moved. */
export function stockDoors({ clock, settings, rows, open, another, variationsOf }: LiveSeller) {
  const [sku = ''] = settings.skus;
  const codeOf = (id = ''): string => `store-${settings.locations.indexOf(id) + 1}`;
  const aMinuteAgo = (): string => new Date(clock.now() - 60_000).toISOString();
  const begun = new Date(clock.now() - 86_400_000).toISOString();
  let levelsAsked = 0;

  const idOf = async (of: string): Promise<string> => {
    const [found, ...others] = await variationsOf(of);
    if (!found || others.length > 0) throw new Error(`The seller must have SKU ${of} on one variation`);
    return found.id;
  };
  const countsOf = async (of: string) =>
    rows('/v2/inventory/counts/batch-retrieve', 'counts', Count, {
      catalog_object_ids: [await idOf(of)],
      location_ids: settings.locations,
      states: ['IN_STOCK'],
    });
  const under = async (ref: string) => {
    const changes = await rows('/v2/inventory/changes/batch-retrieve', 'changes', Change, {
      catalog_object_ids: [await idOf(sku)],
      location_ids: settings.locations,
      types: ['PHYSICAL_COUNT', 'ADJUSTMENT'],
      updated_after: begun,
    });
    return changes.filter((it) => (it.adjustment ?? it.physical_count)?.reference_id === ref);
  };
  const count = async (ref: string): Promise<number> => (await under(ref)).length;
  const movedUnder = async (ref: string) => {
    const changes = await under(ref);
    if (changes.length === 0) return undefined;
    return {
      changes: changes.flatMap(({ adjustment: it }) => {
        if (!it) return [];
        const gone = { sku, location: codeOf(it.from_location_id), quantity: `-${it.quantity}` };
        const come = { sku, location: codeOf(it.to_location_id), quantity: it.quantity };
        return [...(it.from_state === 'IN_STOCK' ? [gone] : []), ...(it.to_state === 'IN_STOCK' ? [come] : [])];
      }),
    };
  };

  const getInventory: LiveArrange<'getInventory'> = () => ({
    ...open(),
    input: () => ({ skus: [sku], locations: ['store-1', 'store-2'] }),
    truth: async () =>
      (await countsOf(sku)).map((it) => ({
        sku,
        location: codeOf(it.location_id),
        onHand: { amount: it.quantity, unit: 'EA' },
      })),
  });

  const setInventory: LiveArrange<'setInventory'> = () => {
    // What is there already is not set: every level is another one.
    const levels = (of = sku) => [
      { sku: of, location: 'store-1', kind: 'on-hand' as const, quantity: { amount: String(100 + ++levelsAsked) } },
    ];
    return {
      ...open(),
      input: () => ({ ref: another('levels'), levels: levels(), asOf: aMinuteAgo() }),
      count,
      inspect: async (ref) => {
        if ((await count(ref)) === 0) return undefined;
        const counts = (await countsOf(sku)).filter((it) => codeOf(it.location_id) === 'store-1');
        return { levels: counts.map((it) => ({ sku, location: 'store-1', quantity: it.quantity })) };
      },
      refused: () => [
        {
          what: 'a level of long ago',
          input: {
            ref: another('levels'),
            levels: levels(),
            asOf: new Date(clock.now() - 4 * 86_400_000).toISOString(),
          },
          code: 'refused',
        },
        {
          what: 'a level of an unknown article',
          input: { ref: another('levels'), levels: levels(unknown), asOf: aMinuteAgo() },
          code: 'unmapped',
        },
      ],
    };
  };

  const adjustInventory: LiveArrange<'adjustInventory'> = () => {
    const input = (of = sku) => ({
      ref: another('receipt'),
      reason: 'receipt' as const,
      changes: [{ sku: of, location: 'store-1', delta: { amount: '2' } }],
      occurredAt: aMinuteAgo(),
    });
    return {
      ...open(),
      input: () => input(),
      count,
      inspect: movedUnder,
      refused: () => [{ what: 'an unknown SKU', input: input(unknown), code: 'unmapped' }],
    };
  };

  const transferInventory: LiveArrange<'transferInventory'> = () => ({
    ...open(),
    input: () => ({
      ref: another('transfer'),
      from: 'store-1',
      to: 'store-2',
      lines: [{ sku, quantity: { amount: '1' } }],
      occurredAt: aMinuteAgo(),
    }),
    count,
    inspect: movedUnder,
  });

  return { getInventory, setInventory, adjustInventory, transferInventory };
}
