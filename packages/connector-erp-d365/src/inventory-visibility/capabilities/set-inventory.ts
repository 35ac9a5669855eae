import {
  type CheckedInput,
  compareQuantities,
  type Implementation,
  IntegrationError,
  quantity,
  type Quantity,
} from '@crossdock/core';
import { documentOf, type Rooms, unmapped } from '../context.ts';
import { isTaken, itemRefusal } from '../errors.ts';
import { itemIdOf } from '../ids.ts';
import { sumOf, toWireUnits } from '../measures.ts';
import { readRows } from '../on-hand.ts';
import { placeOf } from '../places.ts';
import { dimensionsOf, type Products } from '../products.ts';
import { takenInPart } from '../taken-in-part.ts';

type Level = CheckedInput<'setInventory'>['levels'][number];

/**
 * Sets what lies there, in a measure of a data source of ours. What Finance & Operations counts is not ours to set. The service cannot compare
 * and set at once: an expected level is looked at right before.
 */
export function setInventory(rooms: Rooms, products: Products): Implementation<'setInventory'> {
  const { client, config } = rooms;

  async function requireExpected(levels: readonly Level[], measure: string, signal: AbortSignal): Promise<void> {
    for (const [index, { sku, location, quantity: wanted, expected }] of levels.entries()) {
      if (!expected) continue;
      const { product, unit } = products.ofSku(sku);
      const rows = await readRows(rooms, [placeOf(location, `levels.${index}.location`, config)], [product], signal);
      const row = rows.find((it) => products.skuOf(it.row) === sku)?.row;
      const shown: Quantity = row ? sumOf(row, [measure], unit) : quantity('0', unit);
      // What an earlier sending of the same request has set already is no contradiction.
      if (compareQuantities(shown, expected) === 0 || compareQuantities(shown, wanted) === 0) continue;
      throw new IntegrationError('Inventory Visibility shows another level than expected', {
        code: 'conflict',
        path: `levels.${index}.expected`,
        details: { sku, location, expected: expected.amount, shown: shown.amount },
      });
    }
  }

  return {
    once: { key: 'id', keptFor: config.idsKeptFor },
    async run({ ref, levels, asOf }, { signal }) {
      if (!config.levels) throw unmapped('A level of stock', 'levels', 'ref');
      const { source, measure } = config.levels;
      const items = levels.map(({ sku, location, kind, quantity: wanted }, index) => {
        if (kind === 'sellable') {
          throw new IntegrationError('Inventory Visibility computes what may be sold: it takes on-hand levels only', {
            code: 'unsupported-document',
            path: `levels.${index}.kind`,
          });
        }
        const product = products.ofSku(sku);
        return {
          id: itemIdOf(config, 'SET', ref, index),
          organizationId: config.company,
          productId: product.product,
          dimensions: dimensionsOf(product, placeOf(location, `levels.${index}.location`, config)),
          quantities: { [source]: { [measure]: toWireUnits(wanted, product.unit, `levels.${index}.quantity`) } },
          modifiedDateTimeUTC: new Date(asOf).toISOString(),
        };
      });
      await requireExpected(levels, `${source}.${measure}`, signal);
      const options = { params: { source }, signal };
      const answers = await client.bulk('/setonhand/{source}/bulk', items, options);
      const refused = answers.findIndex((it) => !isTaken(it));
      const answer = answers[refused];
      if (answer) throw takenInPart(itemRefusal(answer, `levels.${refused}`), answers);
      return documentOf(rooms, 'onHandLevel', { id: itemIdOf(config, 'SET', ref), reference: ref });
    },
  };
}
