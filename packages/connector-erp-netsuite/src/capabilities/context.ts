import { type DocumentRef, type Duration, IntegrationError } from '@crossdock/core';
import type { NetsuiteClient } from '../client.ts';
import { type DocumentType, externalIdOf } from '../external-id.ts';
import type { ItemCatalog } from '../item-catalog.ts';
import type { OneAtATime } from '../one-at-a-time.ts';
import type { NetsuiteConfig } from '../options.ts';

/** What every capability of one connected account works with. */
export interface Rooms {
  readonly client: NetsuiteClient;
  readonly config: NetsuiteConfig;
  readonly items: ItemCatalog;
  /** By internal id of the order. */
  readonly oneAtATime: OneAtATime;
  /** Name of this system in the wiring: `erp`. */
  readonly system: string;
}

/**
 * How long a transform that was sent may still be under way before it is sent again. Earlier would do no harm: the platform
 * refuses a second document with the same external id.
 */
export const visibleWithin: Duration = '1m';

/** A document as a capability returns it. */
export function documentOf(
  rooms: Pick<Rooms, 'system'>,
  type: DocumentType,
  found: {
    readonly id: string;
    readonly tranId?: string | undefined;
    readonly externalId?: string | undefined;
    readonly status?: { readonly id: string } | undefined;
  },
): DocumentRef {
  return {
    system: rooms.system,
    type,
    id: found.id,
    ...(found.tranId === undefined ? {} : { number: found.tranId }),
    ...(found.externalId === undefined ? {} : { reference: found.externalId }),
    ...(found.status === undefined ? {} : { state: found.status.id }),
  };
}

/** Our external id for a document of this account. */
export function referenceOf(rooms: Pick<Rooms, 'config'>, type: DocumentType, reference: string): string {
  return externalIdOf(rooms.config.externalIdPrefix, type, reference);
}

/** Refuses a document of another system or type. */
export function requireDocument(
  rooms: Pick<Rooms, 'system'>,
  { system, type }: Pick<DocumentRef, 'system' | 'type'>,
  expected: DocumentType,
  path: string,
): void {
  if (system === rooms.system && type === expected) return;
  throw new IntegrationError(`A ${type} of ${system} is no ${expected} of ${rooms.system}`, {
    code: 'input-invalid',
    path,
  });
}
