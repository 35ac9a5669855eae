import { IntegrationError } from '@crossdock/core';
import { createFaults } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { importCustomers } from './projects.ts';
import { bytesOf, everythingIn, openBulk, packageOf, queues } from './support.ts';

const header = 'CUSTOMERACCOUNT,CUSTOMERGROUPID,SALESCURRENCYCODE\r\n';
const file = bytesOf(`${header}Q-1,80,USD\r\nQ-2,,USD\r\n`);
const minute = 60_000;
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function open(options: Parameters<typeof openBulk>[0] = {}) {
  const opened = openBulk(options);
  const { queue } = opened.packages();
  const { clock, signal } = opened;
  const enqueue = (bytes: Uint8Array, entity?: string) =>
    clock.settle(
      queue.enqueue(queues.in, { bytes, externalId: 'day-17', ...(entity !== undefined && { entity }), signal }),
    );
  const dequeue = () => clock.settle(queue.dequeue(queues.out, signal));
  return { ...opened, queue, enqueue, dequeue };
}

const refusal = (promise: Promise<unknown>): Promise<IntegrationError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail')),
    (error: unknown) => (error instanceof IntegrationError ? error : Promise.reject(error as Error)),
  );

describe('a file that is put into the queue', () => {
  test('keeps our name of it, its company and its entity', async () => {
    const opened = open();
    const id = await opened.enqueue(file, importCustomers.entity);
    expect(opened.environment.recurringJobs.enqueued).toMatchObject([
      { id, activity: queues.in, company: 'usmf', externalId: 'day-17', entity: 'Customers V3', bytes: file },
    ]);
  });

  test('waits, is processed, and its records are told by the job that took it', async () => {
    const { clock, queue, signal, packages, enqueue, environment } = open();
    const id = await enqueue(file, importCustomers.entity);
    expect(await clock.settle(queue.stateOf(queues.in, id, signal))).toBe('waiting');
    expect(await clock.settle(queue.executionOf(id, signal))).toBeUndefined();
    await clock.advance(minute);
    expect(await clock.settle(queue.stateOf(queues.in, id, signal))).toBe('processed-with-errors');
    const execution = (await clock.settle(queue.executionOf(id, signal))) ?? '';
    expect(execution).not.toBe(id);
    const isThere = (record: string) =>
      Promise.resolve(environment.rowsOf('CustomersV3').some((row) => row['CustomerAccount'] === record));
    const report = await clock.settle(
      packages().inspectRecords({ execution, records: ['Q-1', 'Q-2'], isThere, signal }),
    );
    expect(report.records.map(({ record, outcome }) => `${record} ${outcome}`)).toEqual(['Q-1 there', 'Q-2 refused']);
  });

  test('may be a package, which names its entity itself', async () => {
    const { clock, queue, signal, enqueue, environment } = open();
    const id = await enqueue(await packageOf({ [importCustomers.file]: `${header}Q-1,80,USD\r\n` }));
    expect(environment.recurringJobs.enqueued).toMatchObject([{ id, entity: undefined }]);
    await clock.advance(minute);
    expect(await clock.settle(queue.stateOf(queues.in, id, signal))).toBe('processed');
  });

  test('without its entity, and a package with one, are refused before they are sent', async () => {
    const opened = open();
    expect(await refusal(opened.enqueue(file))).toMatchObject({ code: 'input-invalid', path: 'entity' });
    const packed = await packageOf({ [importCustomers.file]: header });
    expect(await refusal(opened.enqueue(packed, 'Customers V3'))).toMatchObject({
      code: 'input-invalid',
      path: 'entity',
    });
    expect(opened.sent).toEqual([]);
  });

  test.each(['', 'Größe €', 'two\r\nlines', 'x'.repeat(101)])(
    'has a name that can be told in a header, or is refused: %j',
    async (externalId) => {
      const { clock, queue, signal, sent } = open();
      const run = queue.enqueue(queues.in, { bytes: file, externalId, entity: 'Customers V3', signal });
      expect(await refusal(clock.settle(run))).toMatchObject({ code: 'input-invalid', path: 'externalId' });
      expect(sent).toEqual([]);
    },
  );

  test('is no longer than packages may be', async () => {
    const opened = open({ bulk: { maxPackageBytes: 20 } });
    expect(await refusal(opened.enqueue(file, 'Customers V3'))).toMatchObject({ code: 'input-invalid', path: 'bytes' });
    expect(opened.sent).toEqual([]);
  });

  test.each(['lost-reply', 'error-after'] as const)(
    'may be there when the answer is not, and is not sent again: %s',
    async (fault) => {
      const faults = createFaults({ seed: 1 });
      const opened = open({ simulator: { faults } });
      faults.arm(fault, { match: (it) => it.includes('enqueue') });
      expect((await refusal(opened.enqueue(file, 'Customers V3'))).disposition).toBe('unknown');
      expect(opened.environment.recurringJobs.enqueued).toHaveLength(1);
      expect(opened.sent.filter(({ url }) => url.includes('enqueue'))).toHaveLength(1);
    },
  );

  test.each([
    ['nothing', ''],
    ['no id', 'accepted'],
    ['zeros', '"00000000-0000-0000-0000-000000000000"'],
    ['a page to sign in', '<html></html>'],
  ])('and is answered with %s may be there', async (_, answer) => {
    const opened = open({
      onTheWay: (request, send) =>
        request.url.includes('enqueue') ? Promise.resolve(new Response(answer)) : send(request),
    });
    const failure = await refusal(opened.enqueue(file, 'Customers V3'));
    expect(failure).toMatchObject({ code: 'response-invalid', disposition: 'unknown' });
  });

  test.each(['Lost', '', 'constructor'])('in a state that is not known is refused: %s', async (DataJobState) => {
    const { clock, queue, signal } = open({
      onTheWay: (request, send) =>
        request.url.includes('/jobstatus/')
          ? Promise.resolve(Response.json({ DataJobStatus: { DataJobState } }))
          : send(request),
    });
    const failure = await refusal(clock.settle(queue.stateOf(queues.in, 'x', signal)));
    expect(failure).toMatchObject({ code: 'response-invalid', disposition: 'reject' });
  });

  test('goes to a job that lists our app', async () => {
    const { clock, queue, signal } = open();
    const other = queue.enqueue('0000-other', { bytes: file, externalId: 'x', entity: 'Customers V3', signal });
    expect(await refusal(clock.settle(other))).toMatchObject({ code: 'forbidden', disposition: 'reject' });
  });

  test('is asked for by the parameter that the environment knows', async () => {
    const opened = open({ bulk: { jobParameter: 'messageId' } });
    const id = await opened.enqueue(file, 'Customers V3');
    await refusal(opened.clock.settle(opened.queue.stateOf(queues.in, id, opened.signal)));
    expect(opened.sent.at(-1)?.url).toContain(`?messageId=${id}`);
  });
});

