import { contracts } from '@crossdock/testing/contracts';
import { mswHandlers } from '@crossdock/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, test } from 'vitest';
import type { NetsuiteSimulator } from '../src/testing/index.ts';
import { arrangeNetsuite } from './arrangements.ts';

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

const suites = {
  createOrder: contracts.createOrder.facts(arrangeNetsuite('createOrder', { fetch })),
  cancelOrder: contracts.cancelOrder.facts(arrangeNetsuite('cancelOrder', { fetch })),
  recordFulfillment: contracts.recordFulfillment.facts(arrangeNetsuite('recordFulfillment', { fetch })),
  postInvoice: contracts.postInvoice.facts(arrangeNetsuite('postInvoice', { fetch })),
  confirmPosting: contracts.confirmPosting.facts(arrangeNetsuite('confirmPosting', { fetch })),
};

test.each(Object.entries(suites))(
  '%s keeps its contract over the global fetch',
  async (_, facts) => {
    for (const { check } of facts) await check();
  },
  60_000,
);
