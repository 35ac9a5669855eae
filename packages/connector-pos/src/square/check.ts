import { type ConfigFinding } from '@crossdock/core';
import { LocationsAnswer } from './api/stores.ts';
import { type ConnectorContext } from './context.ts';

/** Compares the options with the seller's locations. */
export async function checkSeller(
  { client, config }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const { locations } = await client.send('GET', '/v2/locations', { response: LocationsAnswer, signal });
  const known = new Map(locations.map((it) => [it.id, it]));
  const findings: ConfigFinding[] = [];
  for (const id of Object.keys(config.locations ?? {})) {
    const location = known.get(id);
    const path = `locations.${id}`;
    if (!location) findings.push({ severity: 'error', path, message: 'the seller has no such location' });
    else if (location.status !== 'ACTIVE')
      findings.push({ severity: 'warning', path, message: 'the location is closed' });
    else if (location.timezone === undefined || location.currency === undefined) {
      findings.push({ severity: 'error', path, message: 'the location tells no time zone or currency at Square' });
    }
  }
  const codes = Object.values(config.locations ?? {}).map((it) => it.code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) {
    findings.push({ severity: 'error', path: 'locations', message: `two locations have the code '${twice}'` });
  }
  if (config.locations) {
    for (const { id, status } of locations) {
      if (status !== 'ACTIVE' || config.locations[id]) continue;
      findings.push({
        severity: 'warning',
        path: 'locations',
        message: `location ${id} is not named and is left alone`,
      });
    }
  }
  return findings;
}
