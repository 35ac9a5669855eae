import { z } from 'zod';

/** Most items of one bulk request. */
export const itemsPerRequest = 512;

/** What became of one item of a bulk request: the outer 200 says nothing. */
export const ItemAnswer = z.object({
  id: z.string().min(1),
  processingStatus: z.string(),
  message: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  statusCode: z.coerce.number().int().optional(),
  /** Of a reservation. */
  reservationId: z.string().nullish(),
});
export type ItemAnswer = z.output<typeof ItemAnswer>;

/** What every bulk request answers. */
export const BulkAnswer = z.array(ItemAnswer);
