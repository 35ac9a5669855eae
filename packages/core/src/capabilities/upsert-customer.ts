import { Customer, DocumentRef } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** Creates or updates a customer under our reference. Fields that are absent stay as they are; nothing is merged by it. */
export const upsertCustomer = defineCapability({
  name: 'upsertCustomer',
  version: 1,
  effect: 'write',
  domain: 'customer',
  ownership: 'publish',
  input: Customer,
  output: DocumentRef,
  reference: (customer) => customer.ref,
});
