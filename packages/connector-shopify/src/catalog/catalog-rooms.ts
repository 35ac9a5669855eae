import { BoundedMemory } from '../bounded-memory.ts';
import type { GraphqlClient } from '../client.ts';
import { createLevelMemory, type LevelMemory } from '../inventory/level-memory.ts';
import { type EnsureReferences, referenceKeeper } from '../references.ts';
import { type ToldContents, toldContents } from '../told-contents.ts';
import { type CatalogReader, createCatalogReader, type WholeProduct } from './catalog-reader.ts';

/** What everything about products, prices, stock and customers shares. */
export interface CatalogRooms {
  /** For callers that repeat a failed read themselves. */
  readonly catalog: CatalogReader;
  /** For sweeps, which nobody repeats before their next turn. */
  readonly patientCatalog: CatalogReader;
  readonly ensureReferences: EnsureReferences;
  /** What was told last, across webhooks and sweeps. */
  readonly told: ToldContents;
  /** What was told and what we wrote of levels. */
  readonly levels: LevelMemory;
  /** Number of a location → its name: the platform forgets it when the location is deleted. */
  readonly nameOfLocation: BoundedMemory<string>;
  /** SKU → the product that has it: the platform's search learns of a new SKU with delay. */
  readonly productOfSku: BoundedMemory<string>;
  /** Customer → our reference: the platform forgets it when the customer goes into another. */
  readonly refOfCustomer: BoundedMemory<string>;
}

/** Opens what is shared. No network here. */
export function openCatalogRooms(client: GraphqlClient): CatalogRooms {
  return {
    catalog: createCatalogReader(client, { patient: false }),
    patientCatalog: createCatalogReader(client, { patient: true }),
    ensureReferences: referenceKeeper(client),
    told: toldContents(),
    levels: createLevelMemory(),
    nameOfLocation: new BoundedMemory(5_000),
    productOfSku: new BoundedMemory(20_000),
    refOfCustomer: new BoundedMemory(20_000),
  };
}

/** The product that has the SKU: as we remember it, by our reference, or by search. */
export async function productOfSku(
  { catalog, ensureReferences, productOfSku: known }: CatalogRooms,
  { sku, reference }: { readonly sku: string; readonly reference: string },
  signal: AbortSignal,
): Promise<WholeProduct | undefined> {
  const remembered = known.get(sku);
  const whole = remembered === undefined ? undefined : await catalog.byId(remembered, signal);
  if (whole?.variants.some((it) => it.sku === sku)) return whole;
  await ensureReferences('PRODUCT', signal);
  const id = (await catalog.idOfReference(reference, signal)) ?? (await catalog.idOfSku(sku, signal));
  return id === undefined ? undefined : catalog.byId(id, signal);
}
