import type { ConfigFinding } from '@crossdock/core';
import { ShopLocationsData } from '../api/inventory-data.ts';
import { shopLocations } from '../api/inventory-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { gidOf } from '../mapping/ids.ts';
import { onward } from '../onward.ts';

/** Compares the option with the locations that there are. */
export async function locationFindings(
  { client, config }: Pick<ConnectorContext, 'client' | 'config'>,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  if (!config.locations) return [];
  const known = new Map<string, { readonly name: string; readonly isActive: boolean }>();
  for (let after: string | null = null; ;) {
    const { locations }: { locations: Page } = await client.query(shopLocations, {
      variables: { after },
      data: ShopLocationsData,
      signal,
    });
    for (const { id, ...location } of locations.nodes) known.set(id, location);
    if (!locations.pageInfo.hasNextPage) break;
    after = onward(locations.pageInfo, after);
  }
  const named = Object.keys(config.locations);
  const wrong = named.flatMap((number): ConfigFinding[] => {
    const location = known.get(gidOf('Location', number));
    const path = `locations.${number}`;
    if (!location)
      return [{ severity: 'error', path, message: 'the shop has no location of this number; mend or remove it' }];
    if (location.isActive) return [];
    return [{ severity: 'warning', path, message: 'the location is closed: nothing can be put there' }];
  });
  const unnamed = [...known].filter(
    ([id, { isActive }]) => isActive && !named.some((it) => gidOf('Location', it) === id),
  );
  if (unnamed.length === 0) return wrong;
  const message = `${unnamed.length} open locations of the shop are not named: what concerns them is refused`;
  return [...wrong, { severity: 'warning', path: 'locations', message }];
}

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly { readonly id: string; readonly name: string; readonly isActive: boolean }[];
}
