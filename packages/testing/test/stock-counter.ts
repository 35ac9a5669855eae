import {
  type AnySystem,
  type AvailabilityCapability,
  availabilitySystem,
  type AvailabilityService,
  capabilities,
  type CheckedInput,
  createAvailability,
  createHttpClientFactory,
  defineConnector,
  DocumentRef,
  InventoryLevel,
  isIntegrationError,
  memoryJournal,
  pieces,
  secret,
  seededRandom,
  silentObserver,
} from '@crossdock/core';
import { createFaults, type ManualClock, manualClock, simulatorFetch, withTransportFaults } from '@crossdock/testing';
import { type Arrange, openSystem } from '@crossdock/testing/contracts';
import { z } from 'zod';

const location = 'store-17';
const token = 'counter-s3cret-5b21';

/** Availability behind a door of its own, so that it can be asked over a wire like any other platform. */
async function openCounter(clock: ManualClock) {
  const journal = memoryJournal();
  await journal.open();
  const shelf = journal.shelf?.('availability');
  if (!shelf) throw new Error('The journal in memory has shelves');
  const service = createAvailability({ shelf, clock });
  await service.start();
  const faults = createFaults({ seed: 1 });
  const ports = { name: 'stock', clock, random: seededRandom(1), observer: silentObserver };
  const http = createHttpClientFactory({ system: 'stock', clock, observer: silentObserver, fetch });
  const { capabilities: served } = availabilitySystem(service).connect({ ...ports, http });
  const door = { isOpen: true };
  const answer = async (request: Request): Promise<Response> => {
    const name = new URL(request.url).pathname.slice(1) as AvailabilityCapability;
    if (!door.isOpen || request.headers.get('authorization') !== `Bearer ${token}`)
      return new Response(null, { status: 401 });
    if (faults.strikes('throttle-storm', name))
      return new Response(null, { status: 429, headers: { 'retry-after': '7' } });
    try {
      const input = capabilities[name].input.parse(await request.json());
      const call = { key: name, txn: name, attempt: 1, signal: request.signal };
      return Response.json(await served[name].run(input as never, call));
    } catch (error) {
      const status = isIntegrationError(error) ? { conflict: 409, 'not-found': 404 }[error.code as string] : undefined;
      return new Response(null, { status: status ?? 400 });
    }
  };
  const handle = withTransportFaults(answer, {
    faults,
    clock,
    classify: ({ url }) => {
      const { pathname } = new URL(url);
      return { operation: pathname, subject: pathname, write: pathname !== '/getInventory' };
    },
  });
  return { service, faults, handle, door };
}

/** A connector that asks the counter. */
function counter(): AnySystem {
  return defineConnector({
    name: 'stock-counter',
    config: z.object({ token: secret() }),
    limits: {},
    capabilities: ['reserveInventory', 'releaseInventory', 'getInventory'],
    connect: ({ config, http, name }) => {
      const api = http({
        baseUrl: 'https://counter.test',
        auth: (request) => request.headers.set('authorization', `Bearer ${config.token.reveal()}`),
      });
      const write = async (path: string, json: unknown, signal: AbortSignal) => {
        const { body } = await api.post(path, { json, response: DocumentRef, signal });
        return { ...body, system: name };
      };
      return {
        capabilities: {
          reserveInventory: {
            once: { reference: 'ref' },
            run: (input, { signal }) => write('/reserveInventory', input, signal),
          },
          releaseInventory: {
            once: { reference: 'ref' },
            run: (input, { signal }) => write('/releaseInventory', input, signal),
          },
          getInventory: {
            run: async (json, { signal }) => {
              const response = z.array(InventoryLevel);
              return (await api.post('/getInventory', { json, effect: 'read', response, signal })).body;
            },
          },
        },
      };
    },
  })({ token });
}

interface Counter {
  readonly service: AvailabilityService;
  /** A SKU of which there are 20. */
  stocked(): Promise<string>;
}

async function open() {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const platform = await openCounter(clock);
  const { service, faults, handle, door } = platform;
  let serial = 0;
  const stocked = async (): Promise<string> => {
    serial += 1;
    const sku = `SHOE-${serial}`;
    const level = { sku, location, onHand: pieces(20), asOf: '2026-11-27T11:00:00Z', refs: {} };
    await service.setLevels([level], { source: 'erp' });
    return sku;
  };
  const counted: Counter = { service, stocked };
  return {
    ...counted,
    common: {
      system: openSystem(counter(), { clock, fetch: simulatorFetch({ handle }), name: 'stock' }),
      faults,
      secrets: [token],
      throttle: () => faults.arm('throttle-storm'),
      loseReply: () => faults.arm('lost-reply'),
      revokeCredentials: () => {
        door.isOpen = false;
      },
    },
  };
}

let last = 0;

async function aRequest({ stocked }: Counter): Promise<CheckedInput<'reserveInventory'>> {
  last += 1;
  return { ref: `hold-${last}`, lines: [{ sku: await stocked(), location, quantity: pieces(2) }] };
}

const heldUnder = ({ service }: Counter, ref: string) =>
  service
    .reservation(ref)
    ?.lines.map(({ sku, location: where, quantity }) => ({ sku, location: where, quantity: quantity.amount }));

export const arrangeReserve: Arrange<'reserveInventory'> = async () => {
  const it = await open();
  return {
    ...it.common,
    input: () => aRequest(it),
    count: (ref) => (it.service.reservation(ref) ? 1 : 0),
    inspect: (ref) => {
      const held = heldUnder(it, ref);
      return held && { held };
    },
    refused: async () => {
      const { ref, lines } = await aRequest(it);
      const [line] = lines;
      const known = { ref, lines: line ? [{ ...line, quantity: pieces(21) }] : [] };
      const nowhere = { ref: `${ref}-x`, lines: [{ sku: 'NOPE', location, quantity: pieces(1) }] };
      return [
        { what: 'more than there is', input: known, code: 'conflict' as const },
        { what: 'a SKU that nobody has', input: nowhere, code: 'conflict' as const },
      ];
    },
  };
};

export const arrangeRelease: Arrange<'releaseInventory'> = async () => {
  const it = await open();
  return {
    ...it.common,
    input: async () => {
      const { ref, lines } = await aRequest(it);
      await it.service.reserve({ key: ref, lines });
      return { ref };
    },
    count: (ref) => (it.service.reservation(ref)?.state === 'released' ? 1 : 0),
    inspect: (ref) => {
      const held = heldUnder(it, ref);
      return held && { held };
    },
    refused: () => [{ what: 'a reservation that nobody made', input: { ref: 'nobody' }, code: 'not-found' as const }],
  };
};

export const arrangeGet: Arrange<'getInventory'> = async () => {
  const it = await open();
  return {
    ...it.common,
    input: async () => {
      const skus = [await it.stocked(), await it.stocked()];
      await it.service.reserve({ key: 'order-1', lines: [{ sku: skus[0] ?? '', quantity: pieces(3) }] });
      return { skus };
    },
    truth: ({ skus }) =>
      skus.map((sku, index) => ({
        sku,
        location,
        onHand: pieces(20),
        committed: pieces(index === 0 ? 3 : 0),
        available: pieces(index === 0 ? 17 : 20),
      })),
  };
};
