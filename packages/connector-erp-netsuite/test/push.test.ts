/** The script that is deployed in the account, run as it is shipped, and what receives its pushes. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import {
  createCrossdock,
  defineFlow,
  type IncomingDelivery,
  memoryJournal,
  seededRandom,
  silentObserver,
} from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import { openAccount, type OpenAccountOptions } from './account.ts';
import { pushSecret } from './arrangements/reads.ts';

interface Posted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const nowMs = Date.parse('2026-11-27T12:00:00Z');

/** Runs the shipped script with modules that do what the platform's do, and returns what it posted. */
function runScript(options: {
  readonly type?: string;
  readonly record?: { readonly id: number; readonly type: string };
  readonly answer?: number;
  readonly account?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}) {
  const posted: Posted[] = [];
  const errors: unknown[] = [];
  const secrets: Readonly<Record<string, string>> = { custsecret_crossdock: pushSecret };
  const parameters: Readonly<Record<string, string>> = options.parameters ?? {
    custscript_crossdock_url: 'https://crossdock.example/webhooks/erp',
    custscript_crossdock_secret: 'custsecret_crossdock',
  };
  const modules: Readonly<Record<string, unknown>> = {
    'N/crypto': {
      HashAlg: { SHA256: 'SHA256' },
      createSecretKey: ({ secret }: { secret: string }) => ({ value: secrets[secret] }),
      createHmac: ({ key }: { key: { value: string } }) => {
        const hmac = createHmac('sha256', key.value);
        return {
          update: ({ input }: { input: string }) => void hmac.update(input, 'utf8'),
          digest: () => hmac.digest('hex').toUpperCase(),
        };
      },
    },
    'N/encode': { Encoding: { UTF_8: 'UTF_8', HEX: 'HEX' } },
    'N/https': {
      post: (request: Posted) => {
        posted.push(request);
        return { code: options.answer ?? 200 };
      },
    },
    'N/log': { error: (entry: unknown) => void errors.push(entry) },
    'N/runtime': {
      accountId: options.account ?? '1234567',
      getCurrentScript: () => ({ getParameter: ({ name }: { name: string }) => parameters[name] }),
    },
  };
  type Script = { afterSubmit(context: unknown): void };
  let script: Script | undefined;
  const define = (names: readonly string[], make: (...them: unknown[]) => Script) => {
    script = make(...names.map((name) => modules[name]));
  };
  const clock = { now: () => nowMs };
  const source = readFileSync(new URL('../suitescript/crossdock_push.js', import.meta.url), 'utf8');
  runInNewContext(source, { define, Date: clock, Math, JSON, String, Error, Set });
  script?.afterSubmit({ type: options.type ?? 'edit', newRecord: options.record ?? { id: 7, type: 'inventoryitem' } });
  return { posted, errors };
}

const open = (options: OpenAccountOptions = {}) => {
  const opened = openAccount({ ...options, settings: { push: { secrets: [pushSecret] }, ...options.settings } });
  const webhook = opened.system.connection.events?.webhook;
  if (!webhook) throw new Error('Nothing receives pushes');
  return { ...opened, webhook };
};

const incoming = ({ headers, body }: Pick<Posted, 'headers' | 'body'>): IncomingDelivery => ({
  headers: new Headers(headers),
  body: new TextEncoder().encode(body),
  url: 'https://crossdock.example/webhooks/erp',
});

function decoded(opened: ReturnType<typeof open>, delivery: IncomingDelivery) {
  const stored = {
    headers: Object.fromEntries(delivery.headers),
    body: delivery.body,
    topic: opened.webhook.identify(delivery).topic,
    receivedAt: '2026-11-27T12:00:00Z',
  };
  const { signal } = new AbortController();
  return opened.clock.settle(opened.webhook.decode(stored, { signal }));
}

describe('the script', () => {
  test('signs what the receiver accepts, and the record that it names is read', async () => {
    const opened = open();
    const { id } = opened.account.seedItem({ sku: 'PUSHED', prices: [{ price: 5 }] });
    const [delivery] = runScript({ record: { id: Number(id), type: 'inventoryitem' } }).posted;
    if (!delivery) throw new Error('Nothing was posted');
    expect(delivery.url).toBe('https://crossdock.example/webhooks/erp');
    await opened.webhook.verify(incoming(delivery));
    const told = await decoded(opened, incoming(delivery));
    expect(told.map((it) => it.name)).toEqual(['product.changed', 'price.changed']);
    expect(told[0]).toMatchObject({ key: 'PUSHED' });
  });

  test('sends what the simulated account sends: no content, only which record it was', () => {
    const { account } = open();
    const [delivery] = runScript({}).posted;
    const simulated = account.deliveryOf({ type: 'inventoryItem', id: '7' }, pushSecret);
    const shapeOf = ({ headers, body }: Pick<Posted, 'headers' | 'body'>) => ({
      headers: Object.keys(headers)
        .map((name) => name.toLowerCase())
        .toSorted(),
      body: { ...(JSON.parse(body) as object), delivery: '' },
    });
    expect(delivery && shapeOf(delivery)).toEqual(shapeOf(simulated));
  });

  test.each(['delete', 'copy', 'view'])('says nothing of %s', (type) => {
    expect(runScript({ type }).posted).toEqual([]);
  });

  test('lets the record be saved when nobody answers, and logs no secret', () => {
    const { errors } = runScript({ answer: 503 });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toContain(pushSecret);
    expect(runScript({ parameters: {} })).toEqual({ posted: [], errors: [] });
  });
});