describe('a message of a recurring export', () => {
  test('comes with its file, is taken off when it is acknowledged, and then there is none', async () => {
    const opened = open();
    opened.environment.recurringJobs.queueFile(queues.out, file);
    const message = await opened.dequeue();
    expect(textOf(message?.bytes)).toBe(textOf(file));
    await opened.clock.settle(message?.acknowledge(opened.signal) ?? Promise.resolve());
    expect(opened.environment.recurringJobs.waiting).toBe(0);
    expect(await opened.dequeue()).toBeUndefined();
  });

  test('that nobody acknowledged comes again after half an hour, under the same id', async () => {
    const opened = open();
    opened.environment.recurringJobs.queueFile(queues.out, file);
    const first = await opened.dequeue();
    expect(await opened.dequeue()).toBeUndefined();
    await opened.clock.advance(30 * minute);
    const second = await opened.dequeue();
    expect(second?.id).toBe(first?.id);
    // Who took it first is late: the message belongs to the second now.
    expect(
      (await refusal(opened.clock.settle(first?.acknowledge(opened.signal) ?? Promise.resolve()))).disposition,
    ).toBe('reject');
    expect(opened.environment.recurringJobs.waiting).toBe(1);
    await opened.clock.settle(second?.acknowledge(opened.signal) ?? Promise.resolve());
    expect(opened.environment.recurringJobs.waiting).toBe(0);
  });

  test('may be acknowledged again when the answer was lost', async () => {
    const faults = createFaults({ seed: 1 });
    const opened = open({ simulator: { faults } });
    opened.environment.recurringJobs.queueFile(queues.out, file);
    const message = await opened.dequeue();
    faults.arm('lost-reply', { match: (it) => it.includes('/ack/') });
    const acknowledge = () => opened.clock.settle(message?.acknowledge(opened.signal) ?? Promise.resolve());
    expect((await refusal(acknowledge())).disposition).toBe('retry');
    await acknowledge();
    expect(opened.environment.recurringJobs.waiting).toBe(0);
  });

  test('whose file could not be fetched comes again', async () => {
    const faults = createFaults({ seed: 1 });
    const opened = open({ simulator: { faults } });
    opened.environment.recurringJobs.queueFile(queues.out, file);
    faults.arm('outage', { match: (it) => it.includes('/download/') });
    expect((await refusal(opened.dequeue())).disposition).toBe('retry');
    await opened.clock.advance(30 * minute);
    expect(textOf((await opened.dequeue())?.bytes)).toBe(textOf(file));
  });

  test('is acknowledged with what it came with, to the letter', async () => {
    const told: string[] = [];
    const opened = open({
      async onTheWay(request, send) {
        if (request.url.includes('/ack/')) told.push(await request.clone().text());
        const answer = await send(request);
        if (!request.url.includes('/dequeue/')) return answer;
        const text = `{ "Size": 9007199254740993.10, ${(await answer.text()).slice(1)}`;
        told.push(text);
        return new Response(text);
      },
    });
    opened.environment.recurringJobs.queueFile(queues.out, file);
    const message = await opened.dequeue();
    await opened.clock.settle(message?.acknowledge(opened.signal) ?? Promise.resolve());
    expect(told).toHaveLength(2);
    expect(told[1]).toBe(told[0]);
  });

  test('is longer than is read, or not', async () => {
    const opened = open({ bulk: { maxPackageBytes: file.length } });
    opened.environment.recurringJobs.queueFile(queues.out, file);
    expect((await opened.dequeue())?.bytes).toHaveLength(file.length);
    opened.environment.recurringJobs.queueFile(queues.out, new Uint8Array(file.length + 1));
    expect(await refusal(opened.dequeue())).toMatchObject({ code: 'response-too-large' });
  });
});

