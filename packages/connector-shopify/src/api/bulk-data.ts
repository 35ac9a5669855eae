import { z } from 'zod';

/** A bulk operation, as its status is asked for. */
export const BulkOperation = z.object({
  id: z.string(),
  status: z.enum(['CANCELED', 'CANCELING', 'COMPLETED', 'CREATED', 'EXPIRED', 'FAILED', 'RUNNING']),
  errorCode: z.string().nullable(),
  createdAt: z.string(),
  rootObjectCount: z.string().regex(/^\d+$/),
  fileSize: z.string().regex(/^\d+$/).nullable(),
  url: z.url().nullable(),
  partialDataUrl: z.url().nullable(),
});

export type BulkOperation = z.output<typeof BulkOperation>;

/** Answer of `BulkOperation`. */
export const BulkOperationData = z.object({ bulkOperation: BulkOperation.nullable() });

/** Answer of `BulkOperationRunQuery`. */
export const BulkOperationRunQueryData = z.object({
  bulkOperationRunQuery: z.object({ bulkOperation: z.object({ id: z.string() }) }),
});

/** Answer of `RecentBulkOperations`. */
export const RecentBulkOperationsData = z.object({
  bulkOperations: z.object({
    nodes: z.array(z.object({ id: z.string(), status: z.string(), createdAt: z.string(), query: z.string() })),
  }),
});
