import { z } from 'zod';

/** Requests that an account may have in flight at once, by its service tier. */
const accountLimits = { standard: 5, premium: 15, enterprise: 20, ultimate: 20 } as const;

/** A number, or the name of a tier: its limit but one, which is the most that an integration may take of it. */
export const Concurrency = z
  .union([z.int().min(1).max(50), z.enum(['standard', 'premium', 'enterprise', 'ultimate'])])
  .transform((given) => (typeof given === 'number' ? given : accountLimits[given] - 1));
