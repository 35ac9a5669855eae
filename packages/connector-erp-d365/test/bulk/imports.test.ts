import { IntegrationError } from '@crossdock/core';
import { createFaults } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import type { ImportReport, ImportRequest } from '../../src/index.ts';
import { importCustomers } from './projects.ts';
import { bytesOf, everythingIn, openBulk, type OpenBulkOptions } from './support.ts';

type Opened = ReturnType<typeof openBulk>;

/** A package with customers: `!A-1` has no group, which the environment refuses. */
function packageWith(accounts: readonly string[]) {
  const lines = accounts.map(
    (it) => `${it.replace('!', '')},${it.startsWith('!') ? '' : '80'},USD,"Name, of ${it}"\r\n`,
  );
  return {
    'Manifest.xml': bytesOf('<Manifest/>'),
    'PackageHeader.xml': bytesOf('<PackageHeader/>'),
    [importCustomers.file]: bytesOf(
      `CUSTOMERACCOUNT,CUSTOMERGROUPID,SALESCURRENCYCODE,ORGANIZATIONNAME\r\n${lines.join('')}`,
    ),
  };
}

const accountsOf = ({ environment }: Opened) =>
  environment.rowsOf('CustomersV3').map((row) => String(row['CustomerAccount']));

function requestFor(opened: Opened, accounts: readonly string[], more: Partial<ImportRequest> = {}): ImportRequest {
  return {
    project: importCustomers.name,
    execution: 'customers-of-monday',
    files: packageWith(accounts),
    records: accounts.map((it) => it.replace('!', '')),
    isThere: (record) => Promise.resolve(accountsOf(opened).includes(record)),
    signal: opened.signal,
    ...more,
  };
}

function importOf(opened: Opened, accounts: readonly string[], more: Partial<ImportRequest> = {}) {
  return opened.clock.settle(opened.packages().importRecords(requestFor(opened, accounts, more)));
}

const outcomes = ({ records }: ImportReport) => records.map(({ record, outcome }) => `${record} ${outcome}`);
const errorFiles = { entity: importCustomers.entity, key: 'CustomerAccount' };
const started = ({ environment }: Opened) => environment.dataManagement.executions.map(({ id }) => id);

const failureOf = (promise: Promise<unknown>): Promise<IntegrationError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail')),
    (error: unknown) => (error instanceof IntegrationError ? error : Promise.reject(error as Error)),
  );

