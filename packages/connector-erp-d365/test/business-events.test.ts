import {
  createCrossdock,
  defineFlow,
  type EventData,
  memoryJournal,
  seededRandom,
  silentObserver,
  type StoredDelivery,
} from '@crossdock/core';
import { createFaults, simulatorFetch, webhookCourier } from '@crossdock/testing';
import type { Happening, PostedDelivery } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import type { OpenEnvironment } from './environment.ts';
import { billed, endpoint, openTelling, telling, token } from './event-doors.ts';
import { aStoreDay, entryOf, openSettlement } from './settlement.ts';
import { asTransactions, openTills, tillSale } from './till-doors.ts';

const { signal } = new AbortController();

function webhookOf({ system }: Pick<OpenEnvironment, 'system'>) {
  const { webhook } = system.connection.events ?? {};
  if (!webhook) throw new Error('nothing is received');
  return webhook;
}

const deliveryOf = ({ delivery }: Happening): PostedDelivery => {
  if (!delivery) throw new Error('nothing was pushed');
  return delivery;
};

const incoming = ({ body, url = endpoint }: PostedDelivery) => ({
  headers: new Headers(),
  body: new TextEncoder().encode(body),
  url,
});

function decoded(opened: Pick<OpenEnvironment, 'system' | 'clock'>, delivery: PostedDelivery) {
  const webhook = webhookOf(opened);
  const it = incoming(delivery);
  const stored: StoredDelivery = {
    headers: {},
    body: it.body,
    topic: webhook.identify(it).topic,
    receivedAt: new Date(opened.clock.now()).toISOString(),
  };
  return opened.clock.settle(webhook.decode(stored, { signal }));
}

/** The event with some of its payload replaced. */
const changed = (delivery: PostedDelivery, changes: object): PostedDelivery => ({
  ...delivery,
  body: JSON.stringify({ ...(JSON.parse(delivery.body) as object), ...changes }),
});

async function swept({ system, clock }: Pick<OpenEnvironment, 'system' | 'clock'>) {
  const from = new Date(clock.now() - 3_600_000).toISOString();
  const to = new Date(clock.now() + 3_600_000).toISOString();
  const told = async () => {
    const events = [];
    for await (const it of system.connection.events?.sweeps?.['postings']?.run({ from, to, signal }) ?? [])
      events.push(it);
    return events;
  };
  return clock.settle(told());
}

describe('the token of the endpoint', () => {
  test('may be the new one or the one before, and is in no error', () => {
    const { push } = telling.events;
    const opened = openTelling({ settings: { events: { push: { ...push, tokens: ['next-t0ken', token] } } } });
    const verify = (given: string) =>
      webhookOf(opened).verify(
        incoming({ headers: {}, body: '{}', url: `https://crossdock.example/erp?token=${given}` }),
      );
    expect(() => verify('next-t0ken')).not.toThrow();
    expect(() => verify(token)).not.toThrow();
    for (const wrong of ['', 'guess', `${token}x`, token.slice(1)]) {
      expect(() => verify(wrong)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('t0ken') as string }),
      );
    }
  });

  test('is asked before anything is parsed', () => {
    const url = 'https://crossdock.example/erp?token=guess';
    expect(() => webhookOf(openTelling()).verify(incoming({ headers: {}, body: 'no JSON', url }))).toThrow(
      expect.objectContaining({ code: 'signature-invalid' }),
    );
  });

  test('is not asked for where nothing is pushed', () => {
    expect(openTelling({ settings: { events: {} } }).system.connection.events?.webhook).toBeUndefined();
  });
});

