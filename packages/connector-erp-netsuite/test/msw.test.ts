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

const suites = netsuite.manifest.capabilities.map((name): readonly [string, readonly { check(): Promise<void> }[]] => [
  name,
  contracts[name].facts(doors[name] as never),
]);

test.each(suites)(
  '%s keeps its contract over the global fetch',
  async (_, facts) => {
    for (const { check } of facts) await check();
  },
  60_000,
);
