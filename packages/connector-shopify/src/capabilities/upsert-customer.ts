import { type CheckedInput, type Implementation, IntegrationError, isIntegrationError } from '@crossdock/core';
import { CreateCustomerData, type ShopCustomer } from '../api/customer-data.ts';
import {
  addAddress,
  createCustomer,
  setEmailConsent,
  setSmsConsent,
  updateCustomer,
} from '../api/customer-documents.ts';
import { metafieldKeys } from '../api/catalog-documents.ts';
import { Done } from '../api/inventory-data.ts';
import type { ConnectorContext } from '../context.ts';
import { createCustomerReader, type CustomerReader, customerOfRef, ownCustomer } from '../customers/customer-reader.ts';
import { type CustomerPlan, nobody, planCustomer } from '../customers/plan-customer.ts';

type Wanted = CheckedInput<'upsertCustomer'>;

/**
 * Creates or updates a customer under our reference, which the platform keeps unique. Somebody whom the shop knows by the
 * same e-mail address or phone number is that customer: the platform allows no second one.
 */
export function upsertCustomer(context: ConnectorContext): Implementation<'upsertCustomer'> {
  const { client, rooms, name } = context;
  const reader = createCustomerReader(client, { patient: false });
  return {
    once: { reference: metafieldKeys.reference },
    run: async (wanted, { signal }) => {
      await rooms.ensureReferences('CUSTOMER', signal);
      const found = await find(wanted, reader, name, signal);
      if (found) rooms.refOfCustomer.set(found.id, wanted.ref);
      if (!found) {
        const plan = planCustomer(wanted, nobody, true);
        const { id, isNew } = await createOrFind(plan, wanted, { reader, client, signal });
        if (isNew) await complete(id, plan, context, signal);
        else return run(wanted, signal);
        return documentOf(id, wanted.ref, name);
      }
      await change(wanted, found, context, signal);
      return documentOf(found.id, wanted.ref, name);
    },
  };

  /** Somebody else created the customer meanwhile. */
  async function run(wanted: Wanted, signal: AbortSignal) {
    const found = await find(wanted, reader, name, signal);
    if (!found) throw new IntegrationError('A customer who was just there is gone', { code: 'conflict' });
    await change(wanted, found, context, signal);
    return documentOf(found.id, wanted.ref, name);
  }
}

async function change(
  wanted: Wanted,
  found: ShopCustomer,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<void> {
  const claim = found.reference === null && ownCustomer(wanted.ref, context.name) === undefined;
  const plan = planCustomer(wanted, found, claim);
  if (plan.fields) {
    const variables = { input: { id: found.id, ...plan.fields } };
    await context.client.mutate(updateCustomer, { variables, data: Done, signal });
  }
  await complete(found.id, plan, context, signal);
}

/** What a customer has beside the fields. */
async function complete(
  customerId: string,
  { addresses, consents }: CustomerPlan,
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<void> {
  for (const address of addresses) {
    await client.mutate(addAddress, { variables: { customerId, address }, data: Done, signal });
  }
  if (consents.email !== undefined) {
    const input = { customerId, emailMarketingConsent: { marketingState: consents.email } };
    await client.mutate(setEmailConsent, { variables: { input }, data: Done, signal });
  }
  if (consents.sms !== undefined) {
    const input = { customerId, smsMarketingConsent: { marketingState: consents.sms } };
    await client.mutate(setSmsConsent, { variables: { input }, data: Done, signal });
  }
}

async function find(
  wanted: Wanted,
  reader: CustomerReader,
  name: string,
  signal: AbortSignal,
): Promise<ShopCustomer | undefined> {
  const own = await customerOfRef(reader, { ref: wanted.ref, name }, signal);
  if (own) return own;
  if (ownCustomer(wanted.ref, name) !== undefined) {
    throw new IntegrationError('The shop does not have this customer any more', { code: 'not-found', path: 'ref' });
  }
  const known = wanted.refs[name];
  const candidates = [
    known === undefined ? undefined : await reader.byId(known, signal),
    wanted.email === undefined ? undefined : await reader.byIdentity({ emailAddress: wanted.email }, signal),
    wanted.phone === undefined ? undefined : await reader.byIdentity({ phoneNumber: wanted.phone }, signal),
  ].filter((it) => it !== undefined);
  const [first] = candidates;
  if (!first) return undefined;
  if (candidates.some(({ id }) => id !== first.id)) {
    throw new IntegrationError('The identities are those of different customers of the shop', { code: 'conflict' });
  }
  if (first.reference === null) return first;
  throw new IntegrationError('The shop knows this customer under another reference of ours', {
    code: 'conflict',
    path: 'ref',
  });
}

/** Somebody else may have created the customer since we looked: then the reference is taken. */
async function createOrFind(
  { fields }: CustomerPlan,
  wanted: Wanted,
  {
    reader,
    client,
    signal,
  }: Pick<ConnectorContext, 'client'> & { readonly reader: CustomerReader; readonly signal: AbortSignal },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  try {
    const variables = { input: fields };
    const { customerCreate } = await client.mutate(createCustomer, { variables, data: CreateCustomerData, signal });
    return { id: customerCreate.customer.id, isNew: true };
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    const taken = await reader.byIdentity({ reference: wanted.ref }, signal);
    if (!taken) throw error;
    return { id: taken.id, isNew: false };
  }
}

function documentOf(id: string, reference: string, system: string) {
  return { system, type: 'customer', id, reference };
}
