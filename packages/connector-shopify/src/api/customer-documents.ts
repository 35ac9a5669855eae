import { metafieldKeys } from './catalog-documents.ts';
import type { Document, Mutation } from './document.ts';

const customerFields = /* GraphQL */ `
    id
    legacyResourceId
    firstName
    lastName
    state
    taxExempt
    tags
    updatedAt
    defaultEmailAddress { emailAddress marketingState }
    defaultPhoneNumber { phoneNumber smsMarketingConsent { state } }
    reference: metafield(key: "${metafieldKeys.reference}") { value }
    published: metafield(key: "${metafieldKeys.published}") { value }
`;

const addressFields = 'firstName lastName company address1 address2 city provinceCode zip countryCodeV2 phone';

const customer = /* GraphQL */ `
  fragment ShopCustomer on Customer {
    ${customerFields}
    addressesV2(first: 50) { pageInfo { hasNextPage endCursor } nodes { ${addressFields} } }
  }
`;

/** All customers with all their addresses, for a bulk operation. */
export function customersInBulk(since: string | undefined): string {
  const filter = since === undefined ? '' : `(query: "updated_at:>='${since}'")`;
  return `{ customers${filter} { edges { node {
    ${customerFields}
    addressesV2 { edges { node { id ${addressFields} } } }
  } } } }`;
}

/** One customer. */
export const customerById: Document = {
  name: 'CustomerById',
  cost: 15,
  scopes: ['read_customers'],
  text: `query CustomerById($id: ID!) { customer(id: $id) { ...ShopCustomer } } ${customer}`,
};

/** The customer who carries an identity that is unique in the shop. */
export const customerByIdentity: Document = {
  name: 'CustomerByIdentity',
  cost: 15,
  scopes: ['read_customers'],
  text: `query CustomerByIdentity($identity: CustomerIdentifierInput!) {
    customerByIdentifier(identifier: $identity) { ...ShopCustomer }
  } ${customer}`,
};

/** Customers whom the platform's search finds, and what it is about: by words, so not all of them are meant. */
export const customersFound: Document = {
  name: 'CustomersFound',
  cost: 107,
  scopes: ['read_customers'],
  text: `query CustomersFound($query: String!, $after: String) {
    customers(first: 50, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes { ...ShopCustomer }
    }
  } ${customer}`,
};

/** Customers who changed in a span of time. */
export const customersUpdated: Document = {
  name: 'CustomersUpdated',
  cost: 107,
  scopes: ['read_customers'],
  text: `query CustomersUpdated($query: String, $after: String) {
    customers(first: 50, after: $after, query: $query, sortKey: UPDATED_AT) {
      pageInfo { hasNextPage endCursor }
      edges { cursor node { ...ShopCustomer } }
    }
  } ${customer}`,
};

/** Enters a customer. */
export const createCustomer: Mutation = {
  name: 'CreateCustomer',
  cost: 13,
  scopes: ['write_customers', 'read_customers'],
  text: `mutation CreateCustomer($input: CustomerInput!) {
    customerCreate(input: $input) { customer { id } userErrors { field message } }
  }`,
};

/** Changes the fields of a customer that are named. */
export const updateCustomer: Mutation = {
  name: 'UpdateCustomer',
  cost: 13,
  scopes: ['write_customers', 'read_customers'],
  text: `mutation UpdateCustomer($input: CustomerInput!) {
    customerUpdate(input: $input) { customer { id } userErrors { field message } }
  }`,
};

/** Adds an address to those that a customer has. */
export const addAddress: Mutation = {
  name: 'AddAddress',
  cost: 12,
  scopes: ['write_customers'],
  text: `mutation AddAddress($customerId: ID!, $address: MailingAddressInput!) {
    customerAddressCreate(customerId: $customerId, address: $address) { userErrors { field message } }
  }`,
};

/** Records whether a customer wants e-mails. */
export const setEmailConsent: Mutation = {
  name: 'SetEmailConsent',
  cost: 12,
  scopes: ['write_customers'],
  text: `mutation SetEmailConsent($input: CustomerEmailMarketingConsentUpdateInput!) {
    customerEmailMarketingConsentUpdate(input: $input) { userErrors { field message code } }
  }`,
};

/** Records whether a customer wants text messages. */
export const setSmsConsent: Mutation = {
  name: 'SetSmsConsent',
  cost: 12,
  scopes: ['write_customers', 'read_customers'],
  text: `mutation SetSmsConsent($input: CustomerSmsMarketingConsentUpdateInput!) {
    customerSmsMarketingConsentUpdate(input: $input) { userErrors { field message code } }
  }`,
};

/** The documents about customers. */
export const customerDocuments = [
  customerById,
  customerByIdentity,
  customersFound,
  customersUpdated,
  createCustomer,
  updateCustomer,
  addAddress,
  setEmailConsent,
  setSmsConsent,
] as const;
