import {
  canonicalJson,
  contentHash,
  createConcurrencyLimit,
  IntegrationError,
  isIntegrationError,
} from '@crossdock/core';
import { type z } from 'zod';
import { ObjectsAnswer, UpsertAnswer, WireItem, WireVariation } from './api/catalog.ts';
import { type SquareClient } from './client.ts';
import { idempotencyKey } from './idempotency.ts';

/** Any object of the catalogue, whole. */
type CatalogObject = WireItem | WireVariation;

/** Reads objects of the catalogue, and writes them whole: what an object lacks when it is written is deleted. */
export interface CatalogWriter {
  item(id: string, signal: AbortSignal): Promise<WireItem>;
  variation(id: string, signal: AbortSignal): Promise<WireVariation>;
  /** Writes new objects. Returns their ids by the ids they were sent with. */
  create(objects: readonly object[], call: WriteCall): Promise<ReadonlyMap<string, string>>;
  /**
   * Changes an object: reads it, has it changed and writes it with its version; again when somebody else changed it meanwhile.
   * Where the change changes nothing, nothing is written.
   */
  change<T extends CatalogObject>(read: () => Promise<T>, changed: (object: T) => T, call: WriteCall): Promise<void>;
}

interface WriteCall {
  readonly key: string;
  readonly signal: AbortSignal;
}

/** How often an object is read again because it changed before it was written. */
const attempts = 3;

/** Makes the writer. The platform takes one write of a seller's catalogue at a time. */
export function createCatalogWriter(client: SquareClient): CatalogWriter {
  const oneAtATime = createConcurrencyLimit({ limit: 1, adaptive: false });

  const read = async <T>(schema: z.ZodType<T>, id: string, signal: AbortSignal): Promise<T> => {
    const { objects } = await client.send('POST', '/v2/catalog/batch-retrieve', {
      json: { object_ids: [id] },
      response: ObjectsAnswer,
      effect: 'read',
      numbers: 'number',
      signal,
    });
    const [found] = objects.flatMap((it) => schema.safeParse(it).data ?? []);
    if (found) return found;
    throw new IntegrationError('Square does not have the article any more', { code: 'not-found' });
  };

  const write = (objects: readonly object[], { key, signal }: WriteCall) =>
    oneAtATime.run(
      () =>
        client.send('POST', '/v2/catalog/batch-upsert', {
          // The content is part of the key: after somebody else's change it is another request of the same call.
          json: { idempotency_key: idempotencyKey(contentHash(objects), key), batches: [{ objects }] },
          response: UpsertAnswer,
          numbers: 'number',
          signal,
        }),
      signal,
    );

  return {
    item: (id, signal) => read(WireItem, id, signal),
    variation: (id, signal) => read(WireVariation, id, signal),
    async create(objects, call) {
      const { id_mappings } = await write(objects, call);
      return new Map(id_mappings.map((it) => [it.client_object_id, it.object_id]));
    },
    async change(readAgain, changed, call) {
      for (let attempt = 1; ; attempt++) {
        const before = await readAgain();
        const after = changed(before);
        if (canonicalJson(after) === canonicalJson(before)) return;
        try {
          await write([after], call);
          return;
        } catch (error) {
          if (!isIntegrationError(error) || error.code !== 'conflict' || attempt === attempts) throw error;
        }
      }
    },
  };
}
