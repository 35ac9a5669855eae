import { type z } from 'zod';
import { IntegrationError, type QueryValue } from '@crossdock/core';
import { Page } from './api/common.ts';
import { type LightspeedClient } from './client.ts';

/** Where a feed is read. */
export interface FeedRequest {
  /** With its version: `/api/2.0/sales`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /**
   * The version that was read last; rows above it are read.
   *
   * @default '0'
   */
  readonly after?: string | undefined;
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

/** A page of a feed, its rows as they came. */
export interface FeedPage {
  readonly rows: readonly unknown[];
  /** Version to go on from. */
  readonly next: string;
}

/** One page of a feed, or nothing at its end. An empty page says version zero, which would begin again: it is left aside. */
export async function feedPage(client: LightspeedClient, request: FeedRequest): Promise<FeedPage | undefined> {
  const { path, query, after = '0', pageSize, signal } = request;
  const page = await client.send('GET', path, {
    query: { ...query, after, page_size: pageSize },
    response: Page,
    signal,
  });
  if (page.data.length === 0) return undefined;
  const next = page.version?.max ?? highest(page.data);
  // A page that does not lead further would be read for ever.
  return next === undefined || !isAbove(next, after) ? undefined : { rows: page.data, next };
}

/** Every page of a feed from a version on. Any change gives a row a new version, so a row may come twice, and later is newer. */
export async function* feed(client: LightspeedClient, request: FeedRequest): AsyncIterable<FeedPage> {
  let { after } = request;
  for (;;) {
    const page = await feedPage(client, { ...request, after });
    if (!page) return;
    yield page;
    after = page.next;
  }
}

/** Every row of a list, in the shape that is expected. */
export async function allRows<Row extends z.ZodType>(
  client: LightspeedClient,
  row: Row,
  request: FeedRequest,
): Promise<readonly z.output<Row>[]> {
  const rows: z.output<Row>[] = [];
  for await (const page of feed(client, request)) rows.push(...page.rows.map((it) => inShape(it, row, request.path)));
  return rows;
}

function inShape<Row extends z.ZodType>(raw: unknown, row: Row, path: string): z.output<Row> {
  const parsed = row.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new IntegrationError('A row of a list of Lightspeed is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path: parsed.error.issues[0]?.path.map(String).join('.'),
    details: { path },
  });
}

/** Versions are whole numbers that may be greater than a JavaScript number holds exactly. */
export function isAbove(version: string, other: string): boolean {
  return BigInt(version) > BigInt(other);
}

/** Some lists do not say their versions beside the rows. */
function highest(rows: readonly unknown[]): string | undefined {
  let found: string | undefined;
  for (const row of rows) {
    const version = (row as { readonly version?: unknown } | undefined)?.version;
    if (typeof version !== 'string' || !/^\d{1,18}$/.test(version)) continue;
    if (found === undefined || isAbove(version, found)) found = version;
  }
  return found;
}
