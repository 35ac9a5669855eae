import { contracts } from '@crossdock/testing/contracts';
import { mswHandlers } from '@crossdock/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, test } from 'vitest';
import type { ShopifySimulator } from '../src/testing/index.ts';
import { orderArrangements } from './support/order-arrangements.ts';

const server = setupServer();
beforeAll(() => {
  server.listen();
});
afterAll(() => {
  server.close();
});

const fetch = (shop: ShopifySimulator): typeof globalThis.fetch => {
  server.resetHandlers(...mswHandlers(shop, `https://${shop.shop}`));
  return globalThis.fetch;
};

const doors = orderArrangements({ fetch });

const facts = Object.entries(doors).flatMap(([name, door]) =>
  contracts[name as keyof typeof doors].facts(door as never).map(({ says, check }) => ({ name, says, check })),
);

test.each(facts)('$name over the global fetch: $says', ({ check }) => check(), 60_000);
