import { generateCustomer } from '@crossdock/testing';
import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { type LiveSeller, searchLagMs } from './seller.ts';

const Customer = z.object({
  reference_id: z.string().optional(),
  email_address: z.string().optional(),
  family_name: z.string().optional(),
});

/** Customers: written, found, listed. Every fact leaves one behind. */
export function customerDoors({ clock, random, rows, open, since }: LiveSeller) {
  const search = (filter: object) => rows('/v2/customers/search', 'customers', Customer, { query: { filter } });
  const under = async (ref: string) => {
    // Nothing is counted before the index of the platform has it.
    await clock.advance(searchLagMs);
    return search({ reference_id: { exact: ref } });
  };
  const somebody = () => {
    const customer = generateCustomer(random);
    const part = `${clock.now().toString(36)}${Math.floor(random() * 1e6)}`;
    return { ...customer, ref: `live-C${part}`, email: `live.${part}@shoppers.example` };
  };

  const upsertCustomer: LiveArrange<'upsertCustomer'> = () => ({
    ...open(),
    input: somebody,
    count: async (ref) => (await under(ref)).length,
    inspect: async (ref) => {
      const [found] = await under(ref);
      return found && { email: found.email_address, lastName: found.family_name };
    },
  });

  const findCustomers: LiveArrange<'findCustomers'> = () => ({
    ...open(),
    input: async () => {
      const customer = somebody();
      await open().system.call('upsertCustomer', customer);
      await clock.advance(searchLagMs);
      return { email: customer.email };
    },
    truth: ({ email }) => [{ email }],
  });

  const listCustomers: LiveArrange<'listCustomers'> = () => ({
    ...open(),
    input: async () => ({
      changedFrom: await since('customers', async () => {
        const { system } = open();
        await system.call('upsertCustomer', somebody());
        await system.call('upsertCustomer', somebody());
      }),
    }),
    truth: async ({ changedFrom }) => {
      const found = await search({ updated_at: { start_at: changedFrom } });
      return { items: found.map(({ email_address: email }) => ({ email })), refused: [] };
    },
  });

  return { upsertCustomer, findCustomers, listCustomers };
}
