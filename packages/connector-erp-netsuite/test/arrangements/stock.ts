import { type CapabilityInput } from '@crossdock/core';
import { type OpenAccountOptions, skus } from '../account.ts';
import { arrange, type Door } from './door.ts';

const occurredAt = '2026-11-27T10:00:00Z';
const [shoe, otherShoe] = skus;

/** References of business facts, each another one. */
function references(): () => string {
  let serial = 0;
  return () => {
    serial += 1;
    return `stock-${String(serial)}`;
  };
}

/** Units that a document moved, with locations by our names. */
function movesOf({ account, settings }: Door, externalId: string) {
  const name = (id: string) => Object.entries(settings.locations).find(([, it]) => it === id)?.[0] ?? '';
  const found = account.books.stockDocuments().filter((it) => it.externalId === externalId);
  const changes = found.flatMap((it) =>
    it.moves.map(({ sku, locationId, units }) => ({ sku, location: name(locationId), quantity: String(units) })),
  );
  return { count: found.length, changes };
}

/** The side doors of stock: adjusted, transferred, read. */
export function stockDoors(options: OpenAccountOptions) {
  const adjustInventory = arrange<'adjustInventory'>(options, (door) => {
    const nextRef = references();
    const anAdjustment = (): CapabilityInput<'adjustInventory'> => ({
      ref: nextRef(),
      reason: 'count',
      changes: [
        { sku: shoe, location: 'store-1', delta: { amount: '-2' } },
        { sku: otherShoe, location: 'quarantine-1', delta: { amount: '3' } },
      ],
      occurredAt,
    });
    const of = (reference: string) => movesOf(door, `CD_IA_${reference}`);
    const change = (over: object) => ({
      ...anAdjustment(),
      changes: [{ ...anAdjustment().changes[0], ...over }] as never,
    });
    return {
      input: anAdjustment,
      loseReply: () =>
        door.account.faults.arm('lost-reply', { match: (subject) => subject.startsWith('inventoryAdjustment/') }),
      count: (reference) => of(reference).count,
      inspect: (reference) => ({ changes: of(reference).changes }),
      refused: () => [
        { what: 'an unknown product', input: change({ sku: 'UNKNOWN' }), code: 'unmapped' },
        { what: 'an unknown location', input: change({ location: 'store-99' }), code: 'unmapped' },
        { what: 'a change by nothing', input: change({ delta: { amount: '0' } }), code: 'input-invalid' },
      ],
    };
  });
  const transferInventory = arrange<'transferInventory'>(options, (door) => {
    const nextRef = references();
    const aTransfer = (): CapabilityInput<'transferInventory'> => ({
      ref: nextRef(),
      from: 'store-1',
      to: 'quarantine-1',
      lines: [{ sku: shoe, quantity: { amount: '2' } }],
      occurredAt,
    });
    const of = (reference: string) => movesOf(door, `CD_IT_${reference}`);
    return {
      input: aTransfer,
      loseReply: () =>
        door.account.faults.arm('lost-reply', { match: (subject) => subject.startsWith('inventoryTransfer/') }),
      count: (reference) => of(reference).count,
      inspect: (reference) => ({ changes: of(reference).changes }),
      refused: () => [
        { what: 'an unknown location', input: { ...aTransfer(), to: 'store-99' }, code: 'unmapped' },
        { what: 'a move to the same place', input: { ...aTransfer(), to: 'store-1' }, code: 'input-invalid' },
      ],
    };
  });
  const getInventory = arrange<'getInventory'>(options, (door) => {
    const { account, settings } = door;
    const itemOf = (sku: string) => account.seedItem({ sku, cost: 4 }).id;
    const place = (name: string) => String(settings.locations[name] ?? '');
    return {
      input: () => {
        const [hat, cap] = [itemOf('HAT'), itemOf('CAP')];
        account.seedStock({ item: hat, location: place('store-1'), units: 7 });
        account.seedStock({ item: hat, location: place('quarantine-1'), units: 2 });
        account.seedStock({ item: cap, location: place('store-1'), units: 1 });
        return { skus: ['HAT', 'CAP'] };
      },
      truth: () => [
        { sku: 'HAT', location: 'store-1', onHand: { amount: '7', unit: 'EA' } },
        { sku: 'HAT', location: 'quarantine-1', onHand: { amount: '2', unit: 'EA' } },
        { sku: 'CAP', location: 'store-1', onHand: { amount: '1', unit: 'EA' } },
      ],
    };
  });
  return { adjustInventory, transferInventory, getInventory };
}
