import {
  createCrossdock,
  defineFlow,
  memoryJournal,
  seededRandom,
  silentObserver,
  type SourceEvent,
} from '@crossdock/core';
import { createFaults, generateCustomer, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { d365 } from '../../src/index.ts';
import { exportCustomers } from './projects.ts';
import { everythingIn, openBulk, type OpenBulkOptions, packageOf, runBackfill } from './support.ts';

/** An environment with customers of ours and of others. */
function openFilled(count: number, options: OpenBulkOptions = {}) {
  const opened = openBulk({ ...options, settings: { customers: { group: '80', every: '1h' }, ...options.settings } });
  const { environment } = opened;
  for (let index = 0; index < count; index += 1) environment.seedCustomer(`C-${String(index).padStart(5, '0')}`);
  return opened;
}

async function swept({ system, clock }: ReturnType<typeof openBulk>) {
  const from = new Date(clock.now() - 3_600_000).toISOString();
  const to = new Date(clock.now()).toISOString();
  const collect = async () => {
    const events = [];
    const { signal } = new AbortController();
    for await (const it of system.connection.events?.sweeps?.['customers']?.run({ from, to, signal }) ?? []) {
      events.push(it);
    }
    return events;
  };
  return clock.settle(collect());
}

describe('the backfill of customers', () => {
  test('tells what the sweep tells, under the same ids and with the same data', async () => {
    const opened = openFilled(5);
    const random = seededRandom(3);
    for (let made = 0; made < 20; made += 1) await opened.system.call('upsertCustomer', generateCustomer(random));
    opened.environment.changeRow('CustomersV3', 2, {
      PartyType: 'Organization',
      OrganizationName: 'Ann, "Bob" & Cie',
      AddressStreet: 'Main Street 1\nBack door',
    });
    const { events, failure, counts } = await runBackfill(opened);
    expect(failure).toBeUndefined();
    const facts = (found: readonly object[]) =>
      found
        .map((it) => it as SourceEvent)
        .map(({ name, id, key, data, identifiers }) => JSON.stringify([name, id, key, data, identifiers]))
        .toSorted();
    expect(facts(events)).toEqual(facts(await swept(opened)));
    expect(events).toHaveLength(26);
    expect(counts).toEqual([26]);
  });
});

const exportsOf = ({ environment }: ReturnType<typeof openBulk>) =>
  environment.dataManagement.executions.map(({ id }) => id);
const idsOf = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);

describe('a process that ends in the middle of a backfill', () => {
  test('is followed by one that goes on where the last kept portion ended, with the same export', async () => {
    const opened = openFilled(450);
    const whole = idsOf((await runBackfill(openFilled(450))).events);
    expect(whole).toHaveLength(451);
    // The first portion holds the place only, the second the first 200 customers.
    const first = await runBackfill(opened, { stopAfter: 2 });
    opened.environment.seedCustomer('A-FIRST');
    const rest = await runBackfill(opened, { ...(first.last !== undefined && { resume: first.last }) });
    expect([...idsOf(first.events), ...idsOf(rest.events)]).toEqual(whole);
    expect(rest.events).toHaveLength(251);
    expect(exportsOf(opened)).toHaveLength(1);
  });

  test('before it told anything finds its export again', async () => {
    const opened = openFilled(3);
    const { last, events } = await runBackfill(opened, { stopAfter: 1 });
    expect(events).toEqual([]);
    const again = await runBackfill(opened, { ...(last !== undefined && { resume: last }) });
    expect(again.events).toHaveLength(4);
    expect(again.portions).toHaveLength(1);
    expect(exportsOf(opened)).toEqual([(JSON.parse(last ?? '') as { readonly execution: string }).execution]);
  });

  test.each(['lost-reply', 'error-after'] as const)(
    'at the start of its export is followed by one export: %s',
    async (fault) => {
      const faults = createFaults({ seed: 1 });
      const opened = openFilled(3, { simulator: { faults } });
      faults.arm(fault, { match: (it) => it.includes('ExportToPackage') });
      const first = await runBackfill(opened);
      expect(first.failure).toMatchObject({ disposition: 'retry' });
      const rest = await runBackfill(opened, { ...(first.last !== undefined && { resume: first.last }) });
      expect(rest.events).toHaveLength(4);
      expect(exportsOf(opened)).toHaveLength(1);
    },
  );

  test('in the middle of waiting is followed by one that waits on', async () => {
    const faults = createFaults({ seed: 1 });
    const opened = openFilled(3, { simulator: { faults } });
    faults.arm('outage', { match: (it) => it.includes('GetExportedPackageUrl') });
    const first = await runBackfill(opened);
    expect(first.failure).toMatchObject({ disposition: 'retry' });
    expect(
      (await runBackfill(opened, { ...(first.last !== undefined && { resume: first.last }) })).events,
    ).toHaveLength(4);
    expect(exportsOf(opened)).toHaveLength(1);
  });
});

