import { bad, type Json, notFound, numberIn, objectOf, requiredText, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedConsignment, type ConsignedRow } from './entries.ts';
import { partsOf, textOf } from './numbers.ts';
import { fieldsOf, type Route, type Routed } from './router.ts';
import { type Stock } from './stock.ts';
import { pageCap } from './stores-api.ts';
import { type WebhookSender } from './webhook-sender.ts';
import { zoned } from './wire-sales.ts';

/** What the endpoints of consignments need. */
export interface ConsignmentPorts {
  readonly books: Books;
  readonly stock: Stock;
  readonly sender: WebhookSender;
  /** Whether it is as the specification has it, with bodies in `data` and bare lists, or the other way round, as the guides have it. */
  readonly wrapped: boolean;
  /** What a finished stocktake does to a level: sets it to what was counted, or moves it by what the count differs from the expected. */
  readonly stocktake: 'sets' | 'moves';
}

type Type = BookedConsignment['type'];

/** What a status may become, by type. `CANCELLED` and `CLOSED` come on top. */
const steps: Readonly<Record<Type, Readonly<Record<string, readonly string[]>>>> = {
  SUPPLIER: { OPEN: ['SENT'], SENT: ['DISPATCHED', 'RECEIVED'], DISPATCHED: ['RECEIVED'] },
  OUTLET: { OPEN: ['SENT'], SENT: ['RECEIVED'] },
  RETURN: { OPEN: ['SENT'] },
  STOCKTAKE: {
    STOCKTAKE_SCHEDULED: ['STOCKTAKE_IN_PROGRESS'],
    STOCKTAKE_IN_PROGRESS: ['STOCKTAKE_IN_PROGRESS_PROCESSED'],
    STOCKTAKE_IN_PROGRESS_PROCESSED: ['STOCKTAKE_COMPLETE'],
  },
};
const firstStatus: Readonly<Record<Type, readonly string[]>> = {
  SUPPLIER: ['OPEN', 'SENT'],
  OUTLET: ['OPEN'],
  RETURN: ['OPEN'],
  STOCKTAKE: ['STOCKTAKE_SCHEDULED'],
};
/** Statuses in which a type is over: nothing can be changed any more. */
const over: Readonly<Record<Type, readonly string[]>> = {
  SUPPLIER: ['RECEIVED', 'CANCELLED'],
  OUTLET: ['RECEIVED', 'CANCELLED'],
  RETURN: ['SENT', 'CANCELLED'],
  STOCKTAKE: ['STOCKTAKE_COMPLETE', 'CLOSED', 'CANCELLED'],
};
/** Beyond this the platform runs out of time. */
const bulkCap = 500;

/** Receipts, transfers, returns to suppliers and stocktakes. */
export function consignmentsApi(ports: ConsignmentPorts): readonly Route[] {
  const { books } = ports;
  const consignment = (id: string | undefined): BookedConsignment => {
    const found = books.consignments.get(id ?? '');
    if (!found) throw notFound();
    return found;
  };
  const inside = (routed: Routed): Json => {
    const body = fieldsOf(routed);
    if (!ports.wrapped) return body;
    return objectOf(body['data'], 'data');
  };
  return [
    {
      method: 'GET',
      path: '/api/2.0/consignments',
      answer: ({ query }) => {
        const fits = (key: string, value: string): boolean => (query.get(key) ?? value) === value;
        const page = books.consignments.page(
          query,
          wireConsignment,
          { cap: pageCap },
          (it) => fits('type', it.type) && fits('status', it.status) && fits('outlet_id', it.outletId),
        );
        return ports.wrapped ? page['data'] : page;
      },
    },
    {
      method: 'POST',
      path: '/api/2.0/consignments',
      write: true,
      status: 201,
      answer: (routed) => ({ data: wireConsignment(create(inside(routed), ports)) }),
    },
    {
      method: 'GET',
      path: '/api/2.0/consignments/{id}',
      answer: ({ params }) => ({ data: wireConsignment(consignment(params['id'])) }),
    },
    {
      method: 'PUT',
      path: '/api/2.0/consignments/{id}',
      write: true,
      answer: (routed) => ({ data: wireConsignment(update(consignment(routed.params['id']), inside(routed), ports)) }),
    },
    {
      method: 'GET',
      path: '/api/2.0/consignments/{id}/products',
      answer: ({ params, query }) => rowsPage(consignment(params['id']), query, books),
    },
    {
      method: 'PUT',
      path: '/api/2.0/consignments/{id}/products/{product}',
      write: true,
      answer: (routed) => {
        const row = rowIn({ ...inside(routed), product_id: routed.params['product'] }, ports);
        const booked = putRows(consignment(routed.params['id']), [row], { ports, adds: false });
        return {
          data: { data: booked.rows.filter((it) => it.productId === row.productId).map((it) => wireRow(it, books)) },
        };
      },
    },
    {
      method: 'POST',
      path: '/api/2.0/consignments/{id}/bulk',
      write: true,
      answer: ({ params, body }) => {
        if (!Array.isArray(body)) throw bad('Must be a list', 'body');
        if (body.length > bulkCap) throw bad('Too many products at a time', 'body');
        const rows = body.map((it) => rowIn(objectOf(it, 'body'), ports));
        const booked = putRows(consignment(params['id']), rows, { ports, adds: true });
        const named = rows.map((row) => [row.productId, { count: textOf(row.count ?? 0) }] as const);
        return { data: { ...Object.fromEntries(named), consignment_status: booked.status } };
      },
    },
  ];
}