describe('a business event', () => {
  test('is a hint: what the record says is told, not what the event says', async () => {
    const opened = openTelling();
    const happening = await billed(opened, 1);
    const [invoice] = opened.environment.books.invoices();
    const forged = changed(deliveryOf(happening), { InvoiceAmount: 1_000_000, SalesOrderId: 'SO-9' });
    expect(await decoded(opened, forged)).toMatchObject([
      {
        name: 'posting.confirmed',
        key: happening.key,
        data: { document: { type: 'salesInvoice', id: invoice?.number }, total: { amount: invoice?.total.toFixed(2) } },
      },
    ]);
  });

  test('that comes late or again tells the same fact', async () => {
    const opened = openTelling();
    const delivery = deliveryOf(await billed(opened, 1));
    const [first] = await decoded(opened, delivery);
    await opened.clock.advance(86_400_000);
    const [again] = await decoded(opened, delivery);
    expect(again).toEqual(first);
    expect((await swept({ ...opened, clock: opened.clock })).map((it) => it.id)).toEqual([]);
  });

  test.each([
    ['of another company', { BusinessEventLegalEntity: 'DEMF' }],
    ['that no topic names', { BusinessEventId: 'VendorInvoicePostedBusinessEvent' }],
  ])('%s means nothing here and is not read', async (_, changes) => {
    const opened = openTelling();
    const delivery = changed(deliveryOf(await billed(opened, 1)), changes);
    const before = opened.system.exchanges.length;
    expect(await decoded(opened, delivery)).toEqual([]);
    expect(opened.system.exchanges.length).toBe(before);
  });

  test('of an invoice that is not ours means nothing', async () => {
    const opened = openTelling();
    const { environment } = opened;
    const stranger = openTelling({ settings: { originCode: 'OTHER' } });
    const delivery = deliveryOf(await billed(stranger, 1));
    await billed({ ...opened, reconfigure: () => opened.reconfigure({ originCode: 'OTHER' }) }, 1);
    expect(environment.books.invoices()).toHaveLength(1);
    expect(await decoded(opened, delivery)).toEqual([]);
    expect(await swept(opened)).toEqual([]);
  });

  test('of an invoice that cannot be read yet is tried again', async () => {
    const opened = openTelling();
    const delivery = changed(deliveryOf(await billed(opened, 1)), { InvoiceId: 'INV-999999' });
    await expect(decoded(opened, delivery)).rejects.toMatchObject({ code: 'posting-pending', disposition: 'retry' });
  });

  test('whose voucher is not in the read-outs of the ledger yet is tried again, and so is the question', async () => {
    const opened = openTelling();
    const { environment } = opened;
    const delivery = deliveryOf(await billed(opened, 1));
    const readOut = 'SubledgerVoucherGeneralJournalEntryBiEntities';
    const Voucher = environment.rowsOf(readOut)[0]?.['Voucher'] ?? '';
    environment.changeRow(readOut, 0, { Voucher: 'not there yet' });
    await expect(decoded(opened, delivery)).rejects.toMatchObject({ code: 'posting-pending' });
    await expect(swept(opened)).rejects.toMatchObject({ code: 'posting-pending' });
    environment.changeRow(readOut, 0, { Voucher });
    expect(await swept(opened)).toEqual(await decoded(opened, delivery));
  });

  test.each([
    ['without its number', { InvoiceId: undefined }, 'InvoiceId'],
    ['with a number that is none', { InvoiceId: { $ne: 1 } }, 'InvoiceId'],
  ])('%s is refused by name', async (_, changes, path) => {
    const opened = openTelling();
    const delivery = changed(deliveryOf(await billed(opened, 1)), changes);
    await expect(decoded(opened, delivery)).rejects.toMatchObject({ code: 'body-invalid', path });
  });

  test('that is no business event is refused', () => {
    const webhook = webhookOf(openTelling());
    for (const body of ['no JSON', '[]', '{"EventId":"1"}', '{"BusinessEventId":"x"}']) {
      expect(() => webhook.identify(incoming({ headers: {}, body }))).toThrow(
        expect.objectContaining({ code: 'body-invalid' }),
      );
    }
  });
});

