import { describe, expect, test } from 'vitest';
import { openVisibility, type OpenVisibilityOptions, places } from './environment.ts';

async function findingsOf(options: OpenVisibilityOptions = {}, seed = true) {
  const it = openVisibility(options);
  if (seed) it.service.seedStock({ product: 'SHOE', ...places['store-1'], units: 3 });
  const findings = (await it.system.connection.check?.(new AbortController().signal)) ?? [];
  return findings.map(({ severity, path, message }) => `${severity} ${path ?? ''}: ${message}`);
}

describe('the check at start', () => {
  test('finds nothing where everything is as configured', async () => {
    expect(await findingsOf({ settings: { checkSkus: ['SHOE'] } })).toEqual([]);
  });

  test('says that measures could not be seen when no SKU is named', async () => {
    expect(await findingsOf()).toEqual([expect.stringMatching(/^warning checkSkus: Name SKUs with stock/)]);
  });

  test('asks no more locations than it needs to see every SKU', async () => {
    const asked = async (checkSkus: readonly string[]) => {
      const it = openVisibility({ settings: { checkSkus: [...checkSkus] } });
      it.service.seedStock({ product: 'SHOE', ...places['store-2'], units: 3 });
      await it.system.connection.check?.(new AbortController().signal);
      return it.service.requests.filter(({ path }) => path.endsWith('/indexquery')).length;
    };
    expect([await asked([]), await asked(['SHOE']), await asked(['SHOE', 'BELT'])]).toEqual([1, 2, 3]);
  });

  test('names SKUs without stock', async () => {
    const findings = await findingsOf({ settings: { checkSkus: ['SHOE', 'BELT'] } });
    expect(findings).toEqual(["error checkSkus.1: Inventory Visibility has no stock of 'BELT'"]);
  });

  test('names measures that no row tells: those that are read as errors, those that are written as warnings', async () => {
    const reading = { onHand: ['fno.physicalinvnt', '-pos.outbound'] };
    const changes = { source: 'till', inbound: 'inbound', outbound: 'outbound' };
    expect(await findingsOf({ settings: { checkSkus: ['SHOE'], reading, changes } })).toEqual([
      "error reading.onHand: No row tells the measure 'fno.physicalinvnt'",
      "warning changes: No row tells the measure 'till.inbound'",
      "warning changes: No row tells the measure 'till.outbound'",
    ]);
  });

  test('names dimensions that no index set has', async () => {
    const items = { dimensions: ['styleId'] };
    expect(await findingsOf({ settings: { items } })).toEqual([expect.stringMatching(/^error items\.dimensions: /)]);
  });

  test('says when there is no location to look at', async () => {
    expect(await findingsOf({ settings: { locations: {} } })).toEqual([expect.stringMatching(/^warning locations: /)]);
  });

  test('fails where nobody can sign in', async () => {
    const it = openVisibility();
    it.service.revokeApps();
    await expect(it.system.connection.check?.(new AbortController().signal)).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });
});
