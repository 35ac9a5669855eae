import { sum } from '@crossdock/core';
import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `postJournal` promises. */
export const postJournalContract = defineContract('postJournal', {
  'the entry is booked, debit and credit alike, to the cent': async ({ door, input, call }) => {
    await call(input);
    const booked = await door.inspect(input.ref);
    const debit = sum(
      input.lines.flatMap((line) => line.debit ?? []),
      input.currency,
    );
    expectSame(booked?.debit, debit, 'the debit');
    expectSame(booked?.credit, debit, 'the credit');
  },
  'an entry that does not balance is refused before anything is sent': async ({ door, input, call }) => {
    const lines = input.lines.map(({ debit, ...line }) => ({
      ...line,
      ...(debit && { debit: { ...debit, amount: `1${debit.amount}` } }),
    }));
    await expect(call({ ...input, lines })).rejects.toMatchObject({ code: 'unbalanced' });
    expect(door.system.exchanges).toEqual([]);
  },
});