describe('what the ledger is asked', () => {
  test('tells journals and payments by their own reference, each once', async () => {
    const opened = openSettlement({ settings: telling });
    opened.environment.seedOriginCode('CROSSDOCK');
    await opened.system.call('postJournal', entryOf(aStoreDay(seededRandom(3), { ref: 'store-1-day' })));
    const sale = tillSale(seededRandom(4));
    await opened.reconfigure({ tills: { as: 'orders' } }).call('createOrder', sale);
    const events = await swept(opened);
    const keys = events.map((it) => it.key);
    expect(keys.filter((key) => key === 'store-1-day')).toHaveLength(1);
    expect(keys.filter((key) => key === sale.ref)).toHaveLength(1);
    const payments = sale.tenders.map((_, index) => `${sale.ref}-T${index + 1}`);
    expect(keys).toEqual(expect.arrayContaining(payments));
    expect(events).toHaveLength(2 + payments.length);
  });

  test('does not tell journals of others, nor those whose reference is kept as a hash', async () => {
    const opened = openSettlement({ settings: telling });
    await opened.system.call('postJournal', entryOf(aStoreDay(seededRandom(3))));
    await opened.system.call('postJournal', entryOf(aStoreDay(seededRandom(4), { ref: 'x'.repeat(64) })));
    opened.environment.changeRow('LedgerJournalHeaders', 0, { Description: 'Accruals-November' });
    expect(await swept(opened)).toEqual([]);
  });

  test('does not tell vouchers of other companies', async () => {
    const opened = openTelling();
    await billed(opened, 1);
    opened.environment.changeRow('GeneralJournalEntryBiEntities', 0, { SubledgerVoucherDataAreaId: 'demf' });
    expect(await swept(opened)).toEqual([]);
  });

  test('tells store transactions once their statement is posted', async () => {
    const opened = openTills(asTransactions, { settings: telling });
    const sales = [1, 2, 3].map((seed) => tillSale(seededRandom(seed)));
    for (const sale of sales) await opened.system.call('createOrder', sale);
    expect(await swept(opened)).toEqual([]);
    opened.environment.runBatch();
    const events = await swept(opened);
    expect(events.map((it) => it.key).toSorted()).toEqual(sales.map((it) => it.ref).toSorted());
    expect(events).toEqual(
      expect.arrayContaining(
        sales.map(
          ({ ref, total }) =>
            expect.objectContaining({ key: ref, data: expect.objectContaining({ total }) as object }) as object,
        ),
      ),
    );
  });

  test('does not tell what native tills of the same store sold', async () => {
    const opened = openTills(asTransactions, { settings: telling });
    const { environment } = opened;
    for (const seed of [1, 2]) await opened.system.call('createOrder', tillSale(seededRandom(seed)));
    environment.runBatch();
    environment.changeRow('RetailTransactions', 0, { TransactionNumber: 'HOUSTON-000003-77' });
    environment.changeRow('RetailEodTransactionTableBIEntities', 0, { TransactionId: 'HOUSTON-000003-77' });
    expect((await swept(opened)).map((it) => it.key)).toEqual([tillSale(seededRandom(2)).ref]);
  });

  test('is nothing where nobody wants to know', async () => {
    const opened = openTelling({ settings: { events: {} } });
    await billed(opened, 1);
    const before = opened.system.exchanges.length;
    expect(await swept(opened)).toEqual([]);
    expect(opened.system.exchanges.length).toBe(before);
  });
});

test('events need an origin code, by which our invoices are told from others', () => {
  const { settings } = openTelling();
  const { originCode: _, ...others } = settings;
  expect(d365(others).problems.map((it) => it.path)).toEqual(['originCode']);
});

test('doubled, shuffled, late and lost events come to one posting each', async () => {
  const opened = openTelling();
  const { environment, clock, settings } = opened;
  const heard: EventData<'posting.confirmed'>[] = [];
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: { erp: d365(settings) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'erp', customer: 'erp', finance: 'erp' },
    flows: [
      defineFlow({
        name: 'hear-postings',
        version: 1,
        on: 'posting.confirmed',
        key: (it) => it.document.reference ?? it.document.id,
        needs: {},
        run: async (it) => void heard.push(it),
      }),
    ],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatorFetch(environment),
  });
  await clock.settle(dock.start({ checkAccounts: false }));
  const rates = {
    'duplicate-webhook': 0.5,
    'shuffled-webhook': 0.5,
    'late-webhook': 0.3,
    'missing-webhook': 0.3,
  } as const;
  const faults = createFaults({ seed: 5, rates });
  const courier = webhookCourier({
    faults,
    clock,
    target: (request) => dock.systems.erp.webhook(new Request(endpoint, request)),
    retryScheduleMs: [1_000, 1_000],
  });
  for (let seed = 1; seed <= 12; seed++) {
    const { key, delivery } = await billed(opened, seed);
    if (delivery) courier.send({ subject: key, topic: 'posting', headers: delivery.headers, body: delivery.body });
    await clock.advance(60_000);
  }
  await clock.settle(courier.settled());
  await clock.settle(dock.sweep('erp'));
  await clock.settle(dock.idle());
  expect(await dock.exceptions.list()).toEqual([]);
  const invoices = environment.books.invoices().map((it) => it.number);
  expect(new Set(faults.log.map((it) => it.fault))).toEqual(new Set(Object.keys(rates)));
  expect(heard.map((it) => it.document.id).toSorted()).toEqual(invoices.toSorted());
  await clock.settle(dock.stop());
});
