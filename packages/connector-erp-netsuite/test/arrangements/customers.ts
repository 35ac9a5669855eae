import { type Customer } from '@crossdock/core';
import { generateCustomer } from '@crossdock/testing';
import { type OpenAccountOptions } from '../account.ts';
import { arrange, type Door } from './door.ts';

const aCustomer = ({ random }: Door): Customer => generateCustomer(random);

/** The side door of customers that are written. */
export function customerDoors(options: OpenAccountOptions) {
  const upsertCustomer = arrange<'upsertCustomer'>(options, (door) => {
    const { books, faults } = door.account;
    const under = (reference: string) => books.customers().filter((it) => it.externalId === `CD_CUST_${reference}`);
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return {
      input: () => aCustomer(door),
      loseReply: () => faults.arm('lost-reply', { match: (subject) => subject.startsWith('customer/') }),
      count: (reference) => under(reference).length,
      inspect: (reference) => {
        const [found] = under(reference);
        return found && { email: text(found.fields['email']), lastName: text(found.fields['lastName']) };
      },
      refused: () => {
        const { lastName: _, ...nameless } = aCustomer(door);
        return [{ what: 'a person without a name', input: nameless, code: 'unsupported-document' }];
      },
    };
  });
  return { upsertCustomer };
}
