import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { ownIdIn } from '../../rules/index.ts';
import { CustomerAnswer } from '../api/customers.ts';
import { type ConnectorContext } from '../context.ts';
import { customersWith, newestCustomers } from '../customers.ts';
import { fromCustomer } from '../mapping/customers.ts';
import { api } from '../options.ts';

/** Customers whose id is kept in mind; the platform has the rest. */
const keptInMind = 10_000;
const path = `${api}/customers`;
const Known = z.object({ data: z.record(z.string(), z.unknown()) });
const Written = z.object({ data: z.object({ id: z.string().min(1) }) });

/** What the platform makes by itself, and takes from nobody. */
const platforms = new Set([
  'id',
  'name',
  'year_to_date',
  'balance',
  'loyalty_balance',
  'created_at',
  'updated_at',
  'deleted_at',
  'version',
]);

/**
 * Creates or updates a customer under our reference, which is his customer code. The search lags behind, so it is asked together with
 * what changed last, and what was just created is kept in mind.
 */
export function upsertCustomer(context: ConnectorContext): Implementation<'upsertCustomer'> {
  const { client, name, config } = context;
  const created = new Map<string, string>();

  const update = async (id: string, customer: CheckedInput<'upsertCustomer'>, signal: AbortSignal): Promise<void> => {
    const { data } = await client.send('GET', `${path}/{id}`, { params: { id }, response: Known, signal });
    // Whether an update leaves alone what it does not carry is not documented, so it carries everything.
    const held = Object.fromEntries(Object.entries(data).filter(([key]) => !platforms.has(key)));
    const isOurs = data['customer_code'] === customer.ref;
    const {
      customer_code,
      [config.referenceField]: reference,
      ...fields
    } = fromCustomer(customer, config.referenceField);
    await client.send('PUT', `${path}/{id}`, {
      params: { id },
      json: { ...asSent(held), ...fields, ...(isOurs && { customer_code, [config.referenceField]: reference }) },
      response: CustomerAnswer,
      signal,
    });
  };

  return {
    once: { reference: 'customer_code' },
    run: async (customer, { signal }) => {
      const { ref, refs } = customer;
      const own = refs[name] ?? ownIdIn(name, ref) ?? created.get(ref) ?? (await idByCode(ref, context, signal));
      let id = own;
      if (id === undefined) {
        const fields = fromCustomer(customer, config.referenceField);
        const { data } = await client.send('POST', path, {
          // Both names are required, though a company has neither.
          json: { first_name: '', last_name: '', ...fields },
          response: Written,
          signal,
        });
        ({ id } = data);
      } else {
        await update(id, customer, signal);
      }
      if (created.size >= keptInMind) created.clear();
      created.set(ref, id);
      return { system: name, type: 'customer', id, reference: ref };
    },
  };
}

async function idByCode(ref: string, context: ConnectorContext, signal: AbortSignal): Promise<string | undefined> {
  const found = await customersWith('customer_code', ref, context, signal);
  const recent = await newestCustomers(context, signal);
  const ids = new Set([...found, ...recent].filter((it) => it.customer_code === ref).map((it) => it.id));
  if (ids.size > 1) {
    throw new IntegrationError('Several customers of Lightspeed have this customer code', {
      code: 'conflict',
      path: 'ref',
    });
  }
  return [...ids][0];
}

/** The one number of a customer was read as text, and goes back as the number that it was. */
function asSent(held: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { on_account_limit: limit, ...rest } = held;
  return typeof limit === 'string' ? { ...rest, on_account_limit: Number(limit) } : held;
}
