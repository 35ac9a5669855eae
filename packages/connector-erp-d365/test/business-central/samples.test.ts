import { existsSync, readFileSync } from 'node:fs';
import { Secret } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { SalesOrder } from '../../src/business-central/api/documents.ts';
import { refusalOf } from '../../src/business-central/errors.ts';
import { createReceiver } from '../../src/business-central/events/receiver.ts';
import { BusinessCentralOptions } from '../../src/business-central/options.ts';
import { businessCentralSimulator } from '../../src/testing/index.ts';
import { address, openCompany } from './company.ts';

interface Samples {
  readonly webhookNotification: { readonly value: readonly { readonly resource: string }[] };
  readonly batchSnapshotFailure: {
    readonly responses: readonly { readonly status: number; readonly body?: unknown }[];
  };
  readonly createSalesOrder: {
    readonly response: { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
  };
  readonly errorCodes: readonly string[];
}

/** Answers that the platform's documentation quotes lie beside the checkout, where they are at hand; they are not ours to publish. */
const file = new URL('../../../../../shared/vendors/d365/samples/bc-01-business-central.json', import.meta.url);
const samples = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Samples) : undefined;

describe.skipIf(samples === undefined)('the documentation', () => {
  test('its push is taken with its secret; news of many at once are read from their time on, and others are none of ours', async () => {
    const asked: unknown[] = [];
    const page = (place: unknown, { filter }: { readonly filter: unknown }) => {
      asked.push([place, filter]);
      return Promise.resolve({ rows: [] });
    };
    const config = BusinessCentralOptions.parse(openCompany().settings);
    const rooms = { config, system: 'erp', client: { page } as never, clock: undefined as never };
    const body = new TextEncoder().encode(JSON.stringify(samples?.webhookNotification));
    const delivery = { headers: new Headers(), url: address, body };
    await createReceiver(rooms, [new Secret('someClientState')]).verify(delivery);
    const receiver = createReceiver(rooms, [new Secret('another')]);
    expect(() => receiver.verify(delivery)).toThrow(/not ours/);
    const stored = { headers: {}, body, topic: 'changes', receivedAt: '' };
    expect(await receiver.decode(stored, { signal: new AbortController().signal })).toEqual([]);
    const from = { bare: '2018-10-15T11:00:00.000Z' };
    expect(asked).toEqual([[{ set: 'salesInvoices' }, { lastModifiedDateTime: { from } }]]);
  });

  test('an order of the documentation is read, and the simulated one has its fields', () => {
    const body = samples?.createSalesOrder.response.body ?? {};
    const more = { '@odata.etag': 'W/"1"', pricesIncludeTax: false, totalAmountIncludingTax: '0' };
    expect(SalesOrder.safeParse({ ...body, ...more }).success).toBe(true);
    const set = businessCentralSimulator().entitySets.find((it) => it.name === 'salesOrders');
    const fields = new Set(['id', ...Object.keys(set?.fields ?? {})]);
    expect(Object.keys(body).filter((name) => !fields.has(name))).toEqual([]);
  });

  test('a batch of the documentation that was taken back is a refusal, and each of its codes has a meaning', () => {
    const failed = samples?.batchSnapshotFailure.responses.find(({ status }) => status >= 400);
    expect(refusalOf(failed?.status ?? 0, failed?.body)).toMatchObject({ code: 'refused', disposition: 'reject' });
    const codes = samples?.errorCodes.map((code) => refusalOf(400, { error: { code, message: '' } }).code);
    expect(codes).toEqual([
      'conflict',
      'conflict',
      'duplicate',
      'not-found',
      'refused',
      'refused',
      'refused',
      'unauthorized',
      'config-invalid',
    ]);
  });
});
