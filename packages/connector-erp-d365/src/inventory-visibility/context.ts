import { type Clock, type DocumentRef, IntegrationError } from '@crossdock/core';
import type { VisibilityClient } from './client.ts';
import type { InventoryVisibilityConfig } from './options.ts';

/** Kinds of documents that we make here. The service keeps none of them under a number; their ids are ours. */
export type DocumentType = 'onHandChange' | 'onHandLevel' | 'softReservation';

/** What every capability of one connected environment works with. */
export interface Rooms {
  readonly client: VisibilityClient;
  readonly config: InventoryVisibilityConfig;
  readonly clock: Clock;
  /** Name of this system in the wiring: `stock`. */
  readonly system: string;
}

/** A document as a capability returns it. */
export function documentOf(
  { system }: Pick<Rooms, 'system'>,
  type: DocumentType,
  { id, number = id, reference }: { readonly id: string; readonly number?: string; readonly reference: string },
): DocumentRef {
  return { system, type, id, number, reference };
}

/** Stops what needs something that the configuration does not name. */
export function unmapped(what: string, option: string, path: string): IntegrationError {
  return new IntegrationError(`${what} has no counterpart in Inventory Visibility: add it to ${option}`, {
    code: 'unmapped',
    path,
  });
}
