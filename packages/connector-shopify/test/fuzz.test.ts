/**
 * Webhooks and answers with something wrong in them: they are read as what they say, or refused by an error of ours.
 * `FUZZ_RUNS` sets how many of each, `FUZZ_SEED` which. `npm run fuzz` makes 100,000.
 */
import { eventTypes, isIntegrationError, type Money, Order, seededRandom, type SourceEvent } from '@crossdock/core';
import { jsonMutator, type Mutant, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openShop, usualOrder } from './support/open-shop.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 150);
const seed = process.env['FUZZ_SEED'] ?? '1129';
const timeout = 30_000 + runs * 100;

/** An order with everything that carries an amount. */
const fullOrder = {
  ...usualOrder,
  discounts: [{ amount: '5.00', code: 'TEN' }],
  tip: '2.00',
};

/** Every amount of an order, by what it is for. Zero is no amount, and the order of lines changes nothing. */
function amountsOf(order: Order): readonly string[] {
  const text = (what: string, { amount, currency }: Money): string[] =>
    Number(amount) === 0 ? [] : [`${what} ${amount} ${currency}`];
  const priced = (what: string, { gross, discounts, taxes }: Order['charges'][number] | Order['lines'][number]) => [
    ...text(what, gross),
    ...discounts.flatMap(({ amount }) => text(`${what} discount`, amount)),
    ...taxes.flatMap(({ amount }) => text(`${what} tax`, amount)),
  ];
  return [
    ...text('total', order.total),
    ...order.lines.flatMap((line) => priced('line', line)),
    ...order.charges.flatMap((charge) => priced(charge.kind, charge)),
    ...order.tenders.flatMap((tender) => text('tender', tender.amount)),
  ].toSorted();
}

/**
 * The amounts that an order must have, whatever was done to its document. Only a payment that is not in the document any more
 * cannot be missed: then the order says that less was received.
 */
function truthOf(order: Order, truth: readonly string[]): readonly string[] {
  const tenders = new Set(amountsOf(order).filter((it) => it.startsWith('tender')));
  return truth.filter((it) => !it.startsWith('tender') || tenders.has(it));
}

/** Codes that say where: something in the document itself is wrong. */
const placed: ReadonlySet<string> = new Set(['body-invalid', 'unmapped', 'money-invalid', 'quantity-invalid']);

/** Hands mutants to a reader, and fails with what is needed to see it again. */
async function fuzz(
  document: string,
  name: string,
  read: (
    mutant: Mutant,
  ) => Promise<readonly { readonly schema: { parse(data: unknown): unknown }; readonly data: unknown }[]>,
  truth?: readonly string[],
): Promise<{ readonly accepted: number; readonly refused: number }> {
  const mutate = jsonMutator(document);
  const random = seededRandom(`${seed} ${name}`);
  let [accepted, refused] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const mutant = mutate(random);
    const told = JSON.stringify(mutant.changes);
    try {
      for (const { schema, data } of await read(mutant)) {
        const parsed = schema.parse(data);
        if (truth && schema === Order)
          expect(amountsOf(parsed as Order), told).toEqual(truthOf(parsed as Order, truth));
      }
      accepted++;
    } catch (error) {
      if (!isIntegrationError(error)) throw new Error(`Run ${run} (${told}) ended in something else`, { cause: error });
      const isWhole = mutant.changes.some(({ path }) => path === '');
      if (placed.has(error.code) && !isWhole) expect(error.path, `${told}: ${error.message}`).toBeTruthy();
      refused++;
    }
  }
  return { accepted, refused };
}

async function openFuzzed() {
  const opened = openShop();
  const order = opened.shop.placeOrder(fullOrder);
  opened.shop.fulfil(order.id, [{ line: 0, quantity: 1 }], { company: 'DHL', numbers: ['0034'] });
  opened.shop.cancel(opened.shop.placeOrder(fullOrder).id);
  await opened.clock.advance(0);
  return { ...opened, order };
}

const asRead = ({ name, data }: SourceEvent) => ({ schema: eventTypes[name].schema, data });

describe('a webhook that is not as documented', () => {
  test.each(['orders/create', 'orders/updated', 'orders/cancelled', 'fulfillments/create'])(
    'is told as what it says, or refused by place (%s)',
    { timeout },
    async (topic) => {
      const { clock, system, posted, order } = await openFuzzed();
      const { webhook } = system.connection.events ?? {};
      const delivery = posted.find((it) => it.topic === topic);
      if (!webhook || !delivery) throw new Error(`Nothing was posted about ${topic}`);
      const read = async (body: string) => {
        const stored = {
          headers: delivery.headers,
          body: new TextEncoder().encode(body),
          topic,
          receivedAt: new Date(clock.now()).toISOString(),
        };
        const events = await clock.settle(webhook.decode(stored, { signal: new AbortController().signal }));
        return events.flatMap((event) => {
          if ('refused' in event) throw event.refused;
          return [asRead(event)];
        });
      };
      const sale = (await read(delivery.body)).find(({ schema }) => schema === Order);
      const truth = sale && amountsOf(sale.data as Order);
      // A mutant may be believed and be read again from the shop: its other order has the same amounts.
      expect(order.lines).toHaveLength(2);
      const { accepted, refused } = await fuzz(delivery.body, topic, ({ text }) => read(text), truth);
      expect(Math.min(accepted, refused)).toBeGreaterThan(runs / 20);
    },
  );

  test('is refused when it is no JSON at all', { timeout }, async () => {
    const { clock, system, posted } = await openFuzzed();
    const { webhook } = system.connection.events ?? {};
    const body = posted.find((it) => it.topic === 'orders/create')?.body ?? '';
    const random = seededRandom(`${seed} torn`);
    for (let run = 0; run < runs; run++) {
      const torn = body.slice(0, 1 + Math.floor(random() * (body.length - 2)));
      const stored = {
        headers: {},
        body: new TextEncoder().encode(torn),
        topic: 'orders/create',
        receivedAt: '2026-11-24T09:00:00Z',
      };
      const decoding = webhook?.decode(stored, { signal: new AbortController().signal }) ?? Promise.resolve([]);
      await expect(clock.settle(decoding)).rejects.toMatchObject({ code: 'body-invalid' });
    }
  });
});

describe('an answer of the Admin API that is not as documented', () => {
  test('is read as what it says, or refused by place', { timeout }, async () => {
    const answers: string[] = [];
    let mutant: Mutant | undefined;
    const opened = openShop({
      simulator: { plan: 'enterprise' },
      fetch: (shop) => {
        const reach = simulatorFetch(shop);
        return async (input, init) => {
          const response = await reach(input, init);
          const replaced = mutant;
          mutant = undefined;
          if (!replaced) {
            answers.push(await response.clone().text());
            return response;
          }
          return new Response(replaced.text, { status: response.status, headers: response.headers });
        };
      },
    });
    const { id } = opened.shop.placeOrder(fullOrder);
    const getOrder = opened.system.connection.capabilities.getOrder;
    const read = async () => {
      const call = { key: 'fuzz', txn: 'fuzz', attempt: 1, signal: new AbortController().signal };
      const data: unknown = await opened.clock.settle(
        getOrder?.run({ orderRef: `shop-${id}` }, call as never) ?? Promise.reject(),
      );
      return [{ schema: Order, data }];
    };
    const [sound] = await read();
    const truth = amountsOf(Order.parse(sound?.data));
    const { accepted, refused } = await fuzz(
      answers[0] ?? '',
      'OrderById',
      async (it) => {
        mutant = it;
        return read();
      },
      truth,
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(runs / 20);
  });
});
