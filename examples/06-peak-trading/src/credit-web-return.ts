import { defineFlow } from '@crossdock/core';
import { returnToCredit } from '../../01-order-to-cash/src/refund-to-credit.ts';

/** What web buyers send back becomes a credit. What comes back at a till is in the store's day. */
export const creditWebReturn = defineFlow({
  ...returnToCredit,
  name: 'credit-web-return',
  run: async (back, context) => {
    if (back.channel === 'web') await returnToCredit.run(back, context);
  },
});
