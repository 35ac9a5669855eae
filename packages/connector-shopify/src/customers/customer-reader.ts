import type { z } from 'zod';
import {
  CustomerByIdData,
  CustomerByIdentityData,
  CustomersFoundData,
  CustomersUpdatedData,
  type ShopCustomer,
} from '../api/customer-data.ts';
import { customerById, customerByIdentity, customersFound, customersUpdated } from '../api/customer-documents.ts';
import { metafieldKeys } from '../api/catalog-documents.ts';
import type { Document } from '../api/document.ts';
import type { GraphqlClient, Query } from '../client.ts';
import { gidOf } from '../mapping/ids.ts';
import { onward } from '../onward.ts';

/** An identity that is unique in a shop. */
export type Identity =
  | { readonly emailAddress: string }
  | { readonly phoneNumber: string }
  | { readonly reference: string };

/** Reads customers. */
export interface CustomerReader {
  byId(gid: string, signal: AbortSignal): Promise<ShopCustomer | undefined>;
  byIdentity(identity: Identity, signal: AbortSignal): Promise<ShopCustomer | undefined>;
  /** Everybody whom a search finds, and whom the platform's words find beside them. */
  found(query: string, signal: AbortSignal): Promise<readonly ShopCustomer[]>;
  /** A page of customers who changed, oldest change first. */
  updated(
    page: { readonly query: string | undefined; readonly after: string | null },
    signal: AbortSignal,
  ): Promise<z.output<typeof CustomersUpdatedData>['customers']>;
}

/** Makes a reader. With `patient` it repeats queries itself, for callers that nobody repeats. */
export function createCustomerReader(
  client: GraphqlClient,
  { patient }: { readonly patient: boolean },
): CustomerReader {
  const query = <Data extends z.ZodType>(document: Document, sent: Query<Data>): Promise<z.output<Data>> =>
    patient ? client.queryPatiently(document, sent) : client.query(document, sent);

  return {
    async byId(id, signal) {
      const { customer } = await query(customerById, { variables: { id }, data: CustomerByIdData, signal });
      return customer ?? undefined;
    },
    async byIdentity(identity, signal) {
      const asked =
        'reference' in identity
          ? { customId: { key: metafieldKeys.reference, value: identity.reference } }
          : { ...identity };
      const variables = { identity: asked };
      const answer = await query(customerByIdentity, { variables, data: CustomerByIdentityData, signal });
      return answer.customerByIdentifier ?? undefined;
    },
    async found(search, signal) {
      const found: ShopCustomer[] = [];
      for (let after: string | null = null; ;) {
        const page: z.output<typeof CustomersFoundData>['customers'] = (
          await query(customersFound, { variables: { query: search, after }, data: CustomersFoundData, signal })
        ).customers;
        found.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) return found;
        after = onward(page.pageInfo, after);
      }
    },
    async updated({ query: search, after }, signal) {
      const variables = { query: search ?? null, after };
      return (await query(customersUpdated, { variables, data: CustomersUpdatedData, signal })).customers;
    },
  };
}

/** The global id of a customer who is known by the shop's own number. */
export function ownCustomer(ref: string, name: string): string | undefined {
  const number = ref.startsWith(`${name}-`) ? /^\d{1,20}$/.exec(ref.slice(name.length + 1))?.[0] : undefined;
  return number === undefined ? undefined : gidOf('Customer', number);
}

/** The customer with our reference: the shop's own number, or the one that its owner gave. */
export async function customerOfRef(
  reader: CustomerReader,
  { ref, name }: { readonly ref: string; readonly name: string },
  signal: AbortSignal,
): Promise<ShopCustomer | undefined> {
  const given = await reader.byIdentity({ reference: ref }, signal);
  const own = given ? undefined : ownCustomer(ref, name);
  return own === undefined ? given : reader.byId(own, signal);
}

/** Whether two ways to write a phone number are the same number. */
export function samePhone(left: string | undefined, right: string): boolean {
  const digits = (phone: string): string => phone.replaceAll(/[^\d+]/g, '').replace(/^00/, '+');
  return left !== undefined && digits(left) === digits(right);
}

/** Whether two ways to write an e-mail address are the same address. */
export function sameEmail(left: string | undefined, right: string): boolean {
  return left?.trim().toLowerCase() === right.trim().toLowerCase();
}
