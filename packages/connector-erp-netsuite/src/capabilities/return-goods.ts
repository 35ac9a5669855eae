import type { BookedDocument } from '../api/document.ts';
import { exactUnits } from '../mapping/amounts.ts';
import { filledFields } from '../mapping/custom-fields.ts';
import { documentLines, type Entry } from '../mapping/lines.ts';
import { currencyOf } from '../mapping/currencies.ts';
import { isCredited, mergedEntry, type Return, type ReturnPlan, unpriced } from '../mapping/return.ts';
import { piecesOf, type ReturnedPiece, type RoomyLine } from '../mapping/return-lines.ts';
import type { Rooms } from './context.ts';
import { dateOf, ensured, look } from './ensured.ts';
import type { Sold } from './sold.ts';

/** Goods that are authorised to come back, and on which lines of the authorisation. */
export interface Authorized {
  readonly id: string;
  readonly pieces: readonly ReturnedPiece[];
}

const pendingApproval = 'A';
const pendingReceipt = { id: 'B' };

/**
 * Authorises the goods to come back. An authorisation that is made from a sale begins with all of its lines, so it waits for
 * approval until it has the right ones: those that do not come back are closed.
 */
export async function authorized(
  rooms: Rooms,
  document: Return,
  plan: ReturnPlan,
  sold: Sold | undefined,
  signal: AbortSignal,
): Promise<Authorized | undefined> {
  if (plan.goods.length === 0) return undefined;
  const { config } = rooms;
  // Authorisations come from orders and cash sales; whether one comes from an invoice is not documented.
  const from = sold && sold.type !== 'invoice' ? { type: sold.type, id: sold.id } : undefined;
  const found = await look(rooms, 'returnAuthorization', document.ref, signal);
  if (!found && sold) piecesOf(plan.goods, soldLines(sold), config);
  const wanted = { type: 'returnAuthorization', reference: document.ref, tranDate: dateOf(rooms, document) } as const;
  const common = {
    otherRefNum: document.number ?? document.ref,
    ...filledFields(config.customFields.return, document),
  };
  if (!from) {
    const body = { ...standalone(rooms, document, sold), ...common, orderStatus: pendingReceipt };
    const lines = documentLines(
      plan.goods.map((it) => priceOf(it.entry, rooms, plan)),
      document.currency,
      config,
    );
    const made = found ?? (await ensured(rooms, { ...wanted, body: { ...body, ...lines } }, signal));
    return { id: made.id, pieces: piecesOf(plan.goods, openLines(made), config) };
  }
  const body = { ...common, orderStatus: { id: pendingApproval } };
  const made = found ?? (await ensured(rooms, { ...wanted, from, body }, signal));
  const pieces = piecesOf(plan.goods, openLines(made), config);
  if (made.status?.id === pendingApproval) await narrow(rooms, document, plan, made, pieces, signal);
  return { id: made.id, pieces };
}

/** Leaves on an authorisation what comes back, at the price that was paid, and lets it be received. */
async function narrow(
  rooms: Rooms,
  document: Return,
  plan: ReturnPlan,
  made: BookedDocument,
  pieces: readonly ReturnedPiece[],
  signal: AbortSignal,
): Promise<void> {
  const entries = linesOf(pieces, (line) => ({ line }), document.currency).map((it) => priceOf(it, rooms, plan));
  const { item, ...tax } = documentLines(entries, document.currency, rooms.config, 'R');
  const kept = new Set(pieces.map((piece) => piece.line));
  const closed = (made.item?.items ?? [])
    .filter(({ line, isClosed }) => !kept.has(line) && !isClosed)
    .map(({ line }) => ({ line, isClosed: true }));
  const change = { orderStatus: pendingReceipt, item: { items: [...item.items, ...closed] }, ...tax };
  const replace = tax.taxDetails ? ['taxDetails'] : [];
  await rooms.client.patchRecord('returnAuthorization', { id: made.id }, change, { replace, signal });
}

/** The price on an authorisation: none when nothing is credited, and no tax where tax would be a line of its own. */
function priceOf(entry: Entry, { config }: Rooms, plan: ReturnPlan): Entry {
  if (!isCredited(plan)) return unpriced(entry);
  return config.tax.mode === 'tax-item' ? { ...entry, taxes: [] } : entry;
}

/** One entry for every line that goods come back on. */
export function linesOf(
  pieces: readonly ReturnedPiece[],
  fields: (line: number) => Readonly<Record<string, unknown>>,
  currency: string,
): readonly Entry[] {
  const byLine = Map.groupBy(pieces, (piece) => piece.line);
  return [...byLine].map(([line, same]) =>
    mergedEntry(
      same.map((piece) => piece.entry),
      fields(line),
      currency,
    ),
  );
}

/** Puts the goods on their shelves: a receipt for every location, the others left for the next. */
export async function received(
  rooms: Rooms,
  document: Return,
  { id, pieces }: Authorized,
  signal: AbortSignal,
): Promise<BookedDocument | undefined> {
  const lines = [...new Set(pieces.map((piece) => piece.line))];
  const shelves = [...Map.groupBy(pieces, (piece) => piece.location.id)];
  let last: BookedDocument | undefined;
  for (const [index, [location, own]] of shelves.entries()) {
    const items = lines.map((orderLine) => {
      const quantity = exactUnits(
        own.filter((it) => it.line === orderLine).reduce((units, it) => units + it.entry.quantity, 0),
      );
      const put = { orderLine, itemreceive: true, quantity, location: { id: location } };
      return quantity > 0 ? put : { orderLine, itemreceive: false };
    });
    const wanted = {
      type: 'itemReceipt',
      reference: receiptRef(document.ref, index),
      tranDate: dateOf(rooms, document),
      from: { type: 'returnAuthorization', id },
      body: { item: { items }, ...filledFields(rooms.config.customFields.return, document) },
    } as const;
    last = await ensured(rooms, wanted, signal);
  }
  return last;
}

/** Goods of one return that are put to several places are received by several documents. */
export function receiptRef(ref: string, index: number): string {
  return index === 0 ? ref : `${ref}-${String(index + 1)}`;
}

/** Head of a document that is made from no other one. */
export function standalone(rooms: Rooms, document: Return, sold: Sold | undefined) {
  const { config } = rooms;
  return {
    entity: { id: sold?.customer ?? config.customer },
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    currency: { id: currencyOf(document.currency, config) },
  };
}

function soldLines(sold: Sold): readonly RoomyLine[] {
  return sold.lines.map((line) => ({ ...line, room: line.left }));
}

function openLines({ item }: BookedDocument): readonly RoomyLine[] {
  return (item?.items ?? []).map((line) => ({ ...line, room: line.isClosed ? 0 : Number(line.quantity) }));
}
