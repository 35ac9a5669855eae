import { IntegrationError } from '@crossdock/core';
import type { Returnable } from '../api/return-documents.ts';
import type { ReturnedUnits } from './plan-return.ts';

/** Units of one parcel that come back. */
export interface ChosenUnits {
  readonly fulfillmentLineItemId: string;
  readonly quantity: number;
  readonly line: ReturnedUnits['line'];
}

/**
 * Finds the parcels that the goods were in.
 *
 * @throws IntegrationError `conflict` when fewer units were sent, or when they came back already.
 */
export function chooseUnits(back: readonly ReturnedUnits[], { nodes, pageInfo }: Returnable): readonly ChosenUnits[] {
  if (pageInfo.hasNextPage || nodes.some((it) => it.returnableFulfillmentLineItems.pageInfo.hasNextPage)) {
    throw new IntegrationError('The order has more parcels than are read at once', {
      code: 'response-too-large',
      disposition: 'reject',
    });
  }
  const open = nodes
    .flatMap((it) => it.returnableFulfillmentLineItems.nodes)
    .map(({ quantity, fulfillmentLineItem: { id, lineItem } }) => ({ id, lineItemId: lineItem.id, left: quantity }));
  return back.flatMap(({ line, sold, units, index }) => {
    const chosen: ChosenUnits[] = [];
    let rest = units;
    for (const it of open) {
      const quantity = it.lineItemId === sold.id ? Math.min(rest, it.left) : 0;
      if (quantity === 0) continue;
      it.left -= quantity;
      rest -= quantity;
      chosen.push({ fulfillmentLineItemId: it.id, quantity, line });
    }
    if (rest === 0) return chosen;
    throw new IntegrationError(`Line ${index + 1} has more units than were sent and can come back`, {
      code: 'conflict',
      path: `lines.${index}.quantity`,
    });
  });
}