describe('an export that cannot be read', () => {
  test('because its engine crashed ends the backfill, and the next one begins anew', async () => {
    const opened = openFilled(3);
    opened.environment.dataManagement.failNextJob('crash');
    const { failure, last } = await runBackfill(opened);
    expect(failure).toMatchObject({ code: 'system-unavailable', disposition: 'retry' });
    expect(last).toBe('');
    await opened.clock.advance(1);
    expect((await runBackfill(opened, { resume: '' })).events).toHaveLength(4);
    expect(exportsOf(opened)).toHaveLength(2);
  });

  test.each([['packages'], ['history']] as const)(
    'because the environment cleared its %s away is made again, and no row is passed over',
    async (what) => {
      const opened = openFilled(450);
      const { last = '' } = await runBackfill(opened, { stopAfter: 2 });
      opened.environment.dataManagement.clearPackages(what === 'history' ? 'history' : undefined);
      const second = await runBackfill(opened, { resume: last });
      expect(second.failure).toMatchObject({ code: 'system-unavailable' });
      expect([second.events, second.last]).toEqual([[], '']);
      await opened.clock.advance(1);
      expect((await runBackfill(opened, { resume: '' })).events).toHaveLength(451);
    },
  );

  test.each([
    [
      'was done in part',
      'GetExecutionSummaryStatus',
      (value: string) => value.replace('Succeeded', 'PartiallySucceeded'),
    ],
    ['has no package', 'GetExportedPackageUrl', () => ''],
  ])('because it %s is made again', async (_, action, instead) => {
    let isWrong = true;
    const opened = openFilled(3, {
      async onTheWay(request, send) {
        const answer = await send(request);
        if (!isWrong || !request.url.endsWith(action)) return answer;
        const { value } = (await answer.json()) as { readonly value: string };
        return Response.json({ value: instead(value) });
      },
    });
    const { failure, last, events } = await runBackfill(opened);
    expect(failure).toMatchObject({ code: 'system-unavailable' });
    expect([last, events]).toEqual(['', []]);
    isWrong = false;
    await opened.clock.advance(1);
    expect((await runBackfill(opened, { resume: '' })).events).toHaveLength(4);
  });

  test('is made once more when its history went before anything was told', async () => {
    const opened = openFilled(3);
    const { last = '' } = await runBackfill(opened, { stopAfter: 1 });
    opened.environment.dataManagement.clearPackages('history');
    expect((await runBackfill(opened, { resume: last })).events).toHaveLength(4);
  });

  test.each([
    ['no JSON', 'input-invalid'],
    ['{"execution":"","told":0}', 'input-invalid'],
    ['{"execution":"x","told":-1}', 'input-invalid'],
    ['{"execution":"x","told":1.5}', 'input-invalid'],
  ])('because its place is %s is refused', async (resume, code) => {
    const { failure } = await runBackfill(openFilled(1), { resume });
    expect(failure).toMatchObject({ code, path: 'resume' });
  });
});

/** An environment whose export is another package than its own. */
function openWith(files: Readonly<Record<string, string>>, options: OpenBulkOptions = {}) {
  return openFilled(1, {
    ...options,
    onTheWay: async (request, send) =>
      request.method === 'GET' && request.url.includes('-out.zip')
        ? new Response(await packageOf(files))
        : send(request),
  });
}

const header =
  'CUSTOMERACCOUNT,PARTYTYPE,ORGANIZATIONNAME,PERSONFIRSTNAME,PERSONLASTNAME,PRIMARYCONTACTEMAIL,PRIMARYCONTACTPHONE,ADDRESSSTREET,ADDRESSCITY,ADDRESSSTATE,ADDRESSZIPCODE,ADDRESSCOUNTRYREGIONID,TAXEXEMPTNUMBER';
const fileOf = (...rows: readonly string[]) => [header, ...rows, ''].join('\r\n');

