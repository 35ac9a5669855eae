import { compareQuantities, type DocumentRef, IntegrationError, quantity } from '@crossdock/core';
import { z } from 'zod';
import { ConsignmentAnswer, WireConsignment, WireConsignmentProduct } from './api/consignments.ts';
import { type ConnectorContext } from './context.ts';
import { allRows, feed } from './feed.ts';
import { api } from './options.ts';
import { ownConsignmentRef } from './own-consignments.ts';

type Kind = 'SUPPLIER' | 'OUTLET' | 'RETURN' | 'STOCKTAKE';

/** One product of a consignment, in units as decimal text. */
export interface ConsignedUnits {
  readonly productId: string;
  /** Expected, or sent. */
  readonly count: string;
  /** Arrived, or counted. Absent for what only leaves. */
  readonly received?: string;
}

/** A consignment as it shall be once it is done. */
export interface WantedConsignment {
  readonly kind: Kind;
  /** Where goods arrive, leave for a supplier, or are counted. */
  readonly outletId: string;
  readonly sourceOutletId?: string;
  /** What people read. */
  readonly name: string;
  readonly rows: readonly ConsignedUnits[];
}

/** What a call makes: consignments under one reference. */
export interface WantedDocument {
  readonly ref: string;
  readonly parts: readonly WantedConsignment[];
}

const path = `${api}/consignments`;
/** Products of one request; beyond it the platform runs out of time. */
const rowsPerRequest = 500;
/** So far back a consignment of ours is looked for, by when it changed last, in milliseconds. */
const lookBackMs = 30 * 86_400_000;

/** The way of each kind, to its end. Its products are put in before the step that is named. */
const ways: Readonly<Record<Kind, { readonly steps: readonly string[]; readonly fillBefore: string }>> = {
  SUPPLIER: { steps: ['OPEN', 'SENT', 'DISPATCHED', 'RECEIVED'], fillBefore: 'SENT' },
  OUTLET: { steps: ['OPEN', 'SENT', 'RECEIVED'], fillBefore: 'SENT' },
  RETURN: { steps: ['OPEN', 'SENT'], fillBefore: 'SENT' },
  STOCKTAKE: {
    steps: ['STOCKTAKE_SCHEDULED', 'STOCKTAKE_IN_PROGRESS', 'STOCKTAKE_IN_PROGRESS_PROCESSED', 'STOCKTAKE_COMPLETE'],
    fillBefore: 'STOCKTAKE_IN_PROGRESS_PROCESSED',
  },
};

/** Books consignments once, and brings each to its end. */
export interface Consignments {
  /** The document, if all of its consignments are there and done. */
  find(document: WantedDocument, signal: AbortSignal): Promise<DocumentRef | undefined>;
  /** Makes what is missing and goes on with what an earlier try began. */
  book(document: WantedDocument, signal: AbortSignal): Promise<DocumentRef>;
}

