import { contracts } from '@crossdock/testing/contracts';
import { mswHandlers } from '@crossdock/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import type { NetsuiteSimulator } from '../src/testing/index.ts';
import { doorsInto } from './arrangements/index.ts';

const server = setupServer();
beforeAll(() => {
  server.listen();
});
afterAll(() => {
  server.close();
});

const fetch = (account: NetsuiteSimulator): typeof globalThis.fetch => {
  server.resetHandlers(...mswHandlers(account, account.origin));
  return globalThis.fetch;
};

const doors = doorsInto({ fetch });

/** Every fact is a test of its own: a suite of many requests would not be done in the time of one. */
const facts = netsuite.manifest.capabilities.flatMap((name) =>
  contracts[name].facts(doors[name] as never).map(({ says, check }) => ({ name, says, check })),
);

test.each(facts)('$name over the global fetch: $says', ({ check }) => check());
