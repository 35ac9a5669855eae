import { describe, expect, it } from 'vitest';
import { anOrder, usd } from '../../test/documents.ts';
import { createEnvelope, readEvent } from './envelope.ts';
import { type EventName, eventTypes, isEventName } from './events.ts';

const at = '2026-11-27T10:00:00Z';
const placed = () =>
  createEnvelope({
    name: 'order.placed',
    source: '/crossdock/shop',
    id: 'shop/order.placed/1',
    key: 'shop-1001',
    occurredAt: at,
    data: anOrder(),
  });

describe('an envelope', () => {
  it('is a CloudEvent that carries version, business reference and checked data', () => {
    expect(placed()).toMatchObject({
      specversion: '1.0',
      type: 'order.placed.v1',
      source: '/crossdock/shop',
      id: 'shop/order.placed/1',
      time: at,
      subject: 'shop-1001',
      crossdocktxn: 'shop-1001',
      datacontenttype: 'application/json',
      data: { ref: 'shop-1001', test: false },
    });
  });

  it('survives JSON', () => {
    const event = readEvent(JSON.parse(JSON.stringify(placed())));
    expect(event).toEqual({ name: 'order.placed', envelope: placed(), data: placed().data });
  });

  it.each([
    [{ occurredAt: 'yesterday' }, 'time'],
    [{ id: '' }, 'id'],
    [{ source: '' }, 'source'],
    [{ key: '#1001' }, ''],
    [{ data: { ...anOrder(), number: '' } }, 'number'],
  ])('is not made from %j', (changes, path) => {
    const make = () =>
      createEnvelope({
        name: 'order.placed',
        source: 'shop',
        id: '1',
        key: 'shop-1001',
        occurredAt: at,
        data: anOrder(),
        ...changes,
      });
    expect(make).toThrow(expect.objectContaining({ code: 'input-invalid', path }));
  });

  it('never holds a document that does not balance', () => {
    const data = anOrder({ total: usd('1.00') });
    const make = () =>
      createEnvelope({ name: 'order.placed', source: 'shop', id: '1', key: 'shop-1001', occurredAt: at, data });
    expect(make).toThrow(expect.objectContaining({ code: 'unbalanced', path: 'total' }));
  });

  it('of a product is keyed by its SKU, whatever characters that has', () => {
    const data = { sku: 'SHOE 42/½', name: 'Shoe', state: 'active' };
    const event = { name: 'product.changed', source: 'erp', id: '1', occurredAt: at, data } as const;
    expect(createEnvelope({ ...event, key: 'SHOE 42/½' }).subject).toBe('SHOE 42/½');
    expect(() => createEnvelope({ ...event, key: 'SHOE\n42' })).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    );
  });
});

describe('reading', () => {
  it('refuses a version that is newer than this release, by name and never by guessing', () => {
    const newer = { ...placed(), type: 'order.placed.v2' };
    expect(() => readEvent(newer)).toThrow(
      expect.objectContaining({ code: 'event-version-unknown', details: { type: 'order.placed.v2' } }),
    );
  });

  it.each(['order.teleported.v1', 'to.string.v1'])('refuses an unknown event such as %s', (type) => {
    expect(() => readEvent({ ...placed(), type })).toThrow(expect.objectContaining({ code: 'event-version-unknown' }));
  });

  it('refuses what is no envelope, without showing what it holds', () => {
    const run = () => readEvent({ ...placed(), specversion: '0.3', subject: undefined });
    expect(run).toThrow(expect.objectContaining({ code: 'input-invalid', path: 'specversion' }));
    expect(() => readEvent('order of jane@doe.test')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('jane') }),
    );
  });

  it('brings an older version up through its chain, one step at a time', () => {
    const { number, ...rest } = anOrder();
    const old = { ...placed(), type: 'order.placed.v0', data: { ...rest, name: number } };
    const upcasts = {
      'order.placed.v0': (data: unknown) => ({ ...(data as object), number: (data as { name: string }).name }),
    };
    expect(readEvent(old, upcasts).data).toMatchObject({ number: '#1001' });
    expect(() => readEvent(old)).toThrow(expect.objectContaining({ code: 'event-version-unknown' }));
  });

  it('checks the data that an upcast gives', () => {
    const old = { ...placed(), type: 'order.placed.v0' };
    expect(() => readEvent(old, { 'order.placed.v0': () => ({}) })).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    );
  });
});

describe('event names', () => {
  it('are those of the business, each with a version and a schema', () => {
    expect(Object.keys(eventTypes)).toHaveLength(21);
    for (const [name, { version }] of Object.entries(eventTypes)) {
      expect(name).toMatch(/^[a-z]+\.[a-z]+$/);
      expect(version).toBeGreaterThanOrEqual(1);
    }
  });

  it('are told from what every object inherits', () => {
    expect(['order.placed', 'toString', 'constructor', ''].map(isEventName)).toEqual([true, false, false, false]);
  });

  it('have readers for every version up to the present one', () => {
    for (const name of Object.keys(eventTypes) as EventName[]) {
      const type: { version: number; upcasts?: Readonly<Record<number, unknown>> } = eventTypes[name];
      for (let from = 1; from < type.version; from++)
        expect(type.upcasts?.[from], `${name}.v${from}`).toBeTypeOf('function');
    }
  });
});
