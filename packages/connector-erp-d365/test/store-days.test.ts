import {
  createCrossdock,
  defineConnector,
  defineFlow,
  type DocumentRef,
  memoryJournal,
  money,
  seededRandom,
  silentObserver,
  type StoreDay,
  storeDayEntry,
} from '@crossdock/core';
import { generateReturn, simulatorFetch } from '@crossdock/testing';
import { type Arrange, confirmPostingContract, postJournalContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { d365 } from '../src/index.ts';
import { commonDoor } from './environment.ts';
import { aStoreDay, dayAccounts, entryOf, openSettlement } from './settlement.ts';
import { tillSale } from './till-doors.ts';

const usd = (cents: number) => money((cents / 100).toFixed(2), 'USD');

type SettlementCapability = 'postJournal' | 'confirmPosting';

function door<N extends SettlementCapability>(capability: N): Arrange<N> {
  return () => {
    const opened = openSettlement();
    const random = seededRandom(7);
    const { environment } = opened;
    const journalOf = (ref: string) =>
      environment.books.ledgerJournals().find((it) => it.description === `CD_GJ_${ref}` && it.posted);
    return {
      ...commonDoor(opened),
      input: async () => {
        const entry = entryOf(aStoreDay(random));
        return capability === 'postJournal' ? entry : opened.reconfigure({}).call('postJournal', entry);
      },
      count: (ref: string) =>
        environment.books.ledgerJournals().filter((it) => it.description === `CD_GJ_${ref}`).length,
      inspect: (ref: string) => {
        const journal = journalOf(ref);
        return journal && { debit: usd(journal.debit), credit: usd(journal.credit) };
      },
      truth: ({ id }: DocumentRef) => {
        const journal = environment.books.ledgerJournals().find((it) => it.number === id);
        return { total: journal && usd(journal.debit), period: '2026 Period 11' };
      },
    } as never;
  };
}

describe('till sales by the settlement of their store day', () => {
  postJournalContract(door('postJournal'));
  confirmPostingContract(door('confirmPosting'));

  test('a sale or return at a till is refused by itself, because it would be booked twice', async () => {
    const { system, environment } = openSettlement();
    const sale = tillSale(seededRandom(1));
    const back = { ...generateReturn(seededRandom(1), sale), channel: 'store' } as const;
    const refusal = { code: 'unsupported-document', path: 'channel', disposition: 'reject' };
    await expect(system.call('createOrder', sale)).rejects.toMatchObject(refusal);
    await expect(system.call('processReturn', back)).rejects.toMatchObject(refusal);
    expect(environment.books.orders()).toEqual([]);
  });

  test('a sale in the store that is still to be shipped is an order', async () => {
    const { system } = openSettlement();
    const sale = tillSale(seededRandom(1));
    const lines = sale.lines.map((line) => ({ ...line, method: 'ship' as const }));
    expect(await system.call('createOrder', { ...sale, lines })).toMatchObject({ type: 'salesOrder' });
  });
});

test('every line is on its account with the dimension of the store, and means of payment go along', async () => {
  const { system, environment } = openSettlement();
  await system.call('postJournal', entryOf(aStoreDay(seededRandom(3))));
  const lines = environment.books.ledgerLines();
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ account: '401100-001', text: 'Sales', method: '' }),
      expect.objectContaining({ account: '110180-001', text: 'Taken by cash', method: 'CASH' }),
      expect.objectContaining({ account: 'USMF VISA', dimensions: '001', text: 'Taken by Visa', method: 'CARD' }),
      expect.objectContaining({ account: '607400-001', text: 'Drawer till-1 over or short' }),
    ]),
  );
  const { debit, credit } = environment.books.trialBalance();
  expect(debit).toBe(credit);
});

describe('what a journal names and the configuration does not', () => {
  const entry = entryOf(aStoreDay(seededRandom(3)));
  const [first, ...rest] = entry.lines;
  if (!first) throw new Error('no lines');

  test.each([
    [
      'a dimension',
      { ...entry, lines: [{ ...first, dimensions: { channel: 'web' } }, ...rest] },
      'lines.0.dimensions.channel',
    ],
    ['a location', { ...entry, lines: [{ ...first, location: 'store-99' }, ...rest] }, 'lines.0.location'],
    ['a legal entity', { ...entry, entity: 'demf' }, 'entity'],
    ['an account', { ...entry, lines: [{ ...first, account: 'unknown' }, ...rest] }, 'lines.0.account'],
  ])('%s is refused by path', async (_, input, path) => {
    const { system, environment } = openSettlement();
    await expect(system.call('postJournal', input)).rejects.toMatchObject({ code: 'unmapped', path });
    expect(environment.books.ledgerJournals()).toEqual([]);
  });

  test('the own company, or a name of it, is taken', async () => {
    const { system } = openSettlement({ settings: { entities: ['us'] } });
    await system.call('postJournal', { ...entry, entity: 'us' });
    await system.call('postJournal', { ...entry, ref: 'other', entity: 'USMF' });
  });

  test('a customer of another system is no account of this one', async () => {
    const accounts = { receivable: { type: 'Cust', value: 'WEB-001' }, sales: { value: '401100' } } as const;
    const { system, environment } = openSettlement({ settings: { accounts } });
    const line = { account: 'receivable', debit: usd(100) };
    const against = { account: 'sales', credit: usd(100) };
    const party = { system: 'erp', type: 'customer', id: 'WEB-001' };
    const written = { ...entry, lines: [{ ...line, party }, against] };
    await system.call('postJournal', written);
    expect(environment.books.ledgerLines()[0]).toMatchObject({ account: String.raw`WEB\-001` });
    const stranger = { ...written, ref: 'two', lines: [{ ...line, party: { ...party, system: 'shop' } }, against] };
    await expect(system.call('postJournal', stranger)).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'lines.0.party',
    });
  });
});

