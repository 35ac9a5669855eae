import { type CapabilityInput, capabilities } from '@crossdock/core';
import type { BookedUnits, LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { quoted } from './admin.ts';
import type { LiveStore } from './live-door.ts';

type Change = CapabilityInput<'adjustInventory'>['changes'][number];
type Level = CapabilityInput<'setInventory'>['levels'][number];

const Quantities = z.array(z.object({ name: z.string(), quantity: z.int() }));
const ItemLevel = z.object({
  inventoryItem: z.object({ inventoryLevel: z.object({ quantities: Quantities }).nullable() }),
});
const LocationLevels = z.object({
  location: z.object({
    inventoryLevels: z.object({
      nodes: z.array(
        z.object({
          updatedAt: z.string(),
          item: z.object({ sku: z.string().nullable(), tracked: z.boolean() }),
          quantities: Quantities,
        }),
      ),
    }),
  }),
});
const quantities = 'quantities(names: ["available", "on_hand"]) { name quantity }';

const unitsOf = (of: z.output<typeof Quantities>, name: string): number =>
  of.find((it) => it.name === name)?.quantity ?? 0;
const shown = (of: z.output<typeof Quantities>) => ({
  available: { amount: `${unitsOf(of, 'available')}`, unit: 'EA' },
  onHand: { amount: `${unitsOf(of, 'on_hand')}`, unit: 'EA' },
});

/**
 * The side doors of everything about stock. The platform shows no history of its levels, so what happened is told by what the
 * levels are and were: nothing else may sell these SKUs meanwhile.
 */
export function stockDoors(store: LiveStore) {
  const { admin, clock, open, once, seen, sku, variant, settings, anHourAgo } = store;
  const { location } = settings;
  const locationId = `gid://shopify/Location/${location}`;

  const levelOf = async (wanted: string) => {
    const { itemId } = await variant(wanted);
    const text = `query LiveLevel($id: ID!, $locationId: ID!) {
      inventoryItem(id: $id) { inventoryLevel(locationId: $locationId) { ${quantities} } }
    }`;
    const { inventoryLevel } = (await admin.ask(text, ItemLevel, { id: itemId, locationId })).inventoryItem;
    if (!inventoryLevel) throw new Error(`The store must have SKU ${wanted} at location ${location}`);
    return inventoryLevel.quantities;
  };
  const isKnown = (wanted: string): boolean => settings.skus.includes(wanted);
  const availableOf = async (wanted: string) => unitsOf(await levelOf(wanted), 'available');

  const getInventory: LiveArrange<'getInventory'> = () => ({
    ...open(),
    input: () => ({ skus: [sku(0), sku(1)], locations: [location] }),
    truth: async () => [
      { sku: sku(0), location, ...shown(await levelOf(sku(0))) },
      { sku: sku(1), location, ...shown(await levelOf(sku(1))) },
    ],
  });

  const changedSince = async (changedFrom: string) => {
    const text = `query LiveLevels($id: ID!, $query: String!) {
      location(id: $id) { inventoryLevels(first: 50, query: $query) { nodes { updatedAt item { sku tracked } ${quantities} } } }
    }`;
    const query = `updated_at:>=${quoted(changedFrom)}`;
    const answer = await admin.ask(text, LocationLevels, { id: locationId, query });
    return answer.location.inventoryLevels.nodes.filter((it) => it.item.tracked);
  };

  const listInventory: LiveArrange<'listInventory'> = async () => {
    const door = open();
    const changedFrom = await once('listed levels', async () => {
      await clock.advance(2_000);
      const from = new Date(Math.floor(clock.now() / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
      await move(store, [sku(0), sku(1)], 1, `${door.run}-up`);
      await move(store, [sku(0), sku(1)], -1, `${door.run}-down`);
      await seen(() => changedSince(from), 2);
      return from;
    });
    return {
      ...door,
      input: () => ({ locations: [location], changedFrom }),
      truth: async () => ({
        items: (await changedSince(changedFrom)).map((it) => ({
          sku: it.item.sku ?? '',
          location,
          ...shown(it.quantities),
        })),
        refused: [],
      }),
    };
  };

  const setInventory: LiveArrange<'setInventory'> = () => {
    const asked = new Map<string, readonly Level[]>();
    const door = open((input) => {
      const { data } = capabilities.setInventory.input.safeParse(input);
      if (data) asked.set(data.ref, data.levels);
    });
    let facts = 0;
    const level = (wanted: string, amount: number) => ({
      sku: wanted,
      location,
      kind: 'sellable' as const,
      quantity: { amount: String(amount) },
    });
    const publication = (ref: string, levels: ReturnType<typeof level>[]) => ({ ref, levels, asOf: anHourAgo() });
    const isShown = async (it: Level) => isKnown(it.sku) && (await availableOf(it.sku)) === Number(it.quantity.amount);
    return {
      ...door,
      async input() {
        const next = sku(facts++);
        return publication(`levels-${door.run}-${facts}`, [level(next, (await availableOf(next)) + 1)]);
      },
      async count(ref) {
        const levels = asked.get(ref) ?? [];
        const all = await Promise.all(levels.map((it) => isShown(it)));
        return all.length > 0 && all.every(Boolean) ? 1 : 0;
      },
      inspect: async (ref) => ({
        levels: await Promise.all(
          (asked.get(ref) ?? []).map(async (it): Promise<BookedUnits> => ({
            sku: it.sku,
            location: it.location,
            quantity: String(await availableOf(it.sku)),
          })),
        ),
      }),
      refused: async () => {
        const good = level(sku(0), (await availableOf(sku(0))) + 1);
        const ref = `levels-${door.run}-refused`;
        return [
          {
            what: 'an unknown SKU',
            input: publication(ref, [good, level('NO-SUCH-SKU-9999999', 1)]),
            code: 'unmapped',
          },
          {
            what: 'the same level twice',
            input: publication(`${ref}-2`, [good, { ...good, quantity: { amount: '2' } }]),
            code: 'input-invalid',
          },
        ];
      },
    };
  };

  const adjustInventory: LiveArrange<'adjustInventory'> = () => {
    const asked = new Map<string, readonly Change[]>();
    const before = new Map<string, number>();
    const door = open((input) => {
      const { data } = capabilities.adjustInventory.input.safeParse(input);
      if (data) asked.set(data.ref, data.changes);
    });
    let facts = 0;
    const adjustment = (ref: string, skus: readonly string[]): CapabilityInput<'adjustInventory'> => ({
      ref,
      reason: 'correction',
      changes: skus.map((it) => ({ sku: it, location, delta: { amount: '1' } })),
      occurredAt: anHourAgo(),
    });
    /** What moved under a reference: what moved at all, less one effect of every other that was called. */
    const moved = async (ref: string, wanted: string): Promise<number> => {
      if (!isKnown(wanted)) return 0;
      const others = [...asked]
        .filter(([other]) => other !== ref && !other.endsWith('-refused'))
        .flatMap(([, changes]) => changes.filter((it) => it.sku === wanted));
      const now = await availableOf(wanted);
      return others.reduce((rest, it) => rest - Number(it.delta.amount), now - (before.get(wanted) ?? now));
    };
    return {
      ...door,
      async input() {
        const next = sku(facts++);
        if (!before.has(next)) before.set(next, await availableOf(next));
        return adjustment(`adjust-${door.run}-${facts}`, [next]);
      },
      async count(ref) {
        const effects = (asked.get(ref) ?? []).map(async (it) => (await moved(ref, it.sku)) / Number(it.delta.amount));
        return Math.max(0, ...(await Promise.all(effects)));
      },
      inspect: async (ref) => ({
        changes: await Promise.all(
          (asked.get(ref) ?? []).map(async (it): Promise<BookedUnits> => ({
            sku: it.sku,
            location: it.location,
            quantity: String(await moved(ref, it.sku)),
          })),
        ),
      }),
      refused: () => [
        {
          what: 'an unknown SKU',
          input: adjustment(`adjust-${door.run}-refused`, [sku(0), 'NO-SUCH-SKU-9999999']),
          code: 'unmapped',
        },
      ],
    };
  };

  return { getInventory, listInventory, setInventory, adjustInventory };
}

/** Moves what can be sold of some SKUs. */
async function move(
  { admin, variant, settings }: LiveStore,
  skus: readonly string[],
  delta: number,
  key: string,
): Promise<void> {
  const locationId = `gid://shopify/Location/${settings.location}`;
  const items = await Promise.all(skus.map((it) => variant(it)));
  const changes = items.map(({ itemId }) => ({ inventoryItemId: itemId, locationId, delta, changeFromQuantity: null }));
  const text = `mutation LiveMove($input: InventoryAdjustQuantitiesInput!, $key: String!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { userErrors { message } }
  }`;
  const input = { name: 'available', reason: 'correction', changes };
  await admin.ask(text, z.unknown(), { input, key: `live-${key}` });
}
