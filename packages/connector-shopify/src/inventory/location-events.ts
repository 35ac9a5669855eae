import { contentHash, isIntegrationError, Location, parse, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import type { ShopLocation } from '../api/inventory-data.ts';
import type { ConnectorContext } from '../context.ts';
import { unmapped } from '../errors.ts';
import { locationsOf } from '../locations.ts';
import { gidOf, instantOf, numberOf } from '../mapping/ids.ts';

/** One fact that the connector tells of a place. */
export type LocationEvent = SourceEvent<'location.changed'>;

type Told = LocationEvent | RefusedEvent<'location.changed'>;

type Context = Pick<ConnectorContext, 'name' | 'config' | 'rooms'>;

/**
 * What a place's present state tells. An open one that the options do not name is refused: whatever lay there would be
 * lost. A closed one that they do not name is left alone.
 */
export function locationEvents(location: ShopLocation, { name, config, rooms }: Context): Told[] {
  const number = numberOf(location.id, 'location.id');
  try {
    const code = locationsOf(config).knownCodeOf(location.id);
    if (code === undefined) {
      if (!location.isActive) return [];
      throw unmapped('location', number, 'location.id');
    }
    const { countryCode } = location.address;
    const data = parse(
      Location,
      {
        code,
        refs: { [name]: location.id },
        name: location.name,
        active: location.isActive,
        country: countryCode ?? undefined,
      },
      { what: `Location ${number}`, code: 'response-invalid' },
    );
    rooms.nameOfLocation.set(number, data.name);
    const updatedAt = instantOf(location.updatedAt, 'updatedAt');
    const about = `location/${number}`;
    const id = rooms.told.idOf({ about, updatedAt, content: contentHash(data), own: false });
    if (id === undefined) return [];
    const identifiers = [number, location.id];
    return [{ name: 'location.changed', id, key: code, identifiers, occurredAt: updatedAt, data }];
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition === 'retry') throw error;
    return [{ name: 'location.changed', id: `${number}/${error.code}`, key: number, refused: error }];
  }
}

/**
 * That a place is gone. The platform forgets it, its name too: it is the one that we remember from this process, or else our
 * code. One that the options do not name was never told.
 */
export function goneLocationEvents(
  { number, occurredAt }: { readonly number: string; readonly occurredAt: string },
  { name, config, rooms }: Context,
): LocationEvent[] {
  const gid = gidOf('Location', number);
  const code = locationsOf(config).knownCodeOf(gid);
  if (code === undefined) return [];
  const data = parse(
    Location,
    { code, refs: { [name]: gid }, name: rooms.nameOfLocation.get(number) ?? code, active: false },
    { what: `Location ${number}`, code: 'response-invalid' },
  );
  const id = `${number}/deleted`;
  return [{ name: 'location.changed', id, key: code, identifiers: [number, gid], occurredAt, data }];
}