describe('the receiver', () => {
  const delivery = (over: Partial<Parameters<typeof runScript>[0]> = {}) => {
    const [posted] = runScript(over).posted;
    if (!posted) throw new Error('Nothing was posted');
    return posted;
  };
  const verifying = async (opened: ReturnType<typeof open>, posted: Pick<Posted, 'headers' | 'body'>) => {
    await opened.webhook.verify(incoming(posted));
  };

  test('refuses a delivery that was signed too long ago, and one from the future', async () => {
    const opened = open();
    await opened.clock.advance(299_000);
    await verifying(opened, delivery());
    await opened.clock.advance(2_000);
    await expect(verifying(opened, delivery())).rejects.toMatchObject({ code: 'signature-invalid' });
  });

  test('refuses a delivery whose time or account was changed after it was signed', async () => {
    const opened = open();
    const posted = delivery();
    const stale = { ...posted, headers: { ...posted.headers, 'X-Crossdock-Timestamp': '1795780801' } };
    await expect(verifying(opened, stale)).rejects.toMatchObject({ code: 'signature-invalid' });
    const other = { ...posted, headers: { ...posted.headers, 'X-Crossdock-Account': '7654321' } };
    await expect(verifying(opened, other)).rejects.toMatchObject({ code: 'signature-invalid' });
  });

  test('refuses the copy of the script in a sandbox', async () => {
    const opened = open();
    await expect(verifying(opened, delivery({ account: '1234567_SB1' }))).rejects.toMatchObject({
      code: 'signature-invalid',
      message: expect.stringContaining('another account'),
    });
  });

  test('accepts the secret before while it is being changed', async () => {
    const opened = open({ settings: { push: { secrets: ['the-new-secret', pushSecret] } } });
    await verifying(opened, delivery());
    const changed = open({ settings: { push: { secrets: ['the-new-secret'] } } });
    await expect(verifying(changed, delivery())).rejects.toMatchObject({ code: 'signature-invalid' });
  });

  test('is told of records that are gone or that mean nothing to us, and tells nothing', async () => {
    const opened = open();
    expect(await decoded(opened, incoming(delivery({ record: { id: 999_999, type: 'inventoryitem' } })))).toEqual([]);
    expect(await decoded(opened, incoming(delivery({ record: { id: 7, type: 'calendarevent' } })))).toEqual([]);
    expect(opened.account.requests.filter((it) => it.path.endsWith('/suiteql'))).toHaveLength(1);
  });

  test.each(['', '[]', '{"delivery":"x"}', '{"delivery":"x","record":"customer","id":"7 OR 1=1"}', '\u0000'])(
    'refuses a body of %j',
    (body) => {
      const opened = open();
      expect(() => opened.webhook.identify(incoming({ headers: {}, body }))).toThrow(
        expect.objectContaining({ code: 'body-invalid' }),
      );
    },
  );

  test('parks a record that is refused, with the reason', async () => {
    const opened = open({ settings: { products: { unit: 'saleunit' } } });
    const { id } = opened.account.seedItem({ sku: 'STRANGE', unitId: '1' });
    const posted = delivery({ record: { id: Number(id), type: 'inventoryitem' } });
    await expect(decoded(opened, incoming(posted))).rejects.toMatchObject({ code: 'unmapped', path: 'unit' });
  });

  test('is called for every record that is saved once the script is deployed', async () => {
    const received: Request[] = [];
    const target = (request: Request) => {
      received.push(request);
      return Promise.resolve(new Response());
    };
    const { account, clock } = openAccount({ simulator: { push: { secret: pushSecret, target } } });
    const { id } = account.seedItem({ sku: 'EDITED' });
    account.editRecord(id, { displayName: 'Edited' });
    await clock.settle(account.pushed());
    expect(await Promise.all(received.map((it) => it.json()))).toMatchObject([{ record: 'inventoryitem', id }]);
  });

  test('and the sweep start one flow together for one change, in a service that runs', async () => {
    const seen: string[] = [];
    const follow = defineFlow({
      name: 'follow-products',
      version: 1,
      on: 'product.changed',
      key: (product) => product.sku,
      needs: {},
      run: async (product) => {
        seen.push(`${product.sku} ${product.name}`);
      },
    });
    let receive = (_request: Request): Promise<Response> => Promise.resolve(new Response(null, { status: 503 }));
    const target = (request: Request) => receive(request);
    const { account, clock, settings } = openAccount({ simulator: { push: { secret: pushSecret, target } } });
    const { id } = account.seedItem({ sku: 'PUSHED', displayName: 'Before' });
    await clock.advance(1_000);
    const dock = createCrossdock({
      journal: memoryJournal(),
      systems: { erp: netsuite({ ...settings, push: { secrets: [pushSecret] } }) },
      owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'erp', customer: 'erp', finance: 'erp' },
      flows: [follow],
      clock,
      random: seededRandom(1),
      observer: silentObserver,
      fetch: simulatorFetch(account),
    });
    receive = (request) => dock.systems.erp.webhook(request);
    await clock.settle(dock.start());
    await clock.advance(2_000);
    seen.length = 0;
    account.editRecord(id, { displayName: 'After' });
    await clock.settle(account.pushed());
    await clock.advance(5_000);
    expect(seen).toEqual(['PUSHED After']);
    await clock.settle(dock.sweep());
    await clock.advance(600_000);
    expect(seen).toEqual(['PUSHED After']);
    await clock.settle(dock.stop());
  });
});