describe('rows of an export', () => {
  test('that cannot be told are refused by themselves, and the others go on', async () => {
    const opened = openWith({
      [exportCustomers.file]: fileOf(
        'C-1,Person,,Ann,Lee,ann@shoppers.example,,,,,,,',
        'C-2,Organisation,Cie,,,,,,,,,,',
        ',Person,,Bob,Ray,,,,,,,,',
        'C-4,ORGANIZATION,Cie,,,,,,,,,,',
      ),
    });
    const { events, failure } = await runBackfill(opened);
    expect(failure).toBeUndefined();
    expect(events).toMatchObject([
      { key: 'erp-C-1', data: { firstName: 'Ann' } },
      { key: 'erp-C-2', refused: { code: 'unmapped', path: 'PartyType' } },
      { key: 'erp-', refused: { code: 'response-invalid', path: 'CustomerAccount' } },
      { key: 'erp-C-4', data: { company: { name: 'Cie' } } },
    ]);
    for (const event of events) if ('refused' in event) expect(everythingIn(event.refused)).not.toMatch(/Cie|Bob/);
  });

  test('may have columns of another name', async () => {
    const text = fileOf('C-1,Person,,Ann,Lee,,,,,,,,DE123').replace('TAXEXEMPTNUMBER', 'VATNUM');
    const customers = {
      project: exportCustomers.name,
      file: exportCustomers.file,
      columns: { TaxExemptNumber: 'vatnum' },
    };
    const opened = openWith({ [exportCustomers.file]: text }, { bulk: { exports: { customers } } });
    expect((await runBackfill(opened)).events).toMatchObject([{ data: { taxId: 'DE123' } }]);
  });

  test('whose file lacks a column would lose what is in it, so the file is refused by the name of the column', async () => {
    const text = fileOf('C-1,Person,,Ann,Lee,,,,,,,,').replace('PRIMARYCONTACTEMAIL', 'EMAIL');
    const { failure, events } = await runBackfill(openWith({ [exportCustomers.file]: text }));
    expect(failure).toMatchObject({ code: 'config-invalid', path: 'bulk.exports' });
    expect(String(failure)).toContain('PRIMARYCONTACTEMAIL');
    expect(events).toEqual([]);
  });

  test('are looked for in the file of the configuration', async () => {
    const { failure } = await runBackfill(openWith({ 'Items.csv': 'A' }));
    expect(failure).toMatchObject({ code: 'config-invalid', path: 'bulk.exports' });
    const inCapitals = openWith({ [exportCustomers.file.toUpperCase()]: fileOf('C-1,Person,,,,,,,,,,,') });
    expect((await runBackfill(inCapitals)).events).toHaveLength(1);
  });

  test('behind too much of it are not unpacked', async () => {
    const opened = openWith({ [exportCustomers.file]: fileOf() }, { bulk: { maxUnpackedBytes: 100 } });
    expect((await runBackfill(opened)).failure).toMatchObject({ code: 'response-too-large' });
    const packed = openFilled(1, { bulk: { maxPackageBytes: 100 } });
    expect((await runBackfill(packed)).failure).toMatchObject({ code: 'response-too-large' });
  });
});

test('a customer is the same fact all day while nothing of it differs, another one when something does, and another on the next day', async () => {
  const opened = openFilled(0);
  const idOf = async () => (await swept(opened)).map(({ id }) => id).join();
  const first = await idOf();
  await opened.clock.advance(3_600_000);
  expect(await idOf()).toBe(first);
  opened.environment.changeRow('CustomersV3', 0, { PrimaryContactPhone: '+1 555 0100' });
  const second = await idOf();
  expect(second).not.toBe(first);
  opened.environment.changeRow('CustomersV3', 0, { PrimaryContactPhone: '' });
  expect(await idOf()).toBe(first);
  await opened.clock.advance(86_400_000);
  expect([first, second]).not.toContain(await idOf());
});

test('customers are not told on a beat unless there is one', async () => {
  expect(await swept(openFilled(3, { settings: { customers: {} } }))).toEqual([]);
});

test('a backfill is there only where its project is named', () => {
  const { system } = openFilled(0, { bulk: { exports: {} } });
  expect(system.connection.events?.backfills).toEqual({});
});

test('a dock that is stopped in the middle of a backfill and started again has every customer once', async () => {
  const opened = openFilled(450);
  const { environment, clock, settings } = opened;
  const heard: string[] = [];
  const journal = memoryJournal();
  const open = async () => {
    const dock = createCrossdock({
      journal,
      systems: { erp: d365({ ...settings, customers: { group: '80' } }) },
      owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'erp', customer: 'erp', finance: 'erp' },
      flows: [
        defineFlow({
          name: 'hear-customers',
          version: 1,
          on: 'customer.changed',
          key: (it) => it.ref,
          needs: {},
          run: async (it) => void heard.push(it.ref),
        }),
      ],
      clock,
      random: seededRandom(1),
      observer: silentObserver,
      fetch: simulatorFetch(environment),
    });
    await clock.settle(dock.start({ checkAccounts: false }));
    return dock;
  };
  const first = await open();
  const stopping = new AbortController();
  const { signal } = stopping;
  const interrupted = first.backfill('erp', 'customers', {
    signal,
    onProgress: ({ done }) => {
      if (done === 200) stopping.abort();
    },
  });
  await expect(clock.settle(interrupted)).rejects.toMatchObject({ code: 'cancelled' });
  await clock.settle(first.stop());
  const second = await open();
  const report = await clock.settle(second.backfill('erp', 'customers'));
  await clock.settle(second.idle());
  await clock.settle(second.stop());
  expect(report).toMatchObject({ resumed: true, refused: 0 });
  expect(report.events).toBeLessThan(451);
  expect(heard).toHaveLength(451);
  expect(new Set(heard).size).toBe(451);
  expect(exportsOf(opened)).toHaveLength(1);
});
