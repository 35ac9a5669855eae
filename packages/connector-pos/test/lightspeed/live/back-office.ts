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
  /** Every row of a feed above a version. */
  rows<Row extends z.ZodType>(path: string, row: Row, after?: number): Promise<readonly z.output<Row>[]>;
}

/** Makes a client of its own, which shares nothing with the connector's. */
export function backOffice({ fetch, clock, settings }: LivePorts): BackOffice {
  const origin = `https://${settings.domainPrefix}.retail.lightspeed.app`;
  const ask: BackOffice['ask'] = async (method, path, answer, body) => {
    for (;;) {
      const headers = {
        authorization: `Bearer ${settings.accessToken}`,
        'user-agent': 'crossdock live tests',
        'content-type': 'application/json',
      };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const reply = await fetch(new Request(`${origin}${path}`, init));
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
