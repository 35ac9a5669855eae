import { contracts, eventSourceContract } from '@crossdock/testing/contracts';
import { mswHandlers } from '@crossdock/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, test } from 'vitest';
import { square } from '../../src/square/index.ts';
import { type SquareSimulator } from '../../src/testing/index.ts';
import { doorsInto } from './support/doors.ts';
import { arrangeEvents } from './support/order-doors.ts';

const server = setupServer();
beforeAll(() => {
  server.listen();
});
afterAll(() => {
  server.close();
});

const fetch = (seller: SquareSimulator): typeof globalThis.fetch => {
  server.resetHandlers(...mswHandlers(seller, seller.origin));
  return globalThis.fetch;
};

const doors = doorsInto({ fetch });
const events = square.manifest.events;

const suites: readonly (readonly [string, readonly { check(): Promise<void> }[]])[] = [
  ...square.manifest.capabilities.map((name) => [name, contracts[name].facts(doors[name] as never)] as const),
  ['events', eventSourceContract.facts(events, arrangeEvents({ fetch }))],
];

test.each(suites)(
  '%s keeps its contract over the global fetch',
  async (_, facts) => {
    for (const { check } of facts) await check();
  },
  300_000,
);
