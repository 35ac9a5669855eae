import { z } from 'zod';
import type { NetsuiteConfig } from '../options.ts';
import { Modified, modifiedColumn } from './changed-rows.ts';

/** A customer as it is selected. */
export const CustomerRow = z.object({
  id: z.string().regex(/^\d+$/, 'must be an internal id'),
  externalid: z.string().optional(),
  entityid: z.string().optional(),
  companyname: z.string().optional(),
  firstname: z.string().optional(),
  lastname: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  taxid: z.string().optional(),
  modified: Modified,
});

export type CustomerRow = z.output<typeof CustomerRow>;

/** Customers that are in use. */
export function customerQuery(
  { customerColumns }: Pick<NetsuiteConfig, 'customerColumns'>,
  conditions: readonly string[],
  tail: string,
): string {
  const { taxId } = customerColumns;
  const columns = [
    'c.id, c.externalid, c.entityid, c.companyname, c.firstname, c.lastname, c.email, c.phone',
    modifiedColumn('c'),
    ...(taxId === undefined ? [] : [`c.${taxId} AS taxid`]),
  ];
  return `SELECT ${columns.join(', ')} FROM customer c WHERE ${["c.isinactive = 'F'", ...conditions].join(' AND ')} ${tail}`;
}
