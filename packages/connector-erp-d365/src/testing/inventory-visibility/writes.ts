import { z } from 'zod';
import type { MemoryVisibilityBooks, Spot } from './books.ts';
import { measureIn, Refused, sameWord, type VisibilityConfiguration } from './configuration.ts';

/** What the writes of one environment work on. */
export interface WriteRoom {
  readonly books: MemoryVisibilityBooks;
  readonly configuration: VisibilityConfiguration;
  readonly organization: string;
}

/** The answer for one item. */
export interface Told {
  readonly id: string;
  readonly processingStatus: 'success' | 'partialSuccess' | 'failure';
  readonly message: string;
  readonly statusCode: number;
  readonly reservationId?: string;
  readonly totalInvalidOffsetQtyByReservId?: number;
}

const Dimensions = z.record(z.string(), z.string());
const Head = z.object({ id: z.string().min(1), organizationId: z.string().min(1), dimensions: Dimensions });
const Change = Head.extend({
  productId: z.string().min(1),
  quantities: z.record(z.string(), z.record(z.string(), z.number())),
  modifiedDateTimeUTC: z.iso.datetime({ offset: true }).optional(),
});
const Reserve = Head.extend({
  productId: z.string().min(1),
  quantity: z.number(),
  quantityDataSource: z.string().min(1),
  modifier: z.string().min(1),
  ifCheckAvailForReserv: z.boolean(),
});
const Unreserve = Head.extend({ reservationId: z.string().min(1), OffsetQty: z.number().positive() });

/** `fno` comes from Finance & Operations and `iv` from reservations: nobody posts to them. */
const readOnly = ['fno', 'iv', '@iv'];

/** Applies one item of a change. */
export function applyChange(item: unknown, room: WriteRoom): Told {
  const { id, productId, quantities, ...head } = parsed(Change, item);
  const spot = spotOf(head, productId, room);
  const changes = measuresOf(quantities, room);
  for (const { measure, units } of changes) room.books.add(id, spot, measure, units);
  return success(id);
}

/** Applies one item of a level that is set. */
export function applyLevel(item: unknown, room: WriteRoom, source: string): Told {
  const { id, productId, quantities, modifiedDateTimeUTC, ...head } = parsed(Change, item);
  if (modifiedDateTimeUTC === undefined) throw new Refused('modifiedDateTimeUTC is required.');
  const spot = spotOf(head, productId, room);
  if (Object.keys(quantities).some((it) => !sameWord(it, source))) {
    throw new Refused(`Data source of the quantities is not '${source}'.`);
  }
  for (const { measure, units } of measuresOf(quantities, room)) room.books.set(id, spot, measure, units);
  return success(id);
}

/** Applies one reservation. A negative one gives back without a check. */
export function applyReservation(item: unknown, room: WriteRoom): Told {
  const it = parsed(Reserve, item);
  if (it.quantity === 0 || (it.quantity < 0 && it.ifCheckAvailForReserv)) {
    throw new Refused('The quantity must be more than zero.');
  }
  const spot = spotOf(it, it.productId, room);
  const measure = measureIn(room.configuration, it.quantityDataSource, it.modifier);
  const reservationId = room.books.reserve(it.id, spot, measure, it.quantity, it.ifCheckAvailForReserv);
  return { ...success(it.id), reservationId };
}

/** Gives units of a reservation back. */
export function applyRelease(item: unknown, room: WriteRoom): Told {
  const { id, reservationId, OffsetQty, ...head } = parsed(Unreserve, item);
  const spot = spotOf(head, '', room);
  const missing = room.books.unreserve(id, reservationId, spot, OffsetQty);
  const processingStatus = missing > 0 ? 'partialSuccess' : 'success';
  return { ...success(id), reservationId, totalInvalidOffsetQtyByReservId: missing, processingStatus };
}

const success = (id: string): Told => ({ id, processingStatus: 'success', message: '', statusCode: 200 });

function parsed<S extends z.ZodType>(schema: S, item: unknown): z.output<S> {
  const result = schema.safeParse(item);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refused(`The field '${issue?.path.join('.') ?? ''}' is invalid.`);
}

function spotOf(
  { organizationId, dimensions }: Pick<z.output<typeof Head>, 'organizationId' | 'dimensions'>,
  product: string,
  { configuration, organization }: WriteRoom,
): Spot {
  if (!sameWord(organizationId, organization)) throw new Refused(`Organization '${organizationId}' does not exist.`);
  let [site, location] = ['', ''];
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(dimensions)) {
    const known = configuration.dimensions.find((it) => sameWord(it, name));
    if (sameWord(name, 'siteId')) site = value;
    else if (sameWord(name, 'locationId')) location = value;
    else if (known === undefined) throw new Refused(`Dimension '${name}' is not configured.`);
    else own[known] = value;
  }
  if (site === '' || location === '') throw new Refused('The dimensions siteId and locationId are required.');
  return { product, site, location, dimensions: own };
}

function measuresOf(
  quantities: Readonly<Record<string, Readonly<Record<string, number>>>>,
  { configuration }: WriteRoom,
): readonly { readonly measure: string; readonly units: number }[] {
  const changes = Object.entries(quantities).flatMap(([source, measures]) => {
    if (readOnly.some((it) => sameWord(it, source))) throw new Refused(`Data source '${source}' is read-only.`);
    return Object.entries(measures).map(([name, units]) => ({
      measure: measureIn(configuration, source, name),
      units,
    }));
  });
  if (changes.length === 0) throw new Refused('The quantities are empty.');
  return changes;
}
