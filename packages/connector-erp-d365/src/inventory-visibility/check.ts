import { type ConfigFinding, isIntegrationError } from '@crossdock/core';
import type { Rooms } from './context.ts';
import { hasMeasure } from './measures.ts';
import { type PlacedRow, readRows } from './on-hand.ts';
import { inQueries, placesOf } from './places.ts';
import type { Products } from './products.ts';

/** A product that nobody has: asking for it tries sign-in, environment, company and dimensions, and answers no row. */
const nobodys = 'crossdock-check';

/**
 * Compares what the configuration names with the service: it signs in, asks by the dimensions, and looks whether rows of `checkSkus` tell every
 * measure. The service has no list of its dimensions and measures to read.
 */
export async function checkVisibility(
  rooms: Rooms,
  products: Products,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const { config } = rooms;
  const queries = inQueries(placesOf(undefined, config), config.reading.byPlace);
  if (queries.length === 0) {
    return [{ severity: 'warning', path: 'locations', message: 'No location is named, so there is no stock to see' }];
  }
  const ids = config.checkSkus.map((sku) => products.ofSku(sku).product);
  const rows: PlacedRow[] = [];
  try {
    // Each location may be a request of its own: enough is seen once every SKU was.
    for (const places of queries) {
      rows.push(...(await readRows(rooms, places, [nobodys, ...ids], signal)));
      if (unseenSkus(rooms, products, rows).length === 0) break;
    }
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
    const path = error.code === 'unmapped' ? 'items.dimensions' : undefined;
    return [{ severity: 'error', ...(path !== undefined && { path }), message: error.message }];
  }
  return [...missingSkus(rooms, products, rows), ...missingMeasures(rooms, rows)];
}

function unseenSkus({ config }: Rooms, products: Products, rows: readonly PlacedRow[]): readonly string[] {
  const seen = new Set(rows.map(({ row }) => products.skuOf(row)));
  return config.checkSkus.filter((sku) => !seen.has(sku));
}

function missingSkus(rooms: Rooms, products: Products, rows: readonly PlacedRow[]): readonly ConfigFinding[] {
  return unseenSkus(rooms, products, rows).map((sku) => ({
    severity: 'error',
    path: `checkSkus.${rooms.config.checkSkus.indexOf(sku)}`,
    message: `Inventory Visibility has no stock of '${sku}'`,
  }));
}

function missingMeasures({ config }: Rooms, rows: readonly PlacedRow[]): readonly ConfigFinding[] {
  const { onHand, available, committed, incoming = [], damaged = [] } = config.reading;
  const read = { onHand, available, committed, incoming, damaged };
  const readNames = Object.entries(read).flatMap(([of, names]) =>
    names.map((name) => ({ path: `reading.${of}`, name: name.replace(/^-/, ''), severity: 'error' as const })),
  );
  const { changes, levels } = config;
  const moved = changes ? [changes, ...Object.values(changes.byReason)] : [];
  const written = [
    ...moved.flatMap((it) => [it?.inbound, it?.outbound]).map((measure) => [changes?.source, measure, 'changes']),
    [levels?.source, levels?.measure, 'levels'],
  ].flatMap(([source, measure, path]) =>
    source !== undefined && measure !== undefined && path !== undefined
      ? [{ path, name: `${source}.${measure}`, severity: 'warning' as const }]
      : [],
  );
  if (rows.length === 0) {
    const message = 'Name SKUs with stock in checkSkus: without a row, measures that are misspelt read as nothing';
    return config.checkSkus.length === 0 ? [{ severity: 'warning', path: 'checkSkus', message }] : [];
  }
  const names = new Set<string>();
  return [...readNames, ...written].flatMap(({ path, name, severity }) => {
    if (names.has(name) || rows.some(({ row }) => hasMeasure(row, name))) return [];
    names.add(name);
    return [{ severity, path, message: `No row tells the measure '${name}'` }];
  });
}
