/** Journals, periods and stock, by the books of the account. */
import { type CapabilityInput, money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openAccount, type OpenAccount, skus } from './account.ts';

const occurredAt = '2026-11-28T03:00:00Z';
const usd = (amount: string) => money(amount, 'USD');

/** The settlement of a store's day. It is counted after midnight, and belongs to the day before. */
function storeDay(over: Partial<CapabilityInput<'postJournal'>> = {}): CapabilityInput<'postJournal'> {
  return {
    ref: 'store-1-2026-11-27',
    refs: {},
    occurredAt,
    businessDate: '2026-11-27',
    currency: 'USD',
    memo: 'Store 1, 2026-11-27',
    lines: [
      { account: 'cash', debit: usd('1000.00'), location: 'store-1', dimensions: { department: 'retail' } },
      { account: 'sales', credit: usd('833.33'), location: 'store-1' },
      { account: 'gift-cards', credit: usd('166.67') },
    ],
    ...over,
  };
}

function withTables(): OpenAccount & { readonly department: string; readonly subsidiary: string } {
  const opened = openAccount();
  const department = opened.account.seedList('department', { name: 'Retail' }).id;
  const subsidiary = opened.account.seedSubsidiary({ name: 'Retail Ltd' }).id;
  const system = opened.reconfigure({
    dimensions: { department: { retail: department } },
    entities: { retail: subsidiary },
  });
  return { ...opened, system, department, subsidiary };
}

describe('the settlement of a store day', () => {
  test('is booked on the business date, with its dimensions', async () => {
    const { system, account, department } = withTables();
    const document = await system.call('postJournal', storeDay());
    expect(account.books.journalEntries()).toMatchObject([
      { externalId: 'CD_JE_store-1-2026-11-27', date: '2026-11-27', debit: '1000.00', memo: 'Store 1, 2026-11-27' },
    ]);
    const [line] = account.books.journalEntries()[0]?.lines ?? [];
    expect(line).toMatchObject({ account: { id: '128' }, department: { id: department } });
    const posting = await system.call('confirmPosting', { document, expected: { total: usd('1000.00') } });
    expect(posting).toMatchObject({ postingDate: '2026-11-27', debit: usd('1000.00'), credit: usd('1000.00') });
  });

  test('of a legal entity is booked in its subsidiary', async () => {
    const { system, account, subsidiary } = withTables();
    const [cash, sales] = storeDay().lines;
    const lines = [cash, { ...sales, credit: usd('1000.00') }].map((line) => ({ ...line, location: undefined }));
    await system.call('postJournal', storeDay({ entity: 'retail', lines: lines as never }));
    expect(account.books.journalEntries()).toMatchObject([{ subsidiary }]);
  });

  test('that is held by an approver is pending, then confirmed', async () => {
    const { system, account } = openAccount({ simulator: { features: { journalApproval: true } } });
    const lines = storeDay().lines.map(({ dimensions: _, ...line }) => line);
    const document = await system.call('postJournal', storeDay({ lines }));
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'posting-pending' });
    account.approve('CD_JE_store-1-2026-11-27');
    expect(await system.call('confirmPosting', document)).toMatchObject({ total: usd('1000.00') });
  });

  test('whose period is closed keeps its date and is posted in the next open one, if that is the policy', async () => {
    const { reconfigure, account } = openAccount();
    const system = reconfigure({ closedPeriod: 'next-open-day' });
    account.closePeriod('2026-11-27');
    const lines = storeDay().lines.map(({ dimensions: _, ...line }) => line);
    const document = await system.call('postJournal', storeDay({ lines }));
    expect(account.books.journalEntries()).toMatchObject([{ date: '2026-11-27', postingPeriod: 'Dec 2026' }]);
    expect(await system.call('confirmPosting', document)).toMatchObject({ period: 'Dec 2026' });
  });

  test('with an amount that is finer than a cent is refused', async () => {
    const { system } = openAccount();
    const lines = [
      { account: 'cash', debit: usd('0.005') },
      { account: 'sales', credit: usd('0.005') },
    ];
    await expect(system.call('postJournal', storeDay({ lines }))).rejects.toMatchObject({
      code: 'unsupported-document',
      path: 'lines.0.debit',
    });
  });
});