function create(body: Json, { books }: ConsignmentPorts): BookedConsignment {
  const type = requiredText(body, 'type') as Type;
  if (!Object.hasOwn(steps, type)) throw bad('Is no type', 'type');
  const outletId = requiredText(body, 'outlet_id');
  if (!books.outlets.get(outletId)) throw bad('There is no such outlet', 'outlet_id');
  const sourceOutletId = textIn(body, 'source_outlet_id');
  if (type === 'OUTLET' && (!books.outlets.get(sourceOutletId ?? '') || sourceOutletId === outletId)) {
    throw bad('There is no such outlet', 'source_outlet_id');
  }
  const status = textIn(body, 'status') ?? firstStatus[type][0] ?? 'OPEN';
  if (!firstStatus[type].includes(status)) throw bad('Cannot begin with this status', 'status');
  const now = books.instant();
  return books.consignments.put({
    id: books.nextId(),
    type,
    status,
    outletId,
    name: requiredText(body, 'name'),
    reference: textIn(body, 'reference') ?? '',
    createdAt: now,
    updatedAt: now,
    rows: [],
    version: books.nextVersion(),
    ...(sourceOutletId !== undefined && { sourceOutletId }),
  });
}

function update(known: BookedConsignment, body: Json, ports: ConsignmentPorts): BookedConsignment {
  const { books } = ports;
  // The whole document is sent each time: these may not be left out.
  for (const key of ['name', 'outlet_id', 'type']) requiredText(body, key);
  const status = textIn(body, 'status') ?? known.status;
  if (status !== known.status) {
    const isEnd = status === 'CANCELLED' || (status === 'CLOSED' && known.type === 'STOCKTAKE');
    const allowed = steps[known.type][known.status]?.includes(status) === true || isEnd;
    if (over[known.type].includes(known.status) || !allowed) throw bad('The status cannot follow', 'status');
  }
  const now = books.instant();
  const changed = {
    ...known,
    status,
    name: textIn(body, 'name') ?? known.name,
    reference: textIn(body, 'reference') ?? known.reference,
    updatedAt: now,
    ...(status === 'RECEIVED' && { receivedAt: now }),
    version: books.nextVersion(),
  };
  const booked = books.consignments.put(changed);
  if (status !== known.status) move(booked, ports);
  return booked;
}

/** What a status does to the stock. */
function move({ id, type, status, outletId, sourceOutletId, rows }: BookedConsignment, ports: ConsignmentPorts): void {
  const { stock, sender, books, stocktake } = ports;
  for (const row of rows) {
    const { productId, count, received = 0 } = row;
    if (type === 'OUTLET' && status === 'SENT') stock.move(productId, sourceOutletId ?? '', -count);
    if (type === 'RETURN' && status === 'SENT') stock.move(productId, outletId, -count);
    if ((type === 'OUTLET' || type === 'SUPPLIER') && status === 'RECEIVED') stock.move(productId, outletId, received);
    if (status === 'STOCKTAKE_COMPLETE') {
      if (stocktake === 'sets') stock.set(productId, outletId, received);
      else stock.move(productId, outletId, received - count);
    }
    if (status === 'SENT') sender.tellConsigned('consignment.send', { id }, wireRow(row, books));
    if (status === 'RECEIVED') sender.tellConsigned('consignment.receive', { id }, wireRow(row, books));
  }
}

