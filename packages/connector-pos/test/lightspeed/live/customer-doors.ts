import { generateCustomer } from '@crossdock/testing';
import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { isSince, type LiveRetailer } from './retailer.ts';

const Customer = z.object({
  id: z.string(),
  customer_code: z.string().nullish(),
  email: z.string().nullish(),
  last_name: z.string().nullish(),
  updated_at: z.string().nullish(),
  deleted_at: z.string().nullish(),
});

/** So long the platform's search may not show what was just written, in milliseconds. */
const searchLagMs = 60_000;

/** Customers: written, found, listed. Every fact leaves one behind. */
export function customerDoors({ office, clock, random, open, since }: LiveRetailer) {
  const codedUnder = async (ref: string) =>
    (await office.rows('/api/2.0/customers', Customer)).filter((it) => it.customer_code === ref);
  const somebody = () => {
    const customer = generateCustomer(random);
    const part = `${clock.now().toString(36)}${Math.floor(random() * 1e6)}`;
    return { ...customer, ref: `live-C${part}`, email: `live.${part}@shoppers.example` };
  };

  const upsertCustomer: LiveArrange<'upsertCustomer'> = async () => ({
    ...(await open()),
    input: somebody,
    count: async (ref) => (await codedUnder(ref)).length,
    inspect: async (ref) => {
      const [found] = await codedUnder(ref);
      return found && { email: found.email ?? undefined, lastName: found.last_name ?? undefined };
    },
  });

  const findCustomers: LiveArrange<'findCustomers'> = async () => ({
    ...(await open()),
    input: async () => {
      const customer = somebody();
      await (await open()).system.call('upsertCustomer', customer);
      await clock.advance(searchLagMs);
      return { email: customer.email };
    },
    truth: ({ email }) => [{ email }],
  });

  const listCustomers: LiveArrange<'listCustomers'> = async () => ({
    ...(await open()),
    input: async () => ({
      changedFrom: await since('customers', async () => {
        const { system } = await open();
        await system.call('upsertCustomer', somebody());
        await system.call('upsertCustomer', somebody());
      }),
    }),
    truth: async ({ changedFrom }) => {
      const rows = await office.rows('/api/2.0/customers', Customer);
      const latest = [...new Map(rows.map((it) => [it.id, it])).values()];
      const listed = latest.filter((it) => it.deleted_at == null && isSince(it.updated_at, changedFrom));
      return { items: listed.map(({ email }) => ({ email: email ?? undefined })), refused: [] };
    },
  });

  return { upsertCustomer, findCustomers, listCustomers };
}
