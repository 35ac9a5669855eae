import { z } from 'zod';

/** A parcel that we make, or made: what was there before, what is in it, and, once it is known, which one it is. */
export const Shipment = z.object({
  /** Global ids of the parcels that were there before. */
  before: z.array(z.string()),
  /** Units by the number of the order line. */
  lines: z.record(z.string(), z.int()),
  /** The parcel's global id. */
  id: z.string().optional(),
});
export type Shipment = z.output<typeof Shipment>;

/** Every parcel of ours on one order, by our reference. */
const Shipments = z.record(z.string(), Shipment);

/** A parcel, as far as it has to be told apart from others. */
export interface KnownParcel {
  readonly id: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** Reads what an order carries about parcels of ours. What cannot be read is not ours. */
export function readShipments(value: string | undefined): Readonly<Record<string, Shipment>> {
  if (value === undefined) return {};
  try {
    return Shipments.parse(JSON.parse(value));
  } catch {
    return {};
  }
}

/** Whether a parcel is one that we made, also while its making is still under way. */
export function isOurs(parcel: KnownParcel, shipments: Readonly<Record<string, Shipment>>): boolean {
  return Object.values(shipments).some((it) =>
    it.id === undefined ? !it.before.includes(parcel.id) && holds(parcel, it) : it.id === parcel.id,
  );
}

/** Whether exactly these units are in a parcel. */
export function holds({ lines }: KnownParcel, { lines: wanted }: Pick<Shipment, 'lines'>): boolean {
  const units = new Map<string, number>();
  for (const { lineId, quantity } of lines) units.set(lineId, (units.get(lineId) ?? 0) + quantity);
  const entries = Object.entries(wanted);
  return entries.length === units.size && entries.every(([lineId, quantity]) => units.get(lineId) === quantity);
}