test('a line on receivables names the customer whose they are', async () => {
  const { system, account, settings } = openAccount();
  const party = { system: 'erp', type: 'customer', id: String(settings.customer) };
  const [cash] = storeDay().lines;
  const debit = { ...cash, account: 'receivable', dimensions: {}, party };
  const lines = [debit, { account: 'sales', credit: usd('1000.00') }];
  await system.call('postJournal', storeDay({ lines }));
  expect(account.books.journalEntries()[0]?.lines[0]).toMatchObject({ entity: { id: party.id } });
  const stranger = { ...party, system: 'shop' };
  const strange = [{ ...debit, party: stranger }, lines[1]];
  await expect(system.call('postJournal', storeDay({ ref: 'J2', lines: strange as never }))).rejects.toMatchObject({
    code: 'unmapped',
    path: 'lines.0.party',
  });
});

test('custom fields are filled by their table, each document from its own', async () => {
  const customFields = {
    payment: { custbody_gateway: 'reference' as const, custbody_order: 'orderRef' as const },
    journal: { custbody_ref: 'ref' as const },
    stock: { custbody_why: 'reason' as const },
    return: { custbody_order: 'orderRef' as const },
  };
  const fields = ['custbody_gateway', 'custbody_order', 'custbody_ref', 'custbody_why'];
  const { system, account } = openAccount({
    simulator: { features: { customFields: fields } },
    settings: { customFields },
  });
  const lines = storeDay().lines.map(({ dimensions: _, ...line }) => line);
  await system.call('postJournal', storeDay({ lines }));
  const changes = [{ sku: skus[0], location: 'store-1', delta: { amount: '1' } }];
  await system.call('adjustInventory', { ref: 'a', reason: 'count', changes, occurredAt });
  const sale = { ref: 'shop-1', number: '#1', refs: {}, currency: 'USD', taxIncluded: false, occurredAt };
  const line = { id: '1', sku: skus[0], quantity: { amount: '1' }, gross: usd('5.00') };
  const sold = { ...line, unitPrice: usd('5.00'), refs: {} };
  await system.call('createOrder', {
    ...sale,
    channel: 'web',
    lines: [sold],
    total: usd('5.00'),
    outstanding: usd('5.00'),
  });
  const tender = { kind: 'card' as const, amount: usd('5.00'), reference: 'ch_1' };
  await system.call('recordPayment', { ref: 'P1', orderRef: 'shop-1', tender, occurredAt });
  const back = { ...line, disposition: 'not-returned' as const };
  await system.call('processReturn', {
    ...sale,
    ref: 'R1',
    orderRef: 'shop-1',
    channel: 'web',
    lines: [back],
    total: usd('5.00'),
    tenders: [tender],
    outstanding: usd('0.00'),
  });
  const of = (externalId: string) => account.books.customFields(externalId);
  expect(of('CD_JE_store-1-2026-11-27')).toEqual({ custbody_ref: 'store-1-2026-11-27' });
  expect(of('CD_IA_a')).toEqual({ custbody_why: 'count' });
  expect(of('CD_PAY_P1')).toEqual({ custbody_gateway: 'ch_1', custbody_order: 'shop-1' });
  expect(of('CD_CR_R1-T1')).toEqual({ custbody_order: 'shop-1' });
});