type IncomingRow = Pick<ConsignedRow, 'productId'> & {
  readonly count: number | undefined;
  readonly received: number | undefined;
  readonly cost: number;
};

function rowIn(body: Json, { books }: ConsignmentPorts): IncomingRow {
  const productId = requiredText(body, 'product_id');
  if (!books.products.get(productId)) throw bad('There is no such product', 'product_id');
  const part = (key: string): number | undefined => {
    const value = numberIn(body, key, { text: true });
    if (value !== undefined && value < 0) throw bad('Must not be negative', key);
    return value === undefined ? undefined : partsOf(value);
  };
  const [count, received] = [part('count'), part('received')];
  if (count === undefined && received === undefined) throw bad('Is required', 'count');
  return { productId, count, received, cost: part('cost') ?? 0 };
}

/** Adds rows, or changes them. Bulk adds to what a receipt has already: sending it twice counts twice. */
function putRows(
  known: BookedConsignment,
  incoming: readonly IncomingRow[],
  { ports, adds }: { readonly ports: ConsignmentPorts; readonly adds: boolean },
): BookedConsignment {
  const { books } = ports;
  if (over[known.type].includes(known.status)) throw bad('The consignment is over', 'status');
  const rows = new Map(known.rows.map((it) => [it.productId, it]));
  for (const { productId, count, received, cost } of incoming) {
    const old = rows.get(productId);
    if (!adds && !old) throw notFound();
    const isSummed = adds && known.type === 'SUPPLIER' && old !== undefined;
    const more = received ?? old?.received;
    rows.set(productId, {
      productId,
      count: isSummed ? old.count + (count ?? 0) : (count ?? old?.count ?? 0),
      ...(more !== undefined && {
        received: isSummed && received !== undefined ? (old.received ?? 0) + received : more,
      }),
      cost,
      status: 'SUCCESS',
      createdAt: old?.createdAt ?? books.instant(),
      version: books.nextVersion(),
    });
  }
  const isReceiving =
    known.type === 'SUPPLIER' &&
    ['OPEN', 'SENT'].includes(known.status) &&
    incoming.some((it) => it.received !== undefined);
  return books.consignments.put({
    ...known,
    rows: [...rows.values()],
    // What is received was sent: the platform moves the order on by itself.
    status: isReceiving ? 'DISPATCHED' : known.status,
    updatedAt: books.instant(),
    version: books.nextVersion(),
  });
}

function rowsPage({ rows }: BookedConsignment, query: URLSearchParams, books: Books): Json {
  const after = Number(query.get('after') ?? 0);
  const size = Math.min(Number(query.get('page_size') ?? 100), pageCap);
  const page = rows
    .filter((it) => it.version > after)
    .toSorted((a, b) => a.version - b.version)
    .slice(0, size);
  const versions = page.map((it) => it.version);
  const version = page.length === 0 ? null : { min: Math.min(...versions), max: Math.max(...versions) };
  return { data: page.map((it) => wireRow(it, books)), version };
}

function wireRow(row: ConsignedRow, books: Books): Json {
  return {
    product_id: row.productId,
    product_sku: books.products.get(row.productId)?.sku,
    count: textOf(row.count),
    ...(row.received !== undefined && { received: textOf(row.received) }),
    cost: textOf(row.cost),
    is_included: true,
    status: row.status,
    created_at: zoned(row.createdAt),
    version: row.version,
  };
}

function wireConsignment(it: BookedConsignment): Json {
  return {
    id: it.id,
    outlet_id: it.outletId,
    ...(it.sourceOutletId !== undefined && { source_outlet_id: it.sourceOutletId }),
    name: it.name,
    reference: it.reference,
    type: it.type,
    status: it.status,
    consignment_date: zoned(it.createdAt),
    ...(it.receivedAt !== undefined && { received_at: zoned(it.receivedAt) }),
    show_inactive: true,
    created_at: zoned(it.createdAt),
    updated_at: zoned(it.updatedAt),
    version: it.version,
    filters: [],
  };
}
