/** The side doors into the simulated service. */
import { type CapabilityInput, type CapabilityName, type DocumentRef } from '@crossdock/core';
import { type Arrange, type Arrangement, type RefusedInput } from '@crossdock/testing/contracts';
import { openVisibility, type OpenVisibility, type OpenVisibilityOptions, places, secrets } from './environment.ts';

type Kept =
  | 'getInventory'
  | 'listInventory'
  | 'adjustInventory'
  | 'setInventory'
  | 'reserveInventory'
  | 'releaseInventory';

interface Door extends OpenVisibility {
  /** Another number each time. */
  next(): number;
}

const occurredAt = '2026-11-27T10:00:00Z';
const wire = { 'TEE-RED-L': { product: 'T-shirt', dimensions: { colorId: 'red', sizeId: 'l' } } } as const;
const productOf = (sku: string) =>
  sku in wire ? wire[sku as keyof typeof wire] : { product: sku, dimensions: {} as Record<string, string> };

/** Puts units into the service as Finance & Operations would. */
function stocked({ service }: Door, sku: string, code: keyof typeof places, units: number): void {
  service.seedStock({ ...productOf(sku), ...places[code], units });
}

function codeAt(site: string, location: string): string {
  const found = Object.entries(places).find(([, it]) => it.site === site && it.location === location);
  return found?.[0] ?? 'elsewhere';
}

function skuAt(product: string, dimensions: Readonly<Record<string, string>>): string {
  return product === 'T-shirt' && dimensions['sizeId'] === 'l' ? 'TEE-RED-L' : product;
}

function aReservation(door: Door): CapabilityInput<'reserveInventory'> {
  const number = door.next();
  stocked(door, `SHOE-${number}`, 'store-1', 20);
  stocked(door, 'TEE-RED-L', 'web-dc', 20);
  return {
    ref: `hold-${number}`,
    lines: [
      { sku: `SHOE-${number}`, location: 'store-1', quantity: { amount: '2' } },
      { sku: 'TEE-RED-L', location: 'web-dc', quantity: { amount: '1.5' } },
    ],
  };
}

const held = ({ service }: Door, ref: string) =>
  service.books.reservations().filter((it) => it.id.startsWith(`CD.RSV.${ref}.`) && it.held > 0);

const inputs: { readonly [N in Kept]: (door: Door) => CapabilityInput<N> | Promise<CapabilityInput<N>> } = {
  getInventory: (door) => {
    stocked(door, 'SHOE-42', 'store-1', 20);
    stocked(door, 'SHOE-42', 'web-dc', -3);
    stocked(door, 'TEE-RED-L', 'store-2', 7);
    stocked(door, 'BELT-90', 'store-1', 5);
    return { skus: ['SHOE-42', 'TEE-RED-L'] };
  },
  listInventory: (door) => {
    stocked(door, 'SHOE-42', 'store-1', 20);
    stocked(door, 'BELT-90', 'store-1', 5);
    stocked(door, 'TEE-RED-L', 'web-dc', 7);
    door.service.seedStock({ product: 'T-shirt', dimensions: { colorId: 'Blue' }, ...places['store-2'], units: 4 });
    // Neither another site nor a mark of ours is stock of ours.
    door.service.seedStock({ product: 'SHOE-42', site: '9', location: '99', units: 4 });
    return {};
  },
  adjustInventory: (door) => ({
    ref: `count-${door.next()}`,
    reason: 'count',
    changes: [
      { sku: 'SHOE-42', location: 'store-1', delta: { amount: '-2' } },
      { sku: 'TEE-RED-L', location: 'web-dc', delta: { amount: '3' } },
    ],
    occurredAt,
  }),
  setInventory: (door) => ({
    ref: `levels-${door.next()}`,
    levels: [
      { sku: 'SHOE-42', location: 'store-1', kind: 'on-hand', quantity: { amount: '12' } },
      { sku: 'TEE-RED-L', location: 'store-2', kind: 'on-hand', quantity: { amount: '4' } },
    ],
    asOf: occurredAt,
  }),
  reserveInventory: aReservation,
  releaseInventory: async (door) => {
    const request = aReservation(door);
    const reservation: DocumentRef = await door.reconfigure({}).call('reserveInventory', request);
    return { ref: request.ref, reservation };
  },
};

const inspections: Readonly<Record<string, (door: Door, reference: string) => unknown>> = {
  adjustInventory: ({ service }, ref) => ({
    changes: postedUnder(service, `CD.ADJ.${ref}.`).map((it) => ({
      ...whatAndWhere(it),
      quantity: String(it.measure === 'pos.outbound' ? -it.units : it.units),
    })),
  }),
  setInventory: ({ service }, ref) => ({
    levels: postedUnder(service, `CD.SET.${ref}.`).map((it) => ({
      ...whatAndWhere(it),
      quantity: String(service.books.units(it.product, it.site, it.location, 'shop.onhand')),
    })),
  }),
  reserveInventory: (door, ref) => ({ held: heldUnits(door, ref) }),
  releaseInventory: (door, ref) => ({ held: heldUnits(door, ref) }),
};

function postedUnder({ books }: OpenVisibility['service'], beginning: string) {
  return books.changes().filter((it) => it.id.startsWith(beginning));
}

