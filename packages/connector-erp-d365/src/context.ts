import { businessDateOf, type Clock, type DocumentRef, IntegrationError } from '@crossdock/core';
import type { ItemCatalog } from './lookups/item-catalog.ts';
import type { ODataClient } from './odata/client.ts';
import type { D365Config } from './options/options.ts';

/** Kinds of documents that we make or read here. */
export type DocumentType =
  | 'salesOrder'
  | 'packingSlip'
  | 'salesInvoice'
  | 'creditNote'
  | 'ledgerJournal'
  | 'paymentJournal'
  | 'inventoryJournal'
  | 'retailTransaction'
  | 'priceJournal'
  | 'customer';

/** What every capability of one connected environment works with. */
export interface Rooms {
  readonly client: ODataClient;
  readonly config: D365Config;
  readonly items: ItemCatalog;
  readonly clock: Clock;
  /** Name of this system in the wiring: `erp`. */
  readonly system: string;
}

/** A document as a capability returns it. */
export function documentOf(
  { system }: Pick<Rooms, 'system'>,
  type: DocumentType,
  { id, reference, state }: { readonly id: string; readonly reference?: string; readonly state?: string },
): DocumentRef {
  return {
    system,
    type,
    id,
    number: id,
    ...(reference !== undefined && { reference }),
    ...(state !== undefined && { state }),
  };
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

/** The day on which something is booked. */
export function postingDateOf(
  { config }: Pick<Rooms, 'config'>,
  { businessDate, occurredAt }: { readonly businessDate?: string | undefined; readonly occurredAt: string },
): string {
  return businessDate ?? businessDateOf(occurredAt, { timeZone: config.timeZone });
}
