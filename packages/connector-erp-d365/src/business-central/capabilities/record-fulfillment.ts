import {
  addQuantities,
  type CheckedInput,
  compareQuantities,
  type Implementation,
  IntegrationError,
  quantity as pieces,
  type Quantity,
} from '@crossdock/core';
import { dayOf, type Rooms } from '../context.ts';
import { lineIdIn } from '../mapping/line-name.ts';
import { inOpenPeriod } from '../periods.ts';
import { isCancelled, parcelMarkOf } from '../references.ts';
import { findShipment, isOpen, notShown, openUnitsOf, postParcel } from './post-parcel.ts';
import { unlessPosted } from './refused-yet-posted.ts';
import { findInvoices, findOrder, noOrder, type OpenOrder } from './sales-orders.ts';

type Fulfillment = CheckedInput<'recordFulfillment'>;

/** Ships the named units, which also invoices them: the standard API posts both together. */
export function recordFulfillment(rooms: Rooms): Implementation<'recordFulfillment'> {
  const find = ({ orderRef, ref }: Fulfillment, signal: AbortSignal) =>
    findShipment(rooms, parcelMarkOf(orderRef, ref), ref, signal);
  return {
    once: { visibleWithin: '1m', probe: (parcel, { signal }) => find(parcel, signal) },
    async run(parcel, { signal }) {
      // The version first and the look after it: what another process posts in between ends the batch, or is found.
      const order = await findOrder(rooms, parcel, signal);
      const found = await find(parcel, signal);
      if (found) return found;
      if (!order) throw await whyNot(rooms, parcel, signal);
      if (isCancelled(order.header.externalDocumentNumber)) throw nothingOpen();
      const units = unitsOf(parcel, order);
      const mark = parcelMarkOf(parcel.orderRef, parcel.ref);
      const post = (postingDate: string) => postParcel(rooms, order, { mark, postingDate, units }, signal);
      await unlessPosted(
        () => inOpenPeriod(rooms, dayOf(rooms, parcel), post, signal),
        async () => (await find(parcel, signal)) !== undefined,
      );
      const shipment = await find(parcel, signal);
      if (!shipment) throw notShown('shipment');
      return shipment;
    },
  };
}

async function whyNot(rooms: Rooms, { orderRef }: Fulfillment, signal: AbortSignal): Promise<IntegrationError> {
  return (await findInvoices(rooms, orderRef, signal)).length === 0 ? noOrder() : nothingOpen();
}

const nothingOpen = (): IntegrationError =>
  new IntegrationError('Nothing of the order is open in Business Central', { code: 'conflict', path: 'orderRef' });

/**
 * Units by line. A unit that the order does not have is refused by its line. Charges and tax, which nobody ships, go with the first
 * parcel.
 */
function unitsOf({ lines }: Fulfillment, order: OpenOrder): ReadonlyMap<string, Quantity> {
  const units = new Map<string, Quantity>();
  for (const [index, { lineId, sku, quantity }] of lines.entries()) {
    const line = order.lines.find((it) => lineIdIn(it.description) === lineId);
    if (!line) {
      throw new IntegrationError(`Line ${index + 1} ('${sku ?? lineId}') is not in the order of Business Central`, {
        code: 'unmapped',
        path: `lines.${index}.lineId`,
      });
    }
    // Units of measure are the item's own there.
    const wanted = addQuantities(units.get(line.id) ?? pieces('0'), pieces(quantity.amount));
    const open = openUnitsOf(line);
    if (compareQuantities(wanted, open) > 0) {
      throw new IntegrationError(`Line ${index + 1} has ${open.amount} open, not ${wanted.amount}`, {
        code: 'conflict',
        path: `lines.${index}.quantity`,
      });
    }
    units.set(line.id, wanted);
  }
  for (const line of order.lines) {
    if (lineIdIn(line.description) === undefined && isOpen(line)) units.set(line.id, openUnitsOf(line));
  }
  return units;
}