describe('an import', () => {
  test('tells that every record is there', async () => {
    const opened = openBulk();
    const report = await importOf(opened, ['A-1', 'A-2']);
    expect(report).toEqual({
      state: 'succeeded',
      records: [
        { record: 'A-1', outcome: 'there', reasons: [] },
        { record: 'A-2', outcome: 'there', reasons: [] },
      ],
      otherErrors: [],
      unread: [],
    });
    expect(opened.environment.rowsOf('CustomersV3').at(-1)).toMatchObject({
      dataAreaId: 'usmf',
      OrganizationName: 'Name, of A-2',
    });
  });

  test('changes records that are there', async () => {
    const opened = openBulk();
    await importOf(opened, ['A-1']);
    await importOf(opened, ['A-1', 'A-2'], { execution: 'customers-of-tuesday' });
    expect(accountsOf(opened).filter((it) => it.startsWith('A-'))).toEqual(['A-1', 'A-2']);
  });

  test('that succeeds in part tells of each record what became of it, and why', async () => {
    const report = await importOf(openBulk(), ['A-1', '!A-2', 'A-3']);
    expect(report).toMatchObject({ state: 'partly', otherErrors: [], unread: [] });
    expect(outcomes(report)).toEqual(['A-1 there', 'A-2 refused', 'A-3 there']);
    expect(report.records[1]?.reasons.join()).toContain('Customer group');
  });

  test('tells it too when the list of errors is empty, and knows what the error files name', async () => {
    const opened = openBulk();
    opened.environment.dataManagement.failNextJob('errors-purged');
    const report = await importOf(opened, ['A-1', '!A-2', 'A-3'], { errorFiles });
    expect(outcomes(report)).toEqual(['A-1 there', 'A-2 refused', 'A-3 there']);
    expect(report).toMatchObject({ state: 'partly', unread: [], records: [{}, { reasons: [] }, {}] });
  });

  test('tells which records are missing when nothing is known of errors at all', async () => {
    const opened = openBulk();
    opened.environment.dataManagement.failNextJob('history-purged');
    expect(outcomes(await importOf(opened, ['A-1', '!A-2'], { errorFiles }))).toEqual(['A-1 there', 'A-2 missing']);
  });

  test('whose engine crashed tells that nothing is there', async () => {
    const opened = openBulk();
    opened.environment.dataManagement.failNextJob('crash');
    const report = await importOf(opened, ['A-1', 'A-2']);
    expect(report.state).toBe('failed');
    expect(outcomes(report)).toEqual(['A-1 missing', 'A-2 missing']);
  });

  test('that succeeded by reading nothing is not believed', async () => {
    const opened = openBulk();
    opened.environment.dataManagement.failNextJob('nothing-read');
    const report = await importOf(opened, ['A-1', 'A-2', 'A-3']);
    expect(report.state).toBe('succeeded');
    expect(outcomes(report)).toEqual(['A-1 missing', 'A-2 missing', 'A-3 missing']);
  });

  test.each(['A-1', 'A-3'])(
    'that succeeded is believed only when %s, its first or last record, is there',
    async (missing) => {
      const report = await importOf(openBulk(), ['A-1', 'A-2', 'A-3'], {
        isThere: (record) => Promise.resolve(record !== missing && record !== 'A-2'),
      });
      const there = ['A-1', 'A-3'].find((it) => it !== missing) ?? '';
      expect(outcomes(report).filter((it) => it.endsWith('there'))).toEqual([`${there} there`]);
    },
  );

  test('believes the books about a record more than its error', async () => {
    const opened = openBulk();
    const isThere = () => Promise.resolve(true);
    const report = await importOf(opened, ['A-1', '!A-2'], { isThere });
    expect(outcomes(report)).toEqual(['A-1 there', 'A-2 there']);
    expect(report.records[1]?.reasons).toHaveLength(1);
  });

  test('tells errors that name none of its records apart', async () => {
    const opened = openBulk();
    const report = await importOf(opened, ['A-1', '!A-2'], { records: ['A-1'] });
    expect(outcomes(report)).toEqual(['A-1 there']);
    expect(report.otherErrors).toMatchObject([{ record: 'A-2' }]);
  });

  test('with a record twice is refused before anything is sent', async () => {
    const opened = openBulk();
    const failure = await failureOf(importOf(opened, ['A-1'], { records: ['A-1', 'A-1'] }));
    expect(failure).toMatchObject({ code: 'input-invalid', path: 'records' });
    expect(opened.sent).toEqual([]);
  });

  test('of a name that no package can have is refused before anything is sent', async () => {
    const opened = openBulk();
    const failure = await failureOf(importOf(opened, ['A-1'], { execution: 'a/b' }));
    expect(failure).toMatchObject({ code: 'input-invalid', path: 'execution' });
    expect(opened.sent).toEqual([]);
  });

  test('that is longer than packages may be is refused before it is stored', async () => {
    const opened = openBulk({ bulk: { maxPackageBytes: 100 } });
    expect(await failureOf(importOf(opened, ['A-1']))).toMatchObject({ code: 'input-invalid', path: 'files' });
    expect(started(opened)).toEqual([]);
  });

  test('that takes longer than anybody waits is a matter of time, and is found again', async () => {
    let isSlow = true;
    const opened = openBulk({
      bulk: { pollMs: 600_000, patienceMs: 60_000 },
      async onTheWay(request, send) {
        const answer = await send(request);
        const isQuestion = request.url.endsWith('GetExecutionSummaryStatus');
        return isQuestion && isSlow && started(opened).length > 0 ? Response.json({ value: 'Executing' }) : answer;
      },
    });
    expect(await failureOf(importOf(opened, ['A-1']))).toMatchObject({ code: 'timeout', disposition: 'retry' });
    isSlow = false;
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    expect(started(opened)).toHaveLength(1);
  });
});