/** The day again after a late ticket of so many cents, paid by card. */
function revised(day: StoreDay, revision: number, cents: number): StoreDay {
  const more = ({ amount }: { readonly amount: string }) => usd(Math.round(Number(amount) * 100) + cents);
  const tenders = day.tenders.map((it) => (it.name === 'Visa' ? { ...it, amount: more(it.amount) } : it));
  return aStoreDay(seededRandom(1), { ...day, revision, sales: more(day.sales), total: more(day.total), tenders });
}

/** What the posted journals have on an account, in cents; positive is a debit. */
function balanceOf(environment: ReturnType<typeof openSettlement>['environment'], account: string): number {
  return environment.books
    .ledgerLines()
    .filter((it) => it.account === account)
    .reduce((sum, it) => sum + it.debit - it.credit, 0);
}

const settleStoreDay = defineFlow({
  name: 'settle-store-day',
  version: 1,
  on: 'storeday.closed',
  key: (day) => day.ref,
  needs: { erp: ['postJournal', 'confirmPosting'] },
  async run(day, { erp, waitFor }) {
    let corrects: StoreDay | undefined;
    while (day.revision > 1 && corrects?.revision !== day.revision - 1)
      corrects = (await waitFor('storeday.closed')).data;
    const entry = storeDayEntry(day, { accounts: dayAccounts, ...(corrects && { corrects }) });
    if (!entry) return undefined;
    const document = await erp.postJournal(entry, { hold: 'until-open' });
    return erp.confirmPosting(document, { hold: 'until-open' });
  },
});

/** Tills that tell these days, each once. */
const tillsTelling = (days: () => readonly StoreDay[]) =>
  defineConnector({
    name: 'some-tills',
    config: z.object({}),
    limits: {},
    capabilities: [],
    events: ['storeday.closed'],
    connect: () => ({
      capabilities: {},
      events: {
        sweeps: {
          days: {
            emits: ['storeday.closed'],
            every: '1h',
            overlap: '1h',
            async *run() {
              for (const data of days()) {
                const id = `${data.ref}/${data.revision}`;
                yield { name: 'storeday.closed' as const, id, key: data.ref, occurredAt: data.closedAt, data };
              }
            },
          },
        },
      },
    }),
  })({});

/** A service that settles days in the order in which it hears of them. */
async function settled(...told: readonly (readonly StoreDay[])[]) {
  const { environment, clock, settings } = openSettlement();
  const heard: StoreDay[] = [];
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: { tills: tillsTelling(() => heard), erp: d365(settings) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'tills', customer: 'erp', finance: 'erp' },
    flows: [settleStoreDay],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatorFetch(environment),
  });
  await clock.settle(dock.start({ checkAccounts: false }));
  for (const days of told) {
    heard.push(...days);
    await clock.settle(dock.sweep('tills'));
    await clock.settle(dock.idle());
  }
  const exceptions = await dock.exceptions.list();
  await clock.settle(dock.stop());
  return { environment, exceptions };
}

describe('a store day that is closed again', () => {
  const first = aStoreDay(seededRandom(5));
  const second = revised(first, 2, 1_999);
  const third = revised(second, 3, -250);

  test.each([
    ['in order', [[first], [second], [third]]],
    ['twice', [[first, first], [second], [first, second, third]]],
    ['the revisions first', [[third], [second], [first]]],
  ])('comes to its last revision in the ledger, told %s', async (_, told) => {
    const { environment, exceptions } = await settled(...told);
    expect(exceptions).toEqual([]);
    expect(environment.books.ledgerJournals().map((it) => it.posted)).toEqual([true, true, true]);
    expect(balanceOf(environment, '401100-001')).toBe(-Math.round(Number(third.sales.amount) * 100));
  });

  test('is corrected by a voucher of what differs', async () => {
    const { system, environment } = openSettlement();
    await system.call('postJournal', entryOf(first));
    await system.call('postJournal', entryOf(second, first));
    const [, correction] = environment.books.ledgerJournals();
    expect(correction).toMatchObject({
      description: `CD_GJ_${first.ref}-r2`,
      debit: 1_999,
      credit: 1_999,
      posted: true,
    });
    expect(balanceOf(environment, '401100-001')).toBe(-Math.round(Number(second.sales.amount) * 100));
  });

  test('in a period that was closed meanwhile waits, or goes to the next open day', async () => {
    const correction = entryOf(revised(first, 2, 500), first);
    const waiting = openSettlement();
    waiting.environment.closePeriod('2026-11-27');
    await expect(waiting.system.call('postJournal', correction)).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
    });
    expect(waiting.environment.books.ledgerJournals()).toEqual([]);
    const moving = openSettlement({ settings: { closedPeriod: 'next-open-day' } });
    moving.environment.closePeriod('2026-11-27');
    const document = await moving.system.call('postJournal', correction);
    expect(await moving.system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-12-01' });
  });
});
