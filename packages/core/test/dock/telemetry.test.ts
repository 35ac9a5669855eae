import { context, metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { defineConnector } from '../../src/capabilities/index.ts';
import { otelObserver } from '../../src/dock/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';

const spans = new InMemorySpanExporter();
const numbers = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: numbers, exportIntervalMillis: 3_600_000 });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});
afterAll(() => {
  context.disable();
  trace.disable();
  metrics.disable();
});
beforeEach(() => spans.reset());

const acmeWeb = defineConnector({
  name: 'acme-web',
  config: z.object({}),
  limits: {},
  capabilities: ['createOrder'],
  connect: ({ http, name }) => {
    const api = http({ baseUrl: 'https://web.test/v1' });
    return {
      capabilities: {
        createOrder: {
          once: { key: 'idempotency-key' },
          run: async (order, { key, signal }) => {
            const { body } = await api.post('/orders/{ref}', {
              params: { ref: order.ref },
              query: { email: 'jane@example.test' },
              headers: { 'idempotency-key': key, authorization: 'Bearer s3cr3t' },
              json: order,
              response: z.object({ id: z.string() }),
              signal,
            });
            return { system: name, type: 'order', id: body.id };
          },
        },
      },
    };
  },
});

const toWeb = defineFlow({
  name: 'to-web',
  version: 3,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { web: ['createOrder'] },
  run: async (order, { web }) => {
    await web.createOrder(order);
  },
});

async function sell(answer: () => Promise<Response> | Response) {
  const world = await openDock({
    flows: [toWeb],
    systems: { web: acmeWeb({}) },
    observer: otelObserver(),
    fetch: async () => answer(),
  });
  await world.push({ ...placed('A-1', { buyer: { email: 'jane@example.test', firstName: 'Jane' } }) });
  for (let round = 0; round < 10; round++) await rest();
  return { ...world, finished: spans.getFinishedSpans() };
}

test('every span of a sale carries its transaction, from the run down to the request', async () => {
  const { finished } = await sell(() => Response.json({ id: '7' }));
  const others = new Set(['crossdock.sweep', 'crossdock.upkeep', 'crossdock.decode']);
  const ofSale = finished.filter((it) => !others.has(it.name));
  expect(ofSale.map((it) => [it.name, it.attributes['crossdock.txn']])).toEqual([
    ['POST /orders/{ref}', 'A-1'],
    ['crossdock.call createOrder', 'A-1'],
    ['crossdock.run', 'A-1'],
  ]);
  const [request, call, run] = ofSale;
  expect(request?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
  expect(call?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
  expect(run?.attributes).toMatchObject({ 'crossdock.flow': 'to-web', 'crossdock.flow.version': 3 });
  expect(call?.attributes).toMatchObject({
    'crossdock.system': 'web',
    'crossdock.capability': 'createOrder',
    'crossdock.outcome': 'done',
  });
});

test('a run is a trace of its own, whatever made it ready', async () => {
  const world = await openDock({
    flows: [toWeb],
    systems: { web: acmeWeb({}) },
    observer: otelObserver(),
    concurrency: 1,
    fetch: async () => Response.json({ id: '7' }),
  });
  await Promise.all(['A-1', 'A-2', 'A-3'].map((ref) => world.push(placed(ref))));
  for (let round = 0; round < 10; round++) await rest();
  const runs = spans.getFinishedSpans().filter((it) => it.name === 'crossdock.run');
  expect(runs.map((it) => it.parentSpanContext)).toEqual([undefined, undefined, undefined]);
  expect(new Set(runs.map((it) => it.spanContext().traceId)).size).toBe(3);
});

test('a span that failed says with which code, and nothing more', async () => {
  const { finished } = await sell(() => Response.json({ error: 'Jane Doe is blocked' }, { status: 422 }));
  const call = finished.find((it) => it.name === 'crossdock.call createOrder');
  expect(call?.status.code).toBe(SpanStatusCode.ERROR);
  expect(call?.attributes['error.type']).toBe(call?.status.message);
  expect(call?.events).toEqual([]);
  expect(finished.find((it) => it.name === 'crossdock.run')?.attributes['crossdock.txn']).toBe('A-1');
});

test('no span holds a payload, a secret or a customer', async () => {
  for (const answer of [
    () => Response.json({ id: '7' }),
    () => Response.json({ error: 'Jane Doe' }, { status: 400 }),
    () => Promise.reject(new IntegrationError('Jane Doe', { code: 'connection-lost', cause: new Error('s3cr3t') })),
  ]) {
    const { finished } = await sell(answer);
    const told = JSON.stringify(
      finished.map(({ name, attributes, events, status }) => [name, attributes, events, status]),
    );
    expect(told).not.toMatch(/Jane|jane@|s3cr3t|SHOE-42|25\.52/);
  }
});

test('calls, webhooks and their durations are counted by system, capability and outcome', async () => {
  await sell(() => Response.json({ id: '7' }));
  await reader.forceFlush();
  const told =
    numbers
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((it) => it.metrics) ?? [];
  expect(told.map((it) => it.descriptor.name)).toEqual(
    expect.arrayContaining([
      'crossdock.calls',
      'crossdock.call.duration',
      'crossdock.webhook',
      'crossdock.webhook.duration',
    ]),
  );
  const calls = told.find((it) => it.descriptor.name === 'crossdock.calls');
  expect(calls?.dataPoints.map((it) => it.attributes)).toContainEqual({
    'crossdock.system': 'web',
    'crossdock.capability': 'createOrder',
    'crossdock.outcome': 'done',
  });
  expect(JSON.stringify(told)).not.toMatch(/Jane|jane@|s3cr3t|A-1/);
});
