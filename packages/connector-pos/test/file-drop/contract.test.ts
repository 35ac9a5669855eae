import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock } from '@crossdock/testing';
import { connectorContract, type EventArrangement, openSystem } from '@crossdock/testing/contracts';
import { onTestFinished } from 'vitest';
import { fileDrop, posLogDialects } from '../../src/file-drop/index.ts';
import { storeOptions } from './drop.ts';
import { goods, grand, posLog, retail, tender, transaction } from './poslog.ts';

const refund = 'TenderType="Cash" TypeCode="Refund"';
const inventory = (word: string) =>
  `<InventoryControlTransaction><${word}><InventoryItem><ItemID>67591</ItemID><Quantity>3</Quantity></InventoryItem></${word}></InventoryControlTransaction>`;

/** What a till writes so that an event is told. */
const happenings = {
  'sale.recorded': retail(goods({ amount: '5.00' }) + tender('5.00'), grand('5.00')),
  'return.processed': retail(goods({ element: 'Return', amount: '5.00' }) + tender('5.00', '', refund), grand('5.00')),
  'storeday.closed': '<ControlTransaction><BusinessEOD/></ControlTransaction>',
  'inventory.moved': inventory('ReceiveInventory'),
  'inventory.counted': inventory('InventoryCount'),
} as const;

const keys: Partial<Record<keyof typeof happenings, (sequence: number) => string>> = {
  'storeday.closed': () => 'system-day-20261127-store-17',
  'inventory.moved': () => '67591',
  'inventory.counted': () => '67591',
};

connectorContract({ manifest: fileDrop.manifest, arrange: {}, arrangeEvents: arrange });

function arrange(): EventArrangement {
  const root = mkdtempSync(join(tmpdir(), 'crossdock-contract-'));
  mkdirSync(join(root, 'in'));
  const system = openSystem(
    fileDrop({
      from: join(root, 'in'),
      workFolder: join(root, 'work'),
      feeds: [{ files: /\.xml$/, dialect: posLogDialects.xstore }],
      stores: storeOptions,
      complete: { marker: '.done' },
    }),
    { fetch: () => Promise.reject(new Error('no network')), clock: manualClock({ now: '2026-11-27T20:00:00Z' }) },
  );
  onTestFinished(async () => {
    await system.connection.close?.();
    rmSync(root, { recursive: true, force: true });
  });
  let sequence = 0;
  return {
    system,
    happen(event) {
      const payload = happenings[event as keyof typeof happenings];
      const sales =
        event === 'storeday.closed' ? [transaction(happenings['sale.recorded'], { sequence: String(++sequence) })] : [];
      sequence += 1;
      const text = posLog(...sales, transaction(payload, { sequence: String(sequence) }));
      writeFileSync(join(root, 'in', `${sequence}.xml`), text);
      writeFileSync(join(root, 'in', `${sequence}.xml.done`), '');
      const key = keys[event as keyof typeof happenings]?.(sequence) ?? `system-3-20261127-${sequence}-store-17`;
      return { key };
    },
  };
}
