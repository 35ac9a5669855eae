import { isIntegrationError } from '@crossdock/core';
import { ReferenceDefinitionData } from './api/catalog-data.ts';
import { defineReference, metafieldKeys, referenceDefinition } from './api/catalog-documents.ts';
import { Done } from './api/inventory-data.ts';
import type { GraphqlClient } from './client.ts';

/** What can carry a reference of ours. */
export type ReferenceOwner = 'CUSTOMER' | 'ORDER' | 'PRODUCT';

/** Makes sure, once in the life of the process, that the platform keeps our references unique. */
export type EnsureReferences = (ownerType: ReferenceOwner, signal: AbortSignal) => Promise<void>;

/**
 * References are metafields of the app's own whose definition has the type `id`: no two owners can carry the same, so two
 * processes that create the same thing at once cannot both succeed.
 */
export function referenceKeeper(client: GraphqlClient): EnsureReferences {
  const defined = new Set<ReferenceOwner>();
  return async (ownerType, signal) => {
    if (defined.has(ownerType)) return;
    const { metafieldDefinitions } = await client.query(referenceDefinition, {
      variables: { ownerType },
      data: ReferenceDefinitionData,
      signal,
    });
    if (metafieldDefinitions.nodes.length === 0) await define(client, ownerType, signal);
    defined.add(ownerType);
  };
}

async function define(client: GraphqlClient, ownerType: ReferenceOwner, signal: AbortSignal): Promise<void> {
  const definition = { ownerType, key: metafieldKeys.reference, name: 'crossdock reference', type: 'id' };
  try {
    await client.mutate(defineReference, { variables: { definition }, data: Done, signal });
  } catch (error) {
    // Another process was faster.
    if (!isIntegrationError(error) || error.code !== 'duplicate') throw error;
  }
}
