import { add, money } from '@crossdock/core';
import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `confirmPosting` promises. Its valid input is a document that reached the ledger. */
export const confirmPostingContract = defineContract('confirmPosting', {
  'a posting is confirmed as the ledger has it, debit and credit alike': async ({ door, input, call }) => {
    const posting = await call(input);
    expect(posting).toMatchObject(await door.truth(input));
    expectSame(posting.debit, posting.credit, 'the debit');
  },
  'a total that is expected is compared to the cent': async ({ input, call }) => {
    const document = 'document' in input ? input.document : input;
    const { total } = await call(input);
    await call({ document, expected: { total } });
    const wrong = { total: add(total, money('0.01', total.currency)) };
    await expect(call({ document, expected: wrong })).rejects.toMatchObject({ code: 'unbalanced' });
  },
});
