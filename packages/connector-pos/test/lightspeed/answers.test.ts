import { describe, expect, test } from 'vitest';
import { openRetailer, usualSale } from './support/open-retailer.ts';
import { failureOf, sweep } from './support/read.ts';

/** A retailer whose answers to some requests are others than it would give. */
function answering(path: RegExp, answer: () => Response) {
  return openRetailer({
    fetch: (retailer) => async (input, init) => {
      const request = new Request(input, init);
      return path.test(`${request.method} ${new URL(request.url).pathname}`) ? answer() : retailer.handle(request);
    },
  });
}

describe('an answer', () => {
  test('that says it went well and names an error is refused', async () => {
    const odd = () => Response.json({ status: 'error', error: 'Invalid', details: 'Ada Okafor, 12 Main St' });
    const { system, retailer } = answering(/GET .*\/sales\/./, odd);
    const { id } = retailer.till.sell(usualSale);
    const failure = await failureOf(() => system.call('getOrder', { orderRef: `stores-${id}` }));
    expect([failure.code, failure.disposition]).toEqual(['input-invalid', 'reject']);
    expect(JSON.stringify(failure)).not.toContain('Okafor');
  });

  test('to a write that says it went well and names an error leaves open what happened', async () => {
    const odd = () => Response.json({ errors: { global: ['Invalid'] }, reference: 'x' });
    const { system } = answering(/POST .*\/customers$/, odd);
    const customer = { ref: 'shop-C1', refs: {}, firstName: 'Ada', lastName: 'Okafor', email: 'ada@shoppers.example' };
    const failure = await failureOf(() => system.call('upsertCustomer', customer));
    expect(failure.disposition).toBe('unknown');
  });

  test('about an id that nobody has, with an empty list, is that it is not there', async () => {
    const { system } = answering(/GET .*\/sales\/./, () => Response.json({ data: [] }));
    const failure = await failureOf(() => system.call('getOrder', { orderRef: 'stores-gone' }));
    expect(failure.code).toBe('not-found');
  });

  test.each([
    [400, 'input-invalid'],
    [402, 'forbidden'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [418, 'input-invalid'],
    [422, 'refused'],
  ])('of status %i is %s, and keeps no text of the platform', async (status, code) => {
    const odd = () => Response.json({ error: 'x', message: 'Ada Okafor' }, { status });
    const { system } = answering(/GET .*\/sales\/./, odd);
    const failure = await failureOf(() => system.call('getOrder', { orderRef: 'stores-x' }));
    expect([failure.code, failure.disposition]).toEqual([code, 'reject']);
    expect(JSON.stringify(failure)).not.toContain('Okafor');
  });

  test('that is longer than any page is not read to its end', async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += 1_048_576;
            controller.enqueue(new Uint8Array(1_048_576).fill(32));
          },
        }),
      );
    const { system } = answering(/GET .*\/sales\/./, endless);
    const failure = await failureOf(() => system.call('getOrder', { orderRef: 'stores-x' }));
    expect(failure.code).toBe('response-too-large');
    expect(pulled).toBeLessThan(40 * 1_048_576);
  });

  test('of a list in a shape that is not known is refused by name', async () => {
    const odd = () => Response.json({ data: [{ id: 7, time_zone: {} }], version: { max: 7 } });
    const { system } = answering(/GET .*\/outlets$/, odd);
    const failure = await failureOf(() => system.call('getInventory', { skus: ['SHOE-42'] }));
    expect([failure.code, failure.path]).toEqual(['response-invalid', 'time_zone']);
  });

  test('with a page that leads nowhere ends the feed', async () => {
    const { system, retailer } = answering(/GET .*\/taxes$/, () =>
      Response.json({ data: [{ id: 't', name: 'GST' }], version: { max: 0 } }),
    );
    retailer.till.sell(usualSale);
    expect((await sweep(system, 'sales')).map((it) => it.name)).toContain('sale.recorded');
  });
});

test('a sale of the second in which a span begins is listed: the platform tells whole seconds', async () => {
  const { retailer, system, clock } = openRetailer();
  await clock.advance(10_400);
  const changedFrom = new Date(clock.now()).toISOString();
  await clock.advance(300);
  const { id } = retailer.till.sell(usualSale);
  const { items } = await system.call('listOrders', { changedFrom });
  expect(items.map((it) => it.ref)).toEqual([`stores-${id}`]);
});

test('a cursor of another listing is refused', async () => {
  const { system } = openRetailer();
  const failure = await failureOf(() => system.call('listOrders', { cursor: 'page-2' }));
  expect(failure).toMatchObject({ code: 'input-invalid', path: 'cursor' });
});

test('a listing has what changed within its span, and neither what changed before nor after', async () => {
  const { retailer, system, clock } = openRetailer();
  const sold = async () => {
    const { id } = retailer.till.sell(usualSale);
    await clock.advance(10_000);
    return `stores-${id}`;
  };
  await sold();
  const changedFrom = new Date(clock.now()).toISOString();
  const within = await sold();
  const changedBefore = new Date(clock.now()).toISOString();
  await sold();
  const { items } = await system.call('listOrders', { changedFrom, changedBefore });
  expect(items.map((it) => it.ref)).toEqual([within]);
});

test('a listing of a span that has not begun asks nothing', async () => {
  const { system, clock } = openRetailer();
  const changedFrom = new Date(clock.now() + 60_000).toISOString();
  expect((await system.call('listProducts', { changedFrom })).items).toEqual([]);
  expect(system.exchanges).toEqual([]);
});
