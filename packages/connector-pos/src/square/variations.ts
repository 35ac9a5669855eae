import { type Clock, IntegrationError } from '@crossdock/core';
import { ObjectsAnswer, WireUnit, WireVariation } from './api/catalog.ts';
import { WireMeasurementUnit } from './api/orders.ts';
import { type SquareClient } from './client.ts';
import { inGroups } from './groups.ts';
import { unitOf } from './mapping/units.ts';

/** What is sold, by Square's id and by our SKU. */
export interface Variation {
  /** Square's id of the ITEM_VARIATION. */
  readonly id: string;
  /** Absent where the seller gave none. */
  readonly sku?: string;
  readonly itemId?: string;
  /** UN/ECE code. */
  readonly unit: string;
}

/** Reads what lies behind ids and SKUs. */
export interface Variations {
  /** By id, deleted ones too. What Square does not have is left out. */
  byIds(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Variation>>;
  /** By SKU. Unknown ones are left out; one that several variations have is refused with `conflict`. */
  bySkus(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Variation>>;
  /** By SKU, where all must be there: `unmapped` names the first that is not. */
  requiredBySkus(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Variation>>;
}

/** A SKU is given to another article now and then. */
const keptMs = 600_000;
/** Ids of one request; well below every limit of the platform. */
const groupSize = 100;

/** Makes the reader of variations. No network here. */
export function createVariations(client: SquareClient, clock: Clock): Variations {
  const held = new Map<string, { readonly variation: Variation; readonly at: number }>();
  const units = new Map<string, string>();

  const unitsOf = async (wanted: readonly string[], signal: AbortSignal): Promise<void> => {
    for (const ids of inGroups(
      [...new Set(wanted)].filter((id) => !units.has(id)),
      groupSize,
    )) {
      const { objects } = await client.send('POST', '/v2/catalog/batch-retrieve', {
        json: { object_ids: ids, include_deleted_objects: true },
        response: ObjectsAnswer,
        effect: 'read',
        numbers: 'number',
        signal,
      });
      for (const object of objects) {
        const { data } = WireUnit.safeParse(object);
        const unit = WireMeasurementUnit.safeParse(data?.measurement_unit_data.measurement_unit);
        if (unit.success) units.set(object.id, unitOf(unit.data, 'measurement_unit'));
      }
    }
  };

  const toVariations = async (objects: readonly object[], signal: AbortSignal): Promise<readonly Variation[]> => {
    const found = objects.flatMap((it) => WireVariation.safeParse(it).data ?? []);
    await unitsOf(
      found.flatMap((it) => it.item_variation_data.measurement_unit_id ?? []),
      signal,
    );
    return found.map(({ id, item_variation_data: { sku, item_id: itemId, measurement_unit_id: unitId } }) => ({
      id,
      ...(sku !== undefined && sku !== '' && { sku }),
      ...(itemId !== undefined && { itemId }),
      unit: (unitId === undefined ? undefined : units.get(unitId)) ?? 'EA',
    }));
  };

  const byIds: Variations['byIds'] = async (ids, signal) => {
    const since = clock.now() - keptMs;
    const wanted = [...new Set(ids)];
    const missing = wanted.filter((id) => (held.get(id)?.at ?? Number.NEGATIVE_INFINITY) < since);
    for (const group of inGroups(missing, groupSize)) {
      const { objects } = await client.send('POST', '/v2/catalog/batch-retrieve', {
        json: { object_ids: group, include_deleted_objects: true },
        response: ObjectsAnswer,
        effect: 'read',
        numbers: 'number',
        signal,
      });
      for (const it of await toVariations(objects, signal)) held.set(it.id, { variation: it, at: clock.now() });
    }
    return new Map(
      wanted.flatMap((id) => {
        const known = held.get(id);
        return known ? [[id, known.variation] as const] : [];
      }),
    );
  };

  const bySkus: Variations['bySkus'] = async (skus, signal) => {
    const found = new Map<string, Variation>();
    for (const group of inGroups([...new Set(skus)], groupSize)) {
      const query = { set_query: { attribute_name: 'sku', attribute_values: group } };
      let cursor: string | undefined;
      do {
        const answer = await client.send('POST', '/v2/catalog/search', {
          json: { object_types: ['ITEM_VARIATION'], query, ...(cursor !== undefined && { cursor }) },
          response: ObjectsAnswer,
          effect: 'read',
          numbers: 'number',
          signal,
        });
        for (const it of await toVariations(answer.objects, signal)) keep(found, it, group);
        ({ cursor } = answer);
      } while (cursor !== undefined);
    }
    return found;
  };

  return {
    byIds,
    bySkus,
    async requiredBySkus(skus, signal) {
      const found = await bySkus(skus, signal);
      const missing = skus.find((sku) => !found.has(sku));
      if (missing === undefined) return found;
      throw new IntegrationError(`Square has no article with the SKU '${missing}'`, { code: 'unmapped', path: 'sku' });
    },
  };
}

/** The platform compares without regard to case, and does not keep a SKU unique. */
function keep(found: Map<string, Variation>, variation: Variation, asked: readonly string[]): void {
  const { sku, id } = variation;
  if (sku === undefined || !asked.includes(sku)) return;
  if ((found.get(sku)?.id ?? id) !== id) {
    throw new IntegrationError(`Several articles of Square have the SKU '${sku}'`, { code: 'conflict', path: 'sku' });
  }
  found.set(sku, variation);
}
