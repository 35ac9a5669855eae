import { z } from 'zod';
import { CustomerRow } from '../api/customer.ts';

const Name = z.string().min(1).max(60);

/** Hosts that packages may lie at: `contosostore.blob.core.windows.net`, or `*.blob.core.windows.net` for any of its kind. */
const Host = z
  .string()
  .regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be the name of a host, or *. and the end of one');

/** A data project that exports *Customers V3* as a text file. */
const CustomersProject = z.object({
  /** Name of the data project. */
  project: Name,
  /** Name of its file in the package, `Customers V3.csv`. */
  file: z.string().min(1).max(200),
  /** Columns that are named otherwise than the field of the entity: `{ TaxExemptNumber: 'VATNUM' }`. */
  columns: z.partialRecord(CustomerRow.keyof(), z.string().min(1).max(120)).default({}),
});

/** Data projects of the environment, and where their packages lie. */
export const bulkFields = {
  bulk: z
    .object({
      /** Exports for `dock.backfill`. What is not named has no backfill. */
      exports: z
        .object({
          /** Exports *Customers V3*. */
          customers: CustomersProject.optional(),
        })
        .default({}),
      /**
       * Hosts that the environment may keep packages at. A link to another host is not followed. Narrow it to the one of your environment.
       *
       * @default ['*.blob.core.windows.net']
       */
      hosts: z.array(Host).min(1).default(['*.blob.core.windows.net']),
      /** What stands between the fields of a data file. @default ',' */
      delimiter: z.string().length(1).default(','),
      /** Query parameter by which the state of a queued message is asked. @default 'jobId' */
      jobParameter: z
        .string()
        .regex(/^[A-Za-z_]\w{0,30}$/, 'must be the name of a query parameter')
        .default('jobId'),
      /** How often a job is asked whether it is done, in milliseconds. @default 30_000 */
      pollMs: z.int().min(1_000).max(600_000).default(30_000),
      /** How long a job may take, in milliseconds. @default 14_400_000 */
      patienceMs: z
        .int()
        .min(60_000)
        .default(4 * 3_600_000),
      /** Largest package, in bytes, packed. @default 67_108_864 */
      maxPackageBytes: z
        .int()
        .positive()
        .max(256 * 1024 * 1024)
        .default(64 * 1024 * 1024),
      /** Largest package, in bytes, unpacked. @default 536_870_912 */
      maxUnpackedBytes: z
        .int()
        .positive()
        .default(512 * 1024 * 1024),
    })
    .prefault({}),
} as const;
