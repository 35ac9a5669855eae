import { z } from 'zod';

/** Where something was sold or taken back. */
export const Channel = z.enum(['web', 'store', 'marketplace', 'b2b', 'phone', 'other']);
export type Channel = z.output<typeof Channel>;
