import { byCustomId, metafieldOf, type MetafieldWrite } from '../catalog/metafields.ts';
import { type PageArguments, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { gid, graphqlTime, numberOf, payloadTime } from '../platform-formats.ts';
import { searchFilter, type SearchKey } from '../search.ts';
import type { ConsentState, CustomerAddress, NewCustomer, ShopCustomer } from './customer-books.ts';

/** What happens to customers in the shop: every call books it and tells it. */
export interface CustomerControls {
  addCustomer(customer: NewCustomer): ShopCustomer;
  editCustomer(id: bigint, change: NewCustomer): void;
  /** Staff merges two customers into the first. */
  mergeCustomers(kept: bigint, gone: bigint): void;
}

interface CustomerInput {
  readonly id?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly tags?: readonly string[] | null;
  readonly taxExempt?: boolean | null;
  readonly metafields?: readonly MetafieldWrite[] | null;
  readonly emailMarketingConsent?: { readonly marketingState: ConsentState } | null;
  readonly smsMarketingConsent?: { readonly marketingState: ConsentState } | null;
}

type Topic = 'customers/create' | 'customers/update';

/** Buyers: the fields of the root that read and write them. */
export function customersDomain(shop: ShopContext): Domain {
  const { customers, catalog } = shop;
  const shown = (customer: ShopCustomer | undefined) => (customer ? customerView(customer) : null);

  const problems = (input: CustomerInput, own: ShopCustomer | undefined) => {
    const others = customers.all.filter((it) => it !== own);
    const taken = (field: 'email' | 'phone') =>
      input[field] != null && others.some((it) => it[field]?.toLowerCase() === input[field]?.toLowerCase())
        ? [{ field: [field], message: `${field} has already been taken` }]
        : [];
    const plus = input.phone != null && !/^\+\d{6,15}$/.test(input.phone);
    return [
      ...taken('email'),
      ...taken('phone'),
      ...(plus ? [{ field: ['phone'], message: 'Phone is invalid' }] : []),
      ...catalog.metafields.problems('CUSTOMER', input.metafields ?? [], others),
    ];
  };

  const apply = (customer: ShopCustomer, input: CustomerInput): void => {
    if (input.firstName !== undefined) customer.firstName = input.firstName;
    if (input.lastName !== undefined) customer.lastName = input.lastName;
    if (input.email !== undefined) customer.email = input.email;
    if (input.phone !== undefined) customer.phone = input.phone;
    if (input.tags != null) customer.tags = input.tags;
    if (input.taxExempt != null) customer.taxExempt = input.taxExempt;
    if (input.emailMarketingConsent) customer.emailConsent = input.emailMarketingConsent.marketingState;
    if (input.smsMarketingConsent) customer.smsConsent = input.smsMarketingConsent.marketingState;
    catalog.metafields.write(customer, input.metafields ?? []);
    customers.touch(customer);
  };

  const consented = (
    id: string,
    change: Pick<NewCustomer, 'emailConsent' | 'smsConsent'>,
    reached: 'email' | 'phone',
  ): unknown => {
    const customer = customers.find(numberOf(id, 'Customer'));
    if (!customer?.[reached]) {
      const field = ['input', 'customerId'];
      return { userErrors: [{ field, message: 'Customer cannot be reached', code: 'INVALID' }] };
    }
    Object.assign(customer, change);
    customers.touch(customer);
    tellCustomer(shop, 'customers/update', customer);
    return { customer: customerView(customer), userErrors: [] };
  };

  return {
    queries: {
      customer: ({ id }: { id: string }) => {
        shop.refuseDenied('Customer');
        return shown(customers.find(numberOf(id, 'Customer')));
      },
      customerByIdentifier: ({ identifier }: { identifier: Identifier }) => {
        shop.refuseDenied('Customer');
        const { id, emailAddress, phoneNumber, customId } = identifier;
        if (id != null) return shown(customers.find(numberOf(id, 'Customer')));
        if (emailAddress != null) {
          return shown(customers.all.find(({ email }) => email?.toLowerCase() === emailAddress.toLowerCase()));
        }
        if (phoneNumber != null) return shown(customers.all.find(({ phone }) => phone === phoneNumber));
        return shown(customId ? byCustomId(customers.all, customId) : undefined);
      },
      customers: (page: PageArguments & { query?: string | null; sortKey?: string | null }) => {
        shop.refuseDenied('Customer');
        return pageOf(
          customers.all.filter(searchFilter(page.query, customerKeys)),
          page,
          (it) => [page.sortKey === 'UPDATED_AT' ? it.updatedAt : 0, it.id.toString()],
          (it) => customerView(it),
        );
      },
    },
    mutations: {
      customerCreate: ({ input }: { input: CustomerInput }) => {
        const refused = problems(input, undefined);
        if (refused.length > 0) return { userErrors: refused };
        const customer = customers.add({});
        apply(customer, input);
        tellCustomer(shop, 'customers/create', customer);
        return { customer: customerView(customer), userErrors: [] };
      },
      customerUpdate: ({ input }: { input: CustomerInput }) => {
        const customer = customers.find(numberOf(input.id ?? '', 'Customer'));
        if (!customer) return { userErrors: [{ field: ['id'], message: 'Customer does not exist' }] };
        const refused = problems(input, customer);
        if (refused.length > 0) return { userErrors: refused };
        apply(customer, input);
        tellCustomer(shop, 'customers/update', customer);
        return { customer: customerView(customer), userErrors: [] };
      },
      customerAddressCreate: ({
        address,
        customerId,
      }: {
        address: Omit<CustomerAddress, 'id'>;
        customerId: string;
      }) => {
        const customer = customers.find(numberOf(customerId, 'Customer'));
        if (!customer) return { userErrors: [{ field: ['customerId'], message: 'Customer does not exist' }] };
        const added = { ...address, id: shop.nextId() };
        customer.addresses.push(added);
        customers.touch(customer);
        tellCustomer(shop, 'customers/update', customer);
        return { address: addressView(added), userErrors: [] };
      },
      customerEmailMarketingConsentUpdate: ({
        input: { customerId, emailMarketingConsent },
      }: {
        input: { customerId: string; emailMarketingConsent: { marketingState: ConsentState } };
      }) => consented(customerId, { emailConsent: emailMarketingConsent.marketingState }, 'email'),
      customerSmsMarketingConsentUpdate: ({
        input: { customerId, smsMarketingConsent },
      }: {
        input: { customerId: string; smsMarketingConsent: { marketingState: ConsentState } };
      }) => consented(customerId, { smsConsent: smsMarketingConsent.marketingState }, 'phone'),
    },
  };
}

interface Identifier {
  readonly id?: string | null;
  readonly emailAddress?: string | null;
  readonly phoneNumber?: string | null;
  readonly customId?: { readonly namespace?: string | null; readonly key: string; readonly value: string } | null;
}

/** What a test or a demo does with the customers of the shop. */
export function customerControls(shop: ShopContext): CustomerControls {
  const { customers } = shop;
  const customerOf = (id: bigint): ShopCustomer => {
    const customer = customers.find(id);
    if (!customer) throw new RangeError(`There is no customer ${id}`);
    return customer;
  };
  return {
    addCustomer(input) {
      const customer = customers.add(input);
      tellCustomer(shop, 'customers/create', customer);
      return customer;
    },
    editCustomer(id, change) {
      const customer = customerOf(id);
      Object.assign(customer, change);
      customers.touch(customer);
      tellCustomer(shop, 'customers/update', customer);
    },
    mergeCustomers(keptId, goneId) {
      const [kept, gone] = [customerOf(keptId), customerOf(goneId)];
      customers.merge(kept, gone);
      shop.tell({
        topics: ['customers/merge'],
        subject: `${gid('Customer', keptId)} ${goneId}`,
        payload: () => ({
          admin_graphql_api_customer_kept_id: gid('Customer', keptId),
          admin_graphql_api_customer_deleted_id: gid('Customer', goneId),
          admin_graphql_api_job_id: null,
          status: 'completed',
          errors: [],
        }),
      });
      tellCustomer(shop, 'customers/update', kept);
    },
  };
}

const customerKeys: Readonly<Record<string, SearchKey<ShopCustomer>>> = {
  id: { number: ({ id }) => id },
  email: { words: ({ email }) => email },
  phone: { words: ({ phone }) => phone },
  // Documented as matching a whole day: who asks for less has to look at the rest again.
  updated_at: { day: ({ updatedAt }) => updatedAt },
};

function customerView(customer: ShopCustomer): Record<string, unknown> {
  return {
    id: gid('Customer', customer.id),
    legacyResourceId: customer.id.toString(),
    firstName: customer.firstName,
    lastName: customer.lastName,
    state: customer.state,
    defaultEmailAddress:
      customer.email === null ? null : { emailAddress: customer.email, marketingState: customer.emailConsent },
    defaultPhoneNumber:
      customer.phone === null
        ? null
        : {
            phoneNumber: customer.phone,
            smsMarketingConsent: {
              state: customer.smsConsent === 'NOT_SUBSCRIBED' ? 'NEVER_SUBSCRIBED' : customer.smsConsent,
            },
          },
    tags: customer.tags,
    taxExempt: customer.taxExempt,
    createdAt: graphqlTime(customer.createdAt),
    updatedAt: graphqlTime(customer.updatedAt),
    metafield: metafieldOf(customer),
    addressesV2: (page: PageArguments) =>
      pageOf(
        customer.addresses,
        page,
        ({ id }) => [0, id.toString()],
        (address) => addressView(address),
      ),
  };
}

function addressView({ id, countryCode = null, ...address }: CustomerAddress): Record<string, unknown> {
  return { ...address, countryCodeV2: countryCode, id: gid('MailingAddress', id) };
}

function tellCustomer(shop: ShopContext, topic: Topic, customer: ShopCustomer): void {
  shop.tell({
    topics: [topic],
    subject: `${gid('Customer', customer.id)} ${customer.updatedAt}`,
    payload: () => ({
      id: customer.id,
      admin_graphql_api_id: gid('Customer', customer.id),
      email: customer.email,
      first_name: customer.firstName,
      last_name: customer.lastName,
      phone: customer.phone,
      tags: customer.tags.join(', '),
      tax_exempt: customer.taxExempt,
      updated_at: payloadTime(customer.updatedAt, shop.offsetMinutes),
    }),
  });
}
