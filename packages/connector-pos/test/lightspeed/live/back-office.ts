import { type ManualClock } from '@crossdock/testing';
import { z } from 'zod';
import { type LiveSettings } from './settings.ts';

/** What a run is made with: the machine's clock and network, or those of a simulator. */
export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
}

/** Looks at a retailer past the connector. */
export interface BackOffice {
  /** One request. A refusal to go on so fast is obeyed; any other is an error. */
  ask<Body extends z.ZodType>(method: string, path: string, answer: Body, body?: unknown): Promise<z.output<Body>>;
  /** Waits until enough of the account's budget of requests is there for a fact. */
  rest(): Promise<void>;
  /** Every row of a feed above a version. */
  rows<Row extends z.ZodType>(path: string, row: Row, after?: number): Promise<readonly z.output<Row>[]>;
}

/** Requests that the longest fact takes, the connector's and these. */
const enoughForAFact = 200;

/** Makes a client of its own, which shares nothing with the connector's. */
export function backOffice({ fetch, clock, settings }: LivePorts): BackOffice {
  const origin = `https://${settings.domainPrefix}.retail.lightspeed.app`;
  let remaining = Number.POSITIVE_INFINITY;
  const ask: BackOffice['ask'] = async (method, path, answer, body) => {
    for (;;) {
      const headers = {
        authorization: `Bearer ${settings.accessToken}`,
        'user-agent': 'crossdock live tests',
        'content-type': 'application/json',
      };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const reply = await fetch(new Request(`${origin}${path}`, init));
      remaining = Number(reply.headers.get('x-ratelimit-remaining') ?? Number.POSITIVE_INFINITY);
      if (reply.status === 429) {
        await clock.advance(10_000);
        continue;
      }
      if (!reply.ok) throw new Error(`${method} ${path} was answered ${reply.status}`);
      return answer.parse(await reply.json());
    }
  };
  return {
    ask,
    async rest() {
      for (;;) {
        await ask('GET', '/api/2.0/outlets?page_size=1', z.unknown());
        if (remaining >= enoughForAFact) return;
        await clock.advance(30_000);
      }
    },
    async rows(path, row, after = 0) {
      const page = z.object({ data: z.array(row), version: z.object({ max: z.number().nullish() }).nullish() });
      const found: z.output<typeof row>[] = [];
      for (let from = after; ;) {
        const { data, version } = await ask('GET', `${path}?after=${from}&page_size=500`, page);
        found.push(...data);
        if (data.length === 0 || !version?.max || version.max <= from) return found;
        from = version.max;
      }
    },
  };
}
