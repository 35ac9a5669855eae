import { z } from 'zod';
import { Customer } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Looks for customers who carry one of the identities: candidates, not a decision.
 *
 * The connector compares what the platform's search returned with what was asked for, exactly, and drops the rest:
 * a tokenised search finds `mail@test.ch` in unrelated addresses. Nobody found is an empty list.
 */
export const findCustomers = defineCapability({
  name: 'findCustomers',
  version: 1,
  effect: 'read',
  domain: 'customer',
  ownership: 'copy',
  input: z
    .object({
      ref: z.string().min(1).optional(),
      email: z.string().min(1).optional(),
      /** In international form, `+4545454545`. */
      phone: z.string().min(1).optional(),
      taxId: z.string().min(1).optional(),
    })
    .refine((identity) => Object.values(identity).some((value) => value !== undefined), {
      message: 'At least one identity to look for',
    }),
  output: z.array(Customer),
  // Never the identities themselves: the reference is printed in logs and traces.
  reference: (identity) => identity.ref ?? 'customers',
});