/** Makes the writer of consignments. No network here. */
export function createConsignments({ client, clock, config, name }: ConnectorContext): Consignments {
  /** By kind and outlet: a version below everything that is young enough to be looked at. */
  const marks = new Map<string, string>();

  const existing = async (
    { kind, outletId }: WantedConsignment,
    reference: string,
    signal: AbortSignal,
  ): Promise<WireConsignment | undefined> => {
    const query = { type: kind, outlet_id: outletId };
    const key = `${kind} ${outletId}`;
    const { pageSize } = config;
    const found = new Map<string, WireConsignment>();
    for await (const page of feed(client, { path, query, after: marks.get(key), pageSize, signal })) {
      const rows = page.rows.map(parsed);
      for (const it of rows) if (it.reference === reference && it.deleted_at === undefined) found.set(it.id, it);
      const oldest = clock.now() - lookBackMs;
      if (rows.every((it) => Date.parse(it.updated_at ?? '') < oldest)) marks.set(key, page.next);
    }
    // Of two that were made at the same moment the one that is further counts, and the other one never does anything.
    const rest = ({ status }: WireConsignment): number => ways[kind].steps.length - ways[kind].steps.indexOf(status);
    return [...found.values()].toSorted((a, b) => rest(a) - rest(b) || (a.id < b.id ? -1 : 1))[0];
  };

  const wrapped = (body: object): object => (config.consignmentBodies === 'wrapped' ? { data: body } : body);

  const put = async (
    method: 'POST' | 'PUT',
    wanted: WantedConsignment,
    { id, status, reference }: { readonly id?: string; readonly status: string; readonly reference: string },
    signal: AbortSignal,
  ): Promise<WireConsignment> => {
    const { kind, outletId, sourceOutletId } = wanted;
    const body = {
      name: wanted.name,
      type: kind,
      status,
      outlet_id: outletId,
      ...(sourceOutletId !== undefined && { source_outlet_id: sourceOutletId }),
      reference,
    };
    const { data } = await client.send(method, id === undefined ? path : `${path}/{id}`, {
      ...(id !== undefined && { params: { id } }),
      json: wrapped(body),
      response: ConsignmentAnswer,
      signal,
    });
    return parsed(data);
  };

  const rowsOf = async (id: string, signal: AbortSignal): Promise<readonly WireConsignmentProduct[]> => {
    const of = `${path}/${encodeURIComponent(id)}/products`;
    return allRows(client, WireConsignmentProduct, { path: of, pageSize: config.pageSize, signal });
  };

  /** Puts in what is not there. What is there already is set, never added: sending it twice would count twice. */
  const fill = async (
    id: string,
    {
      rows,
      held: there,
      signal,
    }: {
      readonly rows: readonly ConsignedUnits[];
      readonly held: readonly WireConsignmentProduct[];
      readonly signal: AbortSignal;
    },
  ): Promise<void> => {
    const held = new Map(there.map((it) => [it.product_id, it]));
    const missing = rows.filter((it) => !held.has(it.productId));
    for (let at = 0; at < missing.length; at += rowsPerRequest) {
      const some = missing.slice(at, at + rowsPerRequest);
      const json = some.map((it) => ({ product_id: it.productId, ...unitsOf(it) }));
      await client.send('POST', `${path}/{id}/bulk`, { params: { id }, json, response: Anything, signal });
    }
    for (const row of rows) {
      const own = held.get(row.productId);
      if (
        !own ||
        (isSame(own.count, row.count) && (row.received === undefined || isSame(own.received, row.received)))
      ) {
        continue;
      }
      const body = { product_id: row.productId, ...unitsOf(row) };
      await client.send('PUT', `${path}/{id}/products/{product}`, {
        params: { id, product: row.productId },
        json: wrapped(body),
        response: Anything,
        signal,
      });
    }
  };

  const finish = async (wanted: WantedConsignment, reference: string, signal: AbortSignal): Promise<string> => {
    const { kind } = wanted;
    const { steps, fillBefore } = ways[kind];
    const found = await existing(wanted, reference, signal);
    let now = found ?? (await put('POST', wanted, { status: steps[0] ?? 'OPEN', reference }, signal));
    const { id } = now;
    for (;;) {
      const at = stepOf(now, kind);
      if (at === -1) throw calledOff();
      const next = steps[at + 1];
      if (next === undefined) return id;
      if (next === fillBefore) {
        const held = found ? await rowsOf(id, signal) : [];
        await fill(id, { rows: wanted.rows, held, signal });
        // A receipt that has received something is moved on by the platform itself.
        if (kind === 'SUPPLIER') now = await read(id, signal);
        if (stepOf(now, kind) !== at) continue;
      } else if (next === 'RECEIVED' && kind === 'SUPPLIER' && found) {
        // The platform moved it on when a part had arrived; whoever put that in may have died before the rest.
        await fill(id, { rows: wanted.rows, held: await rowsOf(id, signal), signal });
      }
      now = await put('PUT', wanted, { id, status: next, reference }, signal);
    }
  };

  const read = async (id: string, signal: AbortSignal): Promise<WireConsignment> => {
    const { data } = await client.send('GET', `${path}/{id}`, { params: { id }, response: ConsignmentAnswer, signal });
    return parsed(data);
  };

  const documentRef = (ref: string, id: string | undefined): DocumentRef => ({
    system: name,
    type: 'consignment',
    id: id ?? ref,
    reference: ref,
  });

  return {
    async find({ ref, parts }, signal) {
      let first: string | undefined;
      for (const [index, part] of parts.entries()) {
        const found = await existing(part, ownConsignmentRef(name, ref, index + 1), signal);
        if (!found || stepOf(found, part.kind) !== ways[part.kind].steps.length - 1) return undefined;
        first ??= found.id;
      }
      return first === undefined ? undefined : documentRef(ref, first);
    },
    async book({ ref, parts }, signal) {
      let first: string | undefined;
      for (const [index, part] of parts.entries()) {
        const id = await finish(part, ownConsignmentRef(name, ref, index + 1), signal);
        first ??= id;
      }
      return documentRef(ref, first);
    },
  };
}

const Anything = z.unknown();

/** How far a consignment is on its way; -1 when it was called off. */
function stepOf({ status }: WireConsignment, kind: Kind): number {
  return ways[kind].steps.indexOf(status);
}

/** Units as the platform takes them. What is only sent says nothing of what arrived: a receipt would be received by it. */
function unitsOf({ count, received }: ConsignedUnits): Readonly<Record<string, string>> {
  return { count, ...(received !== undefined && { received }) };
}

function isSame(shown: string | undefined, wanted: string): boolean {
  return shown !== undefined && compareQuantities(quantity(shown), quantity(wanted)) === 0;
}

function calledOff(): IntegrationError {
  return new IntegrationError('Somebody at Lightspeed called the consignment of this document off', {
    code: 'conflict',
    path: 'ref',
  });
}

function parsed(raw: unknown): WireConsignment {
  const result = WireConsignment.safeParse(raw);
  if (result.success) return result.data;
  throw new IntegrationError('A consignment of Lightspeed is not as documented', {
    code: 'response-invalid',
    disposition: 'unknown',
    path: result.error.issues[0]?.path.map(String).join('.'),
  });
}
