import { type CheckedInput, IntegrationError } from '@crossdock/core';
import type { OrderShipping } from './api/write-data.ts';
import { locationsOf } from './locations.ts';
import { numberOf } from './mapping/ids.ts';
import type { ResolvedOptions } from './options.ts';

type FulfillmentOrder = OrderShipping['fulfillmentOrders']['nodes'][number];

/** What is sent to the platform, and what will be in the parcel by the number of the line. */
export interface ShipmentPlan {
  readonly input: unknown;
  readonly lines: Readonly<Record<string, number>>;
}

/**
 * Finds the units of a parcel in what the order has to send from one location.
 *
 * @throws IntegrationError `conflict` for units that are not open there, on hold or with somebody else.
 */
export function planShipment(
  fulfillment: CheckedInput<'recordFulfillment'>,
  { fulfillmentOrders }: OrderShipping,
  config: ResolvedOptions,
): ShipmentPlan {
  const from =
    fulfillment.location === undefined ? undefined : locationsOf(config).gidOf(fulfillment.location, 'location');
  const open = fulfillmentOrders.nodes.filter(
    ({ supportedActions, assignedLocation }) =>
      supportedActions.some(({ action }) => action === 'CREATE_FULFILLMENT') &&
      (from === undefined || assignedLocation.location?.id === from),
  );
  const [lines, taken] = fitting(fulfillment, open, from === undefined);
  const { tracking } = fulfillment;
  const carriers = [...new Set(tracking.flatMap(({ carrier }) => carrier ?? []))];
  const urls = tracking.flatMap(({ url }) => url ?? []);
  return {
    lines,
    input: {
      lineItemsByFulfillmentOrder: [...taken].map(([fulfillmentOrderId, units]) => ({
        fulfillmentOrderId,
        fulfillmentOrderLineItems: [...units].map(([id, quantity]) => ({ id, quantity })),
      })),
      notifyCustomer: false,
      ...(tracking.length > 0 && {
        trackingInfo: {
          numbers: tracking.map(({ number }) => number),
          ...(carriers[0] !== undefined && { company: carriers[0] }),
          ...(urls.length === tracking.length && { urls }),
        },
      }),
    },
  };
}

type Taken = Map<string, Map<string, number>>;

/** The first location that has all the units; a parcel leaves from one. */
function fitting(
  fulfillment: CheckedInput<'recordFulfillment'>,
  open: readonly FulfillmentOrder[],
  anywhere: boolean,
): readonly [Record<string, number>, Taken] {
  const locations = new Set(open.map(({ assignedLocation }) => assignedLocation.location?.id ?? ''));
  let missing = 0;
  for (const location of locations) {
    const there = open.filter(({ assignedLocation }) => (assignedLocation.location?.id ?? '') === location);
    const taken: Taken = new Map();
    const lines: Record<string, number> = {};
    const short = fulfillment.lines.findIndex((line) => !take(line, there, taken, lines));
    if (short === -1) return [lines, taken];
    missing = Math.max(missing, short);
  }
  throw new IntegrationError(
    `Line ${missing + 1} of the shipment has more units than the order has open ${anywhere ? 'at any one location' : 'at this location'}`,
    { code: 'conflict', path: `lines.${missing}.quantity` },
  );
}

function take(
  line: CheckedInput<'recordFulfillment'>['lines'][number],
  open: readonly FulfillmentOrder[],
  taken: Taken,
  lines: Record<string, number>,
): boolean {
  let left = Number(line.quantity.amount);
  if (!Number.isInteger(left)) return false;
  for (const { id, lineItems } of open) {
    for (const entry of lineItems.nodes) {
      const number = numberOf(entry.lineItem.id, 'lineItem.id');
      // The line's id is that of the system where it was sold; for an order of another one the SKU tells.
      const isIt =
        number === line.lineId || (line.sku !== undefined && entry.sku === line.sku && !isKnown(line.lineId, open));
      if (!isIt || left === 0) continue;
      const units = taken.get(id) ?? new Map<string, number>();
      const here = Math.min(left, entry.remainingQuantity - (units.get(entry.id) ?? 0));
      if (here <= 0) continue;
      taken.set(id, units.set(entry.id, (units.get(entry.id) ?? 0) + here));
      lines[number] = (lines[number] ?? 0) + here;
      left -= here;
    }
  }
  return left === 0;
}

function isKnown(lineId: string, open: readonly FulfillmentOrder[]): boolean {
  return open.some(({ lineItems }) =>
    lineItems.nodes.some(({ lineItem }) => numberOf(lineItem.id, 'lineItem.id') === lineId),
  );
}
