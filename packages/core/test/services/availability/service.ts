import { memoryJournal } from '../../../src/journal/index.ts';
import { type InventoryLevel, type InventoryMovement, pieces } from '../../../src/schemas/index.ts';
import { type AvailabilityOptions, createAvailability } from '../../../src/services/availability/availability.ts';
import { type AvailabilityRulesInput } from '../../../src/services/availability/rules.ts';
import { virtualClock } from '../../virtual-clock.ts';
import { noon } from './facts.ts';

export const isoAt = (at: number): string => new Date(at).toISOString();

/** A level as a system tells it. */
export function aLevel(location: string, onHand: number | string, more: Partial<InventoryLevel> = {}): InventoryLevel {
  return {
    sku: 'SHOE-41',
    location,
    onHand: pieces(onHand),
    asOf: isoAt(noon - 60_000),
    source: 'erp',
    refs: {},
    ...more,
  };
}

/** A movement as a system tells it. */
export function aMovement(ref: string, delta: number, more: Partial<InventoryMovement> = {}): InventoryMovement {
  return {
    ref,
    sku: 'SHOE-41',
    location: 'store-1',
    delta: pieces(delta),
    reason: delta < 0 ? 'sale' : 'receipt',
    occurredAt: isoAt(noon),
    refs: {},
    ...more,
  };
}

/** Asks for so many units. */
export const request = (key: string, quantity: number | string, more: object = {}) => ({
  key,
  lines: [{ sku: 'SHOE-41', quantity: pieces(quantity) }],
  ...more,
});

/** Rules of a small chain. */
export function someRules(more: Partial<AvailabilityRulesInput> = {}): AvailabilityRulesInput {
  return {
    version: 1,
    owner: 'merchandising',
    locations: [
      { code: 'dc-1', kind: 'warehouse', at: { latitude: 52.5, longitude: 13.4 } },
      { code: 'store-1', kind: 'store', at: { latitude: 48.1, longitude: 11.6 } },
      { code: 'store-2', kind: 'store', at: { latitude: 53.6, longitude: 10 } },
    ],
    channels: {
      web: { ship: { kinds: ['warehouse'] }, 'ship-from-store': { kinds: ['store'] } },
      store: { 'carry-out': { kinds: ['store'] } },
    },
    ...more,
  };
}

/** A service that is started, with a journal in memory and a clock that stands still. */
export async function aService(options: Partial<AvailabilityOptions> & { rules?: AvailabilityRulesInput } = {}) {
  const { rules, ...rest } = options;
  const clock = virtualClock(noon);
  const journal = memoryJournal();
  await journal.open();
  const shelf = journal.shelf?.('availability');
  if (!shelf) throw new Error('no shelf');
  const open = async () => {
    const service = createAvailability({ shelf, clock, ...rest });
    await service.start();
    return service;
  };
  const service = await open();
  if (rules) await service.setRules(rules);
  return { service, clock, journal, shelf, open };
}
