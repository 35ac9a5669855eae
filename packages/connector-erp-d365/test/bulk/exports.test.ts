import { IntegrationError } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { exportCustomers, importCustomers } from './projects.ts';
import { openBulk } from './support.ts';

type Opened = ReturnType<typeof openBulk>;

const exportOf = (opened: Opened, execution = 'first-load') =>
  opened.clock.settle(
    opened.packages().exportFiles({ project: exportCustomers.name, execution, signal: opened.signal }),
  );

const failureOf = (promise: Promise<unknown>): Promise<IntegrationError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail')),
    (error: unknown) => (error instanceof IntegrationError ? error : Promise.reject(error as Error)),
  );

describe('an export', () => {
  test('gives the files of its package, and is made once', async () => {
    const opened = openBulk();
    const files = await exportOf(opened);
    expect(Object.keys(files)).toEqual(['Manifest.xml', 'PackageHeader.xml', exportCustomers.file]);
    expect(new TextDecoder().decode(files[exportCustomers.file])).toContain('WEB-001');
    opened.environment.seedCustomer('LATER');
    expect(Object.keys(await exportOf(opened))).toHaveLength(3);
    expect(new TextDecoder().decode((await exportOf(opened))[exportCustomers.file])).not.toContain('LATER');
    expect(opened.environment.dataManagement.executions).toHaveLength(1);
  });

  test('that failed needs another name', async () => {
    const opened = openBulk();
    opened.environment.dataManagement.failNextJob('crash');
    for (let tries = 0; tries < 2; tries += 1) {
      expect(await failureOf(exportOf(opened))).toMatchObject({ code: 'conflict', path: 'execution' });
    }
    expect(Object.keys(await exportOf(opened, 'first-load-2'))).toHaveLength(3);
  });

  test('whose package is not kept any more is not there', async () => {
    const opened = openBulk();
    await exportOf(opened);
    opened.environment.dataManagement.clearPackages();
    expect(await failureOf(exportOf(opened))).toMatchObject({ code: 'not-found' });
  });

  test('of a project that does not export is refused', async () => {
    const opened = openBulk();
    const { name: project } = importCustomers;
    const run = opened.packages().exportFiles({ project, execution: 'x', signal: opened.signal });
    expect((await failureOf(opened.clock.settle(run))).disposition).toBe('reject');
  });

  test.each(['', '../x', 'a/b', 'x'.repeat(81), 'x?y', 'ñ'])(
    'of a name that no package can have is refused: %s',
    async (name) => {
      const opened = openBulk();
      expect(await failureOf(exportOf(opened, name))).toMatchObject({ code: 'input-invalid', path: 'execution' });
      expect(opened.sent).toEqual([]);
    },
  );
});

describe('options that cannot be right are told by their path', () => {
  const pathOf = (open: () => unknown): unknown => {
    try {
      return open();
    } catch (error) {
      return error instanceof IntegrationError ? `${error.code} ${String(error.path)}` : error;
    }
  };

  test.each([
    ['customer', { customer: '' }],
    ['bulk.hosts.0', { bulk: { hosts: ['https://blob.core.windows.net'] } }],
    ['bulk.hosts.0', { bulk: { hosts: ['*'] } }],
    ['bulk.hosts.0', { bulk: { hosts: ['*.net/'] } }],
    ['bulk.hosts', { bulk: { hosts: [] } }],
    ['bulk.pollMs', { bulk: { pollMs: 1 } }],
    ['bulk.jobParameter', { bulk: { jobParameter: 'a&b' } }],
    ['bulk.maxPackageBytes', { bulk: { maxPackageBytes: 2 ** 40 } }],
  ])('%s', (path, settings) => {
    expect(pathOf(() => openBulk().packages(settings))).toBe(`config-invalid ${path}`);
  });

  test('a column of a field that there is not', () => {
    const { project, file } = { project: 'x', file: 'y' };
    const columns = { Taxes: 'VATNUM' } as object;
    const settings = { bulk: { exports: { customers: { project, file, columns } } } };
    expect(String(pathOf(() => openBulk().packages(settings)))).toMatch(
      /^config-invalid bulk\.exports\.customers\.columns/,
    );
  });
});