const whatAndWhere = (it: ReturnType<typeof postedUnder>[number]) => ({
  sku: skuAt(it.product, it.dimensions),
  location: codeAt(it.site, it.location),
});

const heldUnits = (door: Door, ref: string) =>
  held(door, ref).map((it) => ({
    sku: it.product === 'T-shirt' ? 'TEE-RED-L' : it.product,
    location: codeAt(it.site, it.location),
    quantity: String(it.held),
  }));

/** How often an effect of two lines is in the books. Half of one is told as a half. */
const counts: Readonly<Record<string, (door: Door, reference: string) => number>> = {
  adjustInventory: ({ service }, ref) => postedUnder(service, `CD.ADJ.${ref}.`).length / 2,
  setInventory: ({ service }, ref) => postedUnder(service, `CD.SET.${ref}.`).length / 2,
  reserveInventory: (door, ref) => held(door, ref).length / 2,
  releaseInventory: ({ service }, ref) => {
    const ours = service.books.reservations().filter((it) => it.id.startsWith(`CD.RSV.${ref}.`));
    return ours.flatMap((it) => it.releasedBy).length / 2;
  },
};

function truthOf(capability: Kept): unknown {
  const level = (sku: string, location: string, amount: string) => ({
    sku,
    location,
    onHand: { amount, unit: 'EA' },
    available: { amount, unit: 'EA' },
    committed: { amount: '0', unit: 'EA' },
    source: 'stock',
  });
  if (capability === 'getInventory') {
    return [level('SHOE-42', 'store-1', '20'), level('SHOE-42', 'web-dc', '-3'), level('TEE-RED-L', 'store-2', '7')];
  }
  return {
    items: [level('SHOE-42', 'store-1', '20'), level('BELT-90', 'store-1', '5'), level('TEE-RED-L', 'web-dc', '7')],
    refused: [{ identifiers: ['T-shirt'], code: 'unmapped' }],
  };
}

/** What the service or the connector cannot take. */
function refusedBy(capability: Kept, door: Door): readonly RefusedInput<CapabilityName>[] {
  if (capability === 'adjustInventory') {
    const change = { sku: 'SHOE-42', location: 'store-1', delta: { amount: '1' } };
    const odd = (over: object) => ({ ref: 'count-x', reason: 'count', changes: [{ ...change, ...over }], occurredAt });
    return [
      { what: 'a location that is unknown', input: odd({ location: 'store-99' }), code: 'unmapped' },
      { what: 'a change by nothing', input: odd({ delta: { amount: '0' } }), code: 'input-invalid' },
      { what: 'another unit', input: odd({ delta: { amount: '1', unit: 'KGM' } }), code: 'quantity-invalid' },
    ];
  }
  if (capability === 'setInventory') {
    const level = { sku: 'SHOE-42', location: 'store-1', kind: 'sellable', quantity: { amount: '1' } } as const;
    const input = { ref: 'levels-x', levels: [level], asOf: occurredAt };
    return [{ what: 'a sellable level', input, code: 'unsupported-document' }];
  }
  if (capability === 'reserveInventory') {
    const { ref, lines } = aReservation(door);
    const [line] = lines;
    const many = line ? [{ ...line, quantity: { amount: '21' } }] : [];
    const [first, second] = lines;
    const both = first && second ? [first, { ...second, quantity: { amount: '1000' } }] : [];
    return [
      { what: 'more than there is', input: { ref, lines: many }, code: 'conflict' },
      { what: 'more than there is of one of two', input: { ref: `${ref}-b`, lines: both }, code: 'conflict' },
    ];
  }
  if (capability === 'releaseInventory') {
    const reservation = { system: 'stock', type: 'softReservation', id: 'bm90IG91cnM' };
    return [
      { what: 'a reservation without its document', input: { ref: 'hold-x' }, code: 'input-invalid' },
      { what: 'a document that is not ours', input: { ref: 'hold-y', reservation }, code: 'input-invalid' },
    ];
  }
  return [];
}

function sideDoor<N extends Kept>(capability: N, options: OpenVisibilityOptions): Arrange<N> {
  return () => {
    let serial = 0;
    const door: Door = { ...openVisibility(options), next: () => (serial += 1) };
    const { service, system } = door;
    return {
      system,
      faults: service.faults,
      secrets,
      throttle: () => service.faults.arm('throttle-storm'),
      revokeCredentials: () => service.revokeApps(),
      loseReply: () => service.faults.arm('lost-reply'),
      input: () => inputs[capability](door),
      count: (reference: string) => counts[capability]?.(door, reference) ?? 0,
      inspect: (reference: string) => inspections[capability]?.(door, reference),
      truth: () => truthOf(capability),
      refused: () => refusedBy(capability, door),
    } as unknown as Arrangement<N>;
  };
}

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenVisibilityOptions = {}) {
  return {
    getInventory: sideDoor('getInventory', options),
    listInventory: sideDoor('listInventory', options),
    adjustInventory: sideDoor('adjustInventory', options),
    setInventory: sideDoor('setInventory', options),
    reserveInventory: sideDoor('reserveInventory', options),
    releaseInventory: sideDoor('releaseInventory', options),
  };
}
