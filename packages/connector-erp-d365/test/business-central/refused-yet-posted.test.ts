/** A posting that is answered as refused although it is made: posting commits on its way, and what comes after may fail. */
import { type CapabilityInput, type CapabilityName, Return } from '@crossdock/core';
import { expect, test } from 'vitest';
import { aSale, occurredAt, openCompany, type OpenCompany, usd } from './company.ts';

const said = { error: { code: 'Application_DialogException', message: 'The e-mail could not be sent.' } };

/** A company whose postings are answered as refused, after they were made. */
function openOdd(): OpenCompany & { startRefusing(): void } {
  let refusing = false;
  const open = openCompany({
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      const text = await request.clone().text();
      const answer = await platform.handle(request);
      if (!refusing || !answer.ok) return answer;
      if (/Microsoft\.NAV\.\w+$/.test(request.url)) return Response.json(said, { status: 400 });
      if (!request.url.endsWith('$batch') || !text.includes('Microsoft.NAV.')) return answer;
      return Response.json({ responses: [{ id: null, status: 400, body: said }] });
    },
  });
  return Object.assign(open, { startRefusing: () => void (refusing = true) });
}

const returned = Return.parse({
  ref: 'shop-1-R1',
  channel: 'web',
  occurredAt,
  currency: 'USD',
  taxIncluded: false,
  lines: [],
  charges: [{ kind: 'shipping', gross: usd('5.00') }],
  total: usd('5.00'),
  outstanding: usd('5.00'),
});

const entry: CapabilityInput<'postJournal'> = {
  ref: 'day-17',
  occurredAt,
  businessDate: '2026-11-27',
  currency: 'USD',
  lines: [
    { account: 'cash', debit: usd('12.50') },
    { account: 'sales', credit: usd('12.50') },
  ],
};

const asked: readonly (readonly [CapabilityName, CapabilityInput<CapabilityName>, string])[] = [
  [
    'recordFulfillment',
    { ref: 'shop-1-F1', orderRef: 'shop-1', occurredAt, lines: [{ lineId: '1', quantity: { amount: '1' } }] },
    'salesShipment',
  ],
  ['postInvoice', { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt }, 'salesInvoice'],
  ['processReturn', returned, 'salesCreditMemo'],
  ['postJournal', entry, 'journal'],
];

test.each(asked)('%s: what is there is the answer, whatever was said of it', async (capability, input, type) => {
  const open = openOdd();
  await open.system.call('createOrder', aSale('shop-1'));
  open.startRefusing();
  expect(await open.system.call(capability, input)).toMatchObject({ type });
  const { debit, credit } = open.company.books.trialBalance();
  expect([debit > 0, debit === credit]).toEqual([true, true]);
});

test.each(asked)('%s: a refusal is believed when nothing is there', async (capability, input) => {
  const { company, system } = openCompany({ settings: { closedPeriod: 'reject' }, simulator: { ledgerSetup: false } });
  await system.call('createOrder', aSale('shop-1'));
  company.allowPosting('2027-01-01');
  await expect(system.call(capability, input)).rejects.toMatchObject({ code: 'period-closed', disposition: 'reject' });
  expect(company.books.ledger()).toEqual([]);
});
