import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { documentOf, type Rooms, unmapped } from '../context.ts';
import { isTaken, itemRefusal } from '../errors.ts';
import { itemIdOf } from '../ids.ts';
import { toWireUnits } from '../measures.ts';
import { placeOf } from '../places.ts';
import { dimensionsOf, type Products } from '../products.ts';
import { takenInPart } from '../taken-in-part.ts';

/**
 * Counts changes of stock in a data source of ours. Each change has an id that the service applies once, so a request of which a part was
 * refused is sent again as a whole: what was taken stays as it is, and the rest is made up for.
 */
export function adjustInventory(rooms: Rooms, products: Products): Implementation<'adjustInventory'> {
  const { client, config } = rooms;

  const quantitiesOf = (units: number, reason: CheckedInput<'adjustInventory'>['reason']) => {
    if (!config.changes) throw unmapped('A change of stock', 'changes', 'ref');
    const { source, byReason, ...usual } = config.changes;
    const { inbound, outbound } = byReason[reason] ?? usual;
    const change = units < 0 && outbound !== undefined ? { [outbound]: -units } : { [inbound]: units };
    return { [source]: change };
  };

  return {
    once: { key: 'id', keptFor: config.idsKeptFor },
    async run({ ref, reason, changes }, { signal }) {
      const items = changes.map(({ sku, location, delta }, index) => {
        const product = products.ofSku(sku);
        const units = toWireUnits(delta, product.unit, `changes.${index}.delta`);
        if (units === 0) {
          throw new IntegrationError('A change by nothing is no change', {
            code: 'input-invalid',
            path: `changes.${index}.delta`,
          });
        }
        return {
          id: itemIdOf(config, 'ADJ', ref, index),
          organizationId: config.company,
          productId: product.product,
          dimensions: dimensionsOf(product, placeOf(location, `changes.${index}.location`, config)),
          quantities: quantitiesOf(units, reason),
        };
      });
      const answers = await client.bulk('/onhand/bulk', items, { signal });
      const refused = answers.findIndex((it) => !isTaken(it));
      const answer = answers[refused];
      if (answer) throw takenInPart(itemRefusal(answer, `changes.${refused}`), answers);
      return documentOf(rooms, 'onHandChange', { id: itemIdOf(config, 'ADJ', ref), reference: ref });
    },
  };
}