test.each(['Waiting', '', 'constructor'])(
  'a state of a job that is not known is neither an end nor none: %s',
  async (value) => {
    const opened = openBulk({
      onTheWay: (request, send) =>
        request.url.endsWith('GetExecutionSummaryStatus') ? Promise.resolve(Response.json({ value })) : send(request),
    });
    expect(await failureOf(importOf(opened, ['A-1']))).toMatchObject({
      code: 'response-invalid',
      disposition: 'reject',
    });
    expect(started(opened)).toEqual([]);
  },
);

describe('an import is made once', () => {
  const startsOf = ({ sent }: Opened) => sent.filter(({ url }) => url.endsWith('ImportFromPackage')).length;

  test.each(['lost-reply', 'error-after'] as const)('when nobody knows whether it was started: %s', async (fault) => {
    const faults = createFaults({ seed: 1 });
    const opened = openBulk({ simulator: { faults } });
    faults.arm(fault, { match: (it) => it.includes('ImportFromPackage') });
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    expect([started(opened), startsOf(opened)]).toEqual([['customers-of-monday'], 1]);
  });

  test('when nobody knows whether it was started, and the environment does not tell of it yet', async () => {
    const faults = createFaults({ seed: 1 });
    let lags = true;
    const opened = openBulk({
      simulator: { faults },
      async onTheWay(request, send) {
        const answer = await send(request);
        return lags && request.url.endsWith('GetExecutionSummaryStatus') ? Response.json({ value: 'Unknown' }) : answer;
      },
    });
    faults.arm('lost-reply', { match: (it) => it.includes('ImportFromPackage') });
    expect((await failureOf(importOf(opened, ['A-1']))).disposition).toBe('unknown');
    lags = false;
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    expect([started(opened).length, startsOf(opened)]).toEqual([1, 1]);
  });

  test('when its start failed before anything was done', async () => {
    const faults = createFaults({ seed: 1 });
    const opened = openBulk({ simulator: { faults } });
    faults.arm('error-before', { match: (it) => it.includes('ImportFromPackage') });
    expect((await failureOf(importOf(opened, ['A-1']))).disposition).toBe('unknown');
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    expect(started(opened)).toHaveLength(1);
  });

  test('when the answer to storing its package was lost', async () => {
    const faults = createFaults({ seed: 1 });
    const opened = openBulk({ simulator: { faults } });
    faults.arm('lost-reply', { match: (it) => /dmf/.test(it) });
    expect((await failureOf(importOf(opened, ['A-1']))).disposition).toBe('retry');
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    expect(started(opened)).toHaveLength(1);
  });

  test('when the environment does not tell yet that it was started', async () => {
    let lags = 0;
    const opened = openBulk({
      async onTheWay(request, send) {
        const answer = await send(request);
        if (!request.url.endsWith('GetExecutionSummaryStatus') || lags === 0) return answer;
        lags -= 1;
        return Response.json({ value: 'Unknown' });
      },
    });
    await importOf(opened, ['A-1']);
    lags = 2;
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    expect([started(opened).length, startsOf(opened)]).toEqual([1, 2]);
  });

  test('at a time in one project, and at once in two', async () => {
    const opened = openBulk();
    const other = { ...importCustomers, name: 'Import customers of the web' };
    opened.environment.dataManagement.seedDataProject(other);
    const packages = opened.packages();
    const begun = opened.clock.now();
    const run = (execution: string, project: string, account: string) =>
      packages.importRecords(requestFor(opened, [account], { execution, project }));
    const reports = await opened.clock.settle(
      Promise.all([
        run('one', importCustomers.name, 'A-1'),
        run('two', importCustomers.name, 'A-2'),
        run('three', other.name, 'A-3'),
      ]),
    );
    expect(reports.flatMap(outcomes)).toEqual(['A-1 there', 'A-2 there', 'A-3 there']);
    expect(opened.clock.now() - begun).toBeLessThan(3 * 60_000);
  });

  test('and a second one of another process is refused while the first runs', async () => {
    const opened = openBulk();
    const first = opened.packages().importRecords(requestFor(opened, ['A-1'], { execution: 'one' }));
    const second = opened.packages().importRecords(requestFor(opened, ['A-2'], { execution: 'two' }));
    const [one, two] = await opened.clock.settle(Promise.allSettled([first, second]));
    expect([one.status, two.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(started(opened)).toHaveLength(1);
  });
});

describe('the links of packages', () => {
  const links: readonly (readonly [string, string])[] = [
    ['another host', 'https://evil.example/dmf/x.zip'],
    ['a host that only looks alike', 'https://blob.core.windows.net.evil.example/x.zip'],
    ['a host that has it in its middle', 'https://contosostore.blob.core.windows.net.evil.example/x.zip'],
    ['a host that ends alike', 'https://evilblob.core.windows.net/x.zip'],
    ['another port', 'https://contosostore.blob.core.windows.net:8443/x.zip'],
    ['somebody in front of the host', 'https://contosostore.blob.core.windows.net@evil.example/x.zip'],
    ['credentials of somebody', 'https://user:word@contosostore.blob.core.windows.net/x.zip'],
    ['a file of this machine', 'file:///etc/passwd'],
    ['nothing', 'no link'],
  ];

  test.each(links)('that lead to %s are not followed', async (_, BlobUrl) => {
    const opened = openBulk({
      onTheWay: (request, send) =>
        request.url.endsWith('GetAzureWriteUrl')
          ? Promise.resolve(Response.json({ value: JSON.stringify({ BlobId: '{1}', BlobUrl }) }))
          : send(request),
    });
    const failure = await failureOf(importOf(opened, ['A-1']));
    expect(failure).toMatchObject({ code: 'redirect-refused', path: 'bulk.hosts' });
    expect(opened.sent.map(({ url }) => new URL(url).hostname)).not.toContain(URL.parse(BlobUrl)?.hostname ?? '-');
    expect(started(opened)).toEqual([]);
  });

  test('are followed to the hosts that are named, and to those only', async () => {
    const hosts = ['contosostore.blob.core.windows.net'];
    expect(outcomes(await importOf(openBulk({ bulk: { hosts } }), ['A-1']))).toEqual(['A-1 there']);
    const elsewhere = openBulk({ bulk: { hosts: ['other.blob.core.windows.net'] } });
    expect(await failureOf(importOf(elsewhere, ['A-1']))).toMatchObject({ code: 'redirect-refused' });
  });

  test('are followed with encryption whatever they say, and without our token', async () => {
    const opened = openBulk({
      async onTheWay(request, send) {
        const answer = await send(request);
        if (!request.url.endsWith('GetAzureWriteUrl')) return answer;
        return Response.json(JSON.parse((await answer.text()).replace('https://contosostore', 'http://contosostore')));
      },
    });
    expect(outcomes(await importOf(opened, ['A-1']))).toEqual(['A-1 there']);
    const stored = opened.sent.filter(({ url }) => url.includes('contosostore'));
    expect(
      stored.map(({ url, method, headers }) => [new URL(url).protocol, method, headers.get('authorization')]),
    ).toEqual([['https:', 'PUT', null]]);
  });

  test('that ran out are told as what they are', async () => {
    const opened = openBulk({
      onTheWay: (request, send) =>
        request.method === 'PUT'
          ? Promise.resolve(new Response('<Error>AuthenticationFailed</Error>', { status: 403 }))
          : send(request),
    });
    expect(await failureOf(importOf(opened, ['A-1']))).toMatchObject({
      code: 'not-found',
      details: { httpStatus: 403 },
    });
  });

  test.each(['lost-reply', 'error-after', 'outage', 'timeout'] as const)(
    'appear in no error and in nothing that an operator sees: %s',
    async (fault) => {
      const faults = createFaults({ seed: 1 });
      const opened = openBulk({ simulator: { faults } });
      faults.arm(fault, { match: (it) => /dmf/.test(it) });
      const failure = await failureOf(importOf(opened, ['A-1']));
      expect(opened.sent.some(({ url }) => url.includes('contosostore'))).toBe(true);
      for (const told of [everythingIn(failure), ...opened.seen]) {
        expect(told).not.toMatch(/sig=|c2lnbmF0dXJl/);
        expect(told).not.toContain('entra-token');
      }
      expect(opened.seen.join()).toContain('contosostore');
    },
  );

  test('appear in no error of a package that is broken', async () => {
    const opened = openBulk({ bulk: { hosts: ['elsewhere.example.com'] } });
    const failure = await failureOf(importOf(opened, ['A-1']));
    expect(everythingIn(failure)).not.toMatch(/sig=|c2lnbmF0dXJl/);
  });
});

describe('what the environment says of errors', () => {
  const options: OpenBulkOptions = {
    onTheWay: async (request, send) =>
      request.url.endsWith('GetExecutionErrors')
        ? Response.json({ error: { code: '', message: 'The execution is gone' } }, { status: 400 })
        : send(request),
  };

  test('is told as unread when it cannot be read, and the outcomes stand', async () => {
    const report = await importOf(openBulk(options), ['A-1', '!A-2'], { errorFiles });
    expect(outcomes(report)).toEqual(['A-1 there', 'A-2 refused']);
    expect(report.unread).toEqual(['error-list']);
  });

  test('is unread too where its files have another column', async () => {
    const report = await importOf(openBulk(), ['A-1', '!A-2'], { errorFiles: { ...errorFiles, key: 'ACCOUNT' } });
    expect(outcomes(report)).toEqual(['A-1 there', 'A-2 refused']);
    expect(report.unread).toEqual(['target-file']);
  });

  test('is told in few words', async () => {
    const long = JSON.stringify([{ recordID: 'A-2', FIELD: 7, errorMessage: 'x'.repeat(10_000) }, { Other: true }]);
    const opened = openBulk({
      onTheWay: (request, send) =>
        request.url.endsWith('GetExecutionErrors') ? Promise.resolve(Response.json({ value: long })) : send(request),
    });
    const report = await importOf(opened, ['A-1', '!A-2']);
    expect(report.records[1]?.reasons).toEqual([`7: ${'x'.repeat(300)}`]);
    expect(report.otherErrors).toEqual([{ record: '', field: '', message: '' }]);
  });

  test('is asked again when it fails for a while', async () => {
    const opened = openBulk({
      onTheWay: (request, send) =>
        request.url.endsWith('GetExecutionErrors')
          ? Promise.resolve(new Response(null, { status: 503 }))
          : send(request),
    });
    expect((await failureOf(importOf(opened, ['A-1', '!A-2']))).disposition).toBe('retry');
  });

  test('names records that did not get as far as the staging table', async () => {
    const opened = openBulk();
    const wrong = {
      ...importCustomers,
      name: 'Import items',
      entitySet: 'ReleasedProductsV2',
      entity: 'Released products V2',
    };
    opened.environment.dataManagement.seedDataProject(wrong);
    opened.environment.dataManagement.failNextJob('errors-purged');
    const file = bytesOf('ITEMNUMBER,SALESPRICE\r\nX-1,much\r\n');
    const report = await importOf(opened, [], {
      project: wrong.name,
      files: { ...packageWith([]), [wrong.file]: file },
      records: ['X-1'],
      errorFiles: { entity: wrong.entity, key: 'ITEMNUMBER' },
    });
    expect(outcomes(report)).toEqual(['X-1 refused']);
  });
});
