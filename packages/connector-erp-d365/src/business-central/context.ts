import { businessDateOf, type Clock, type DocumentRef, IntegrationError } from '@crossdock/core';
import type { ItemCatalog } from './item-catalog.ts';
import type { BusinessCentralClient } from './client.ts';
import type { BusinessCentralConfig } from './options.ts';
import type { LocationIds } from './locations.ts';

/** Kinds of documents that we make or read here, as the API names them. */
export type DocumentType =
  | 'salesOrder'
  | 'salesShipment'
  | 'salesInvoice'
  | 'salesCreditMemo'
  | 'journal'
  | 'customerPayment'
  | 'stockChange'
  | 'item'
  | 'itemVariant'
  | 'customer';

/** What every capability of one connected company works with. */
export interface Rooms {
  readonly client: BusinessCentralClient;
  readonly config: BusinessCentralConfig;
  readonly items: ItemCatalog;
  readonly locations: LocationIds;
  readonly clock: Clock;
  /** Name of this system in the wiring: `erp`. */
  readonly system: string;
}

/** A document as a capability returns it. */
export function documentOf(
  { system }: Pick<Rooms, 'system'>,
  type: DocumentType,
  found: { readonly id: string; readonly number: string; readonly reference?: string; readonly state?: string },
): DocumentRef {
  const { id, number, reference, state } = found;
  return {
    system,
    type,
    id,
    ...(number !== '' && { number }),
    ...(reference !== undefined && { reference }),
    ...(state !== undefined && state !== '' && { state }),
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
export function dayOf(
  { config }: Pick<Rooms, 'config'>,
  { businessDate, occurredAt }: { readonly businessDate?: string | undefined; readonly occurredAt: string },
): string {
  return businessDate ?? businessDateOf(occurredAt, { timeZone: config.timeZone });
}
