/** Buyers and their addresses. */
export const customersSchema = /* GraphQL */ `
  extend type QueryRoot {
    customer(id: ID!): Customer
    customerByIdentifier(identifier: CustomerIdentifierInput!): Customer
    customers(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: CustomerSortKeys = ID
    ): CustomerConnection!
  }
  extend type Mutation {
    customerAddressCreate(
      address: MailingAddressInput!
      customerId: ID!
      setAsDefault: Boolean
    ): CustomerAddressCreatePayload
    customerCreate(input: CustomerInput!): CustomerCreatePayload
    customerEmailMarketingConsentUpdate(
      input: CustomerEmailMarketingConsentUpdateInput!
    ): CustomerEmailMarketingConsentUpdatePayload
    customerSmsMarketingConsentUpdate(
      input: CustomerSmsMarketingConsentUpdateInput!
    ): CustomerSmsMarketingConsentUpdatePayload
    customerUpdate(input: CustomerInput!): CustomerUpdatePayload
  }
  extend type Customer {
    addressesV2(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
    ): MailingAddressConnection!
    createdAt: DateTime!
    metafield(key: String!, namespace: String): Metafield
    state: CustomerState!
    updatedAt: DateTime!
  }
  type Customer implements LegacyInteroperability & Node {
    defaultEmailAddress: CustomerEmailAddress
    defaultPhoneNumber: CustomerPhoneNumber
    firstName: String
    id: ID!
    lastName: String
    legacyResourceId: UnsignedInt64!
    tags: [String!]!
    taxExempt: Boolean!
  }
  type CustomerConnection {
    edges: [CustomerEdge!]!
    nodes: [Customer!]!
    pageInfo: PageInfo!
  }
  type CustomerEdge {
    cursor: String!
    node: Customer!
  }
  enum CustomerSortKeys {
    CREATED_AT
    ID
    UPDATED_AT
  }
  enum CustomerState {
    DECLINED
    DISABLED
    ENABLED
    INVITED
  }
  input CustomerIdentifierInput {
    customId: UniqueMetafieldValueInput
    emailAddress: String
    id: ID
    phoneNumber: String
  }
  type CustomerEmailAddress {
    emailAddress: String!
    marketingState: CustomerEmailAddressMarketingState!
  }
  enum CustomerEmailAddressMarketingState {
    INVALID
    NOT_SUBSCRIBED
    PENDING
    SUBSCRIBED
    UNSUBSCRIBED
  }
  type CustomerPhoneNumber {
    phoneNumber: String!
    smsMarketingConsent: CustomerSmsMarketingConsent!
  }
  type CustomerSmsMarketingConsent {
    state: CustomerMarketingConsentState!
  }
  enum CustomerMarketingConsentState {
    NEVER_SUBSCRIBED
    PENDING
    REDACTED
    SUBSCRIBED
    UNSUBSCRIBED
  }
  input CustomerInput {
    email: String
    emailMarketingConsent: CustomerEmailMarketingConsentInput
    firstName: String
    id: ID
    lastName: String
    locale: String
    metafields: [MetafieldInput!]
    note: String
    phone: String
    smsMarketingConsent: CustomerSmsMarketingConsentInput
    tags: [String!]
    taxExempt: Boolean
  }
  input CustomerEmailMarketingConsentInput {
    consentUpdatedAt: DateTime
    marketingState: CustomerEmailMarketingState!
  }
  enum CustomerEmailMarketingState {
    INVALID
    NOT_SUBSCRIBED
    PENDING
    REDACTED
    SUBSCRIBED
    UNSUBSCRIBED
  }
  input CustomerSmsMarketingConsentInput {
    consentUpdatedAt: DateTime
    marketingState: CustomerSmsMarketingState!
  }
  enum CustomerSmsMarketingState {
    NOT_SUBSCRIBED
    PENDING
    REDACTED
    SUBSCRIBED
    UNSUBSCRIBED
  }
  input CustomerEmailMarketingConsentUpdateInput {
    customerId: ID!
    emailMarketingConsent: CustomerEmailMarketingConsentInput!
  }
  input CustomerSmsMarketingConsentUpdateInput {
    customerId: ID!
    smsMarketingConsent: CustomerSmsMarketingConsentInput!
  }
  input MailingAddressInput {
    address1: String
    address2: String
    city: String
    company: String
    countryCode: CountryCode
    firstName: String
    lastName: String
    phone: String
    provinceCode: String
    zip: String
  }
  type MailingAddressConnection {
    edges: [MailingAddressEdge!]!
    nodes: [MailingAddress!]!
    pageInfo: PageInfo!
  }
  type MailingAddressEdge {
    cursor: String!
    node: MailingAddress!
  }
  type CustomerCreatePayload {
    customer: Customer
    userErrors: [UserError!]!
  }
  type CustomerUpdatePayload {
    customer: Customer
    userErrors: [UserError!]!
  }
  type CustomerAddressCreatePayload {
    address: MailingAddress
    userErrors: [UserError!]!
  }
  type CustomerEmailMarketingConsentUpdatePayload {
    customer: Customer
    userErrors: [CustomerEmailMarketingConsentUpdateUserError!]!
  }
  type CustomerEmailMarketingConsentUpdateUserError implements DisplayableError {
    code: CustomerEmailMarketingConsentUpdateUserErrorCode
    field: [String!]
    message: String!
  }
  enum CustomerEmailMarketingConsentUpdateUserErrorCode {
    INVALID
    MISSING_ARGUMENT
  }
  type CustomerSmsMarketingConsentUpdatePayload {
    customer: Customer
    userErrors: [CustomerSmsMarketingConsentError!]!
  }
  type CustomerSmsMarketingConsentError implements DisplayableError {
    code: CustomerSmsMarketingConsentErrorCode
    field: [String!]
    message: String!
  }
  enum CustomerSmsMarketingConsentErrorCode {
    INVALID
    MISSING_ARGUMENT
  }
  type MailingAddress implements Node {
    address1: String
    address2: String
    city: String
    company: String
    country: String
    countryCodeV2: CountryCode
    firstName: String
    id: ID!
    lastName: String
    name: String
    phone: String
    province: String
    provinceCode: String
    zip: String
  }
`;
