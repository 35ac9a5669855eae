/** The same promises, kept in the other ways that an account may be spoken to. */
import { contracts } from '@crossdock/testing/contracts';
import { describe, test } from 'vitest';
import { doorsInto } from './arrangements/index.ts';

describe('by jobs of the account', () => {
  const doors = doorsInto({ settings: { respondAsync: ['salesOrder', 'invoice'] } });
  const facts = [
    ...contracts.createOrder.facts(doors.createOrder).map((it) => ['createOrder', it.says, it.check] as const),
    ...contracts.postInvoice.facts(doors.postInvoice).map((it) => ['postInvoice', it.says, it.check] as const),
  ];
  test.each(facts)(
    '%s: %s',
    async (_capability, _says, check) => {
      await check();
    },
    60_000,
  );
});

describe('by signed requests', () => {
  const token = { consumerKey: 'ck', consumerSecret: 'cs', tokenId: 'tk', tokenSecret: 'ts' };
  const { createOrder } = doorsInto({
    simulator: { accessTokens: token },
    settings: { clientId: undefined, certificateId: undefined, privateKey: undefined, tokenBased: token },
  });
  const facts = contracts.createOrder.facts(createOrder).map((it) => [it.says, it.check] as const);
  test.each(facts)(
    'createOrder: %s',
    async (_says, check) => {
      await check();
    },
    60_000,
  );
});