describe('stock', () => {
  const unitsOf = ({ account, settings }: OpenAccount, place: string) =>
    account.books.stock().find((it) => it.sku === skus[0] && it.locationId === settings.locations[place])?.units;

  test('that is adjusted is booked against the account of its reason, and read as it lies then', async () => {
    const opened = openAccount();
    const { system, account } = opened;
    const change = { sku: skus[0], location: 'store-1', delta: { amount: '-3' } };
    await system.call('adjustInventory', { ref: 'count-1', reason: 'count', changes: [change], occurredAt });
    await system.call('adjustInventory', { ref: 'sale-1', reason: 'sale', changes: [change], occurredAt });
    const adjusted = account.books.ledger().filter((line) => ['59', '56'].includes(line.account));
    expect(adjusted.map(({ account: id, debit }) => [id, debit])).toEqual([
      ['59', '12.00'],
      ['56', '12.00'],
    ]);
    expect(await system.call('getInventory', { skus: [skus[0]], locations: ['store-1'] })).toMatchObject([
      { onHand: { amount: '-6' }, available: { amount: '0' } },
    ]);
  });

  test('that is transferred leaves one shelf and lies on the other', async () => {
    const opened = openAccount();
    const lines = [{ sku: skus[0], quantity: { amount: '4' } }];
    await opened.system.call('transferInventory', {
      ref: 'move-1',
      from: 'store-1',
      to: 'quarantine-1',
      lines,
      occurredAt,
    });
    expect([unitsOf(opened, 'store-1'), unitsOf(opened, 'quarantine-1')]).toEqual([-4, 4]);
    expect(opened.account.books.balances()).toBe(true);
  });

  test('that is there at the beginning belongs to the company whose place it is', () => {
    const { account } = openAccount();
    const subsidiaryId = account.seedSubsidiary({ name: 'Acme Retail Inc.' }).id;
    const location = account.seedLocation({ name: 'Warehouse', subsidiaryId }).id;
    account.seedStock({ item: account.seedItem({ sku: 'HAT' }).id, location, units: 5 });
    expect(account.books.stock()).toContainEqual(
      expect.objectContaining({ sku: 'HAT', locationId: location, units: 5 }),
    );
    expect(account.books.balances()).toBe(true);
  });

  test('that is promised to orders is committed, and not available', async () => {
    const opened = openAccount();
    const { system, account, settings } = opened;
    const item = account.seedItem({ sku: 'HAT' }).id;
    account.seedStock({ item, location: settings.locations['store-1'] as string, units: 5 });
    await system.call('createOrder', {
      ref: 'shop-1',
      number: '#1',
      refs: {},
      channel: 'web',
      occurredAt,
      currency: 'USD',
      taxIncluded: false,
      lines: [
        { id: '1', sku: 'HAT', quantity: { amount: '2' }, unitPrice: usd('5.00'), gross: usd('10.00'), refs: {} },
      ],
      total: usd('10.00'),
      outstanding: usd('10.00'),
    });
    expect(await system.call('getInventory', { skus: ['HAT'] })).toMatchObject([
      { onHand: { amount: '5' }, available: { amount: '3' }, committed: { amount: '2' } },
    ]);
  });

  test('is not moved into a closed period', async () => {
    const { system, account } = openAccount();
    account.closePeriod('2026-11-27');
    const changes = [{ sku: skus[0], location: 'store-1', delta: { amount: '1' } }];
    const request = { ref: 'a', reason: 'receipt' as const, changes, occurredAt: '2026-11-27T10:00:00Z' };
    await expect(system.call('adjustInventory', request)).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
    });
    const lines = [{ sku: skus[0], quantity: { amount: '1' } }];
    const move = { ref: 'b', from: 'store-1', to: 'quarantine-1', lines, occurredAt: '2026-11-27T10:00:00Z' };
    await expect(system.call('transferInventory', move)).rejects.toMatchObject({ code: 'period-closed' });
  });

  test('may be moved while receivables are locked', async () => {
    const opened = openAccount();
    const system = opened.reconfigure({ closedPeriod: 'next-open-day' });
    opened.account.closePeriod('2026-11-27', 'receivables');
    const changes = [{ sku: skus[0], location: 'store-1', delta: { amount: '1' } }];
    await system.call('adjustInventory', { ref: 'a', reason: 'receipt', changes, occurredAt: '2026-11-27T10:00:00Z' });
    expect(opened.account.books.stockDocuments()).toMatchObject([{ postingPeriod: 'Nov 2026' }]);
    expect(await system.call('getPostingPeriods', { from: '2026-11-27', to: '2026-11-27' })).toMatchObject([
      { state: 'locked' },
    ]);
  });
});
