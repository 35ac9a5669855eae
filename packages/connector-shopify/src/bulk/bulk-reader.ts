import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { BulkOperation } from '../api/bulk-data.ts';
import { type DownloadPorts, linesOf } from './download.ts';
import { familiesOf, type Family, partOf, readLine } from './families.ts';
import { endOf, failureOf, type OperationPorts, startOperation } from './operation.ts';
import { Spill } from './spill.ts';

/** How a bulk read is asked. */
export interface BulkRequest {
  /** The query inside the operation, see `bulkOperationRunQuery`. Its connections go one level below the root. */
  readonly query: string;
  /** The `resume` of the last portion that was kept. Absent: from the start. */
  readonly resume?: string | undefined;
  readonly signal: AbortSignal;
  /** Things of the root that were told, and of how many. */
  progress(done: number, total?: number): void;
}

/** Some things of the root with what belongs to each of them. */
export interface BulkPortion {
  readonly families: readonly Family[];
  /**
   * False for what an operation brought that did not come to its end: children may be missing, so each thing has to be read
   * again by its id. After the last of them the failure is thrown.
   */
  readonly whole: boolean;
  /** Where to go on once the portion is kept. */
  readonly resume: string;
}

/** Reads by bulk operation. See {@link createBulkReader}. */
export interface BulkReader {
  read(request: BulkRequest): AsyncIterable<BulkPortion>;
}

/** Things of the root that come at once. */
const portionSize = 50;

/** Bytes of a result that are put together at once. */
const partBytes = 16 * 1024 * 1024;

/** A place in a result. */
const Place = z.object({
  operation: z.string(),
  /** Into how many parts the result is cut. */
  parts: z.int().min(1),
  part: z.int().min(0),
  /** Things of that part that were told. */
  done: z.int().min(0),
  /** Things that were told in all. */
  told: z.int().min(0),
});

type Place = z.output<typeof Place>;

/** A result that there is not any more: the operation has to be run again. */
class Gone extends Error {}

/**
 * Makes a reader of whole connections: as many things as the shop has, in bounded memory and without using up points.
 *
 * The platform writes the lines of a result in any order, a child perhaps far from its parent. So the result is read twice:
 * downloaded in portions and sorted by parent into parts of some megabytes (temporary files, if there is more than one),
 * then put together part by part. The place where an interrupted read goes on is the operation and the position in it; a
 * later process downloads the file again and goes on there. A result that has expired meanwhile (seven days) is made anew and
 * told from its start: the events have the same ids, so nothing has its effect twice.
 *
 * A domain backfills by it like this: it writes the inner query, reads `context.bulk.read(...)`, parses `family.root` and
 * `childrenOf(family, 'ProductVariant')` with its schemas, and yields one portion of events for each portion it gets, with
 * the `resume` of that portion. What has `whole: false` it reads by id. See `backfill-orders.ts`.
 */
export function createBulkReader(ports: OperationPorts & DownloadPorts): BulkReader {
  return {
    async *read(request) {
      let resume = placeIn(request.resume);
      for (let tries = 1; ; tries++) {
        try {
          yield* readOnce({ ...request, place: resume }, ports);
          return;
        } catch (error) {
          if (!(error instanceof Gone)) throw error;
          if (tries === 3) throw expired();
          resume = undefined;
        }
      }
    },
  };
}

type Asked = Omit<BulkRequest, 'resume'> & { readonly place: Place | undefined };

async function* readOnce(asked: Asked, ports: OperationPorts & DownloadPorts): AsyncGenerator<BulkPortion> {
  const { query, signal, progress } = asked;
  const place = asked.place ?? {
    operation: await startOperation(query, ports, signal),
    parts: 1,
    part: 0,
    done: 0,
    told: 0,
  };
  // Kept before there is anything to tell: a process that dies while it waits finds the operation again.
  if (!asked.place) yield { families: [], whole: true, resume: JSON.stringify(place) };
  const operation = await endOf(place.operation, ports, signal, (objects) => progress(0, objects));
  if (!operation || operation.status === 'EXPIRED') throw new Gone();
  if (operation.status === 'COMPLETED') {
    if (operation.url !== null && operation.fileSize !== '0')
      yield* tellResult(operation, operation.url, place, asked, ports);
    return;
  }
  // One that failed earlier has said so; now it is tried anew.
  if (asked.place) throw new Gone();
  if (operation.partialDataUrl !== null) yield* tellResult(operation, operation.partialDataUrl, place, asked, ports);
  throw failureOf(operation);
}

async function* tellResult(
  operation: BulkOperation,
  link: string,
  place: Place,
  { signal, progress }: Asked,
  ports: OperationPorts & DownloadPorts,
): AsyncGenerator<BulkPortion> {
  const whole = operation.status === 'COMPLETED';
  const total = Number(operation.rootObjectCount);
  const { spill, parts } = await download(link, place, signal, ports);
  let { told } = place;
  try {
    for (let part = place.part; part < parts; part++) {
      const families = familiesOf(await spill.lines(part), whole);
      const skipped = part === place.part ? place.done : 0;
      for (let at = skipped; at < families.length; at += portionSize) {
        const some = families.slice(at, at + portionSize);
        told += some.length;
        const next: Place = { operation: operation.id, parts, part, done: at + some.length, told };
        // A result that is not whole is never gone on with: the next try begins anew.
        yield { families: some, whole, resume: whole ? JSON.stringify(next) : '' };
        progress(told, Math.max(told, total));
      }
    }
  } finally {
    await spill.close();
  }
}

async function download(
  link: string,
  place: Place,
  signal: AbortSignal,
  ports: OperationPorts & DownloadPorts,
): Promise<{ readonly spill: Spill; readonly parts: number }> {
  let spill: Spill | undefined;
  let parts = place.parts;
  try {
    for await (const { text, totalBytes } of linesOf(link, ports, signal)) {
      // How a result is cut was settled when its first place was kept.
      if (!spill && place.part === 0 && place.done === 0) parts = Math.max(1, Math.ceil(totalBytes / partBytes));
      spill ??= new Spill(parts);
      const part = partOf(readLine(text), parts);
      if (part >= place.part) await spill.add(part, text);
    }
    return { spill: spill ?? new Spill(1), parts: spill ? parts : 1 };
  } catch (error) {
    await spill?.close();
    // The link has expired, and with it the result.
    throw isIntegrationError(error) && error.code === 'not-found' ? new Gone() : error;
  }
}

function placeIn(resume: string | undefined): Place | undefined {
  if (resume === undefined || resume === '') return undefined;
  const place = Place.safeParse(JSON.parse(resume));
  if (place.success) return place.data;
  throw new IntegrationError('The place where the bulk read would go on is not readable', {
    code: 'input-invalid',
    path: 'resume',
  });
}

function expired(): IntegrationError {
  return new IntegrationError('The result of the bulk operation was gone again and again before it was read', {
    code: 'system-unavailable',
  });
}