describe('the place of a file', () => {
  const at = (location: string) =>
    open({
      async onTheWay(request, send) {
        const answer = await send(request);
        if (!request.url.includes('/dequeue/')) return answer;
        return Response.json({ ...((await answer.json()) as object), DownloadLocation: location });
      },
    });

  test('is fetched with encryption although it is told without, and with our token there only', async () => {
    const opened = open();
    opened.environment.recurringJobs.queueFile(queues.out, file);
    await opened.dequeue();
    const fetched = opened.sent.find(({ url }) => url.includes('/download/'));
    expect(new URL(fetched?.url ?? '').protocol).toBe('https:');
    expect(fetched?.headers.get('authorization')).toMatch(/^Bearer /);
  });

  test.each([
    ['at another host', 'https://evil.example/x'],
    ['at a host that begins alike', 'https://contoso.operations.dynamics.com.evil.example/x'],
    ['behind a name in front of the host', 'https://contoso.operations.dynamics.com@evil.example/x'],
    ['at another port', 'https://contoso.operations.dynamics.com:444/x'],
    ['of this machine', 'file:///etc/passwd'],
  ])('%s is not fetched', async (_, location) => {
    const opened = at(location);
    opened.environment.recurringJobs.queueFile(queues.out, file);
    const before = opened.sent.length;
    const failure = await refusal(opened.dequeue());
    expect(failure.code).toBe('redirect-refused');
    expect(opened.sent.slice(before).filter(({ url }) => !/token|dequeue/.test(url))).toEqual([]);
  });

  test('in the store of packages is fetched without our token, and its link is told nowhere', async () => {
    const opened = at('http://contosostore.blob.core.windows.net/dmf/x?sig=secret-of-the-link');
    opened.environment.recurringJobs.queueFile(queues.out, file);
    const failure = await refusal(opened.dequeue());
    expect(failure.code).toBe('not-found');
    const fetched = opened.sent.find(({ url }) => url.includes('contosostore'));
    expect([fetched?.url.slice(0, 6), fetched?.headers.get('authorization')]).toEqual(['https:', null]);
    for (const told of [everythingIn(failure), ...opened.seen]) expect(told).not.toContain('secret-of-the-link');
  });
});
