/** Buyers and their addresses. */
export const customersSchema = /* GraphQL */ `
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
  type CustomerEmailAddress {
    emailAddress: String!
  }
  type CustomerPhoneNumber {
    phoneNumber: String!
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
