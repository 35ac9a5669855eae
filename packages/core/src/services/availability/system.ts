import { z } from 'zod';
import { type CheckedInput, defineConnector, type System } from '../../capabilities/index.ts';
import { IntegrationError, isIntegrationError } from '../../primitives/index.ts';
import { type DocumentRef, type InventoryLevel } from '../../schemas/index.ts';
import { type Availability } from './availability.ts';
import { type ExplainedLocation } from './explain.ts';

/** What availability can do for whoever asks a system. */
export type AvailabilityCapability = 'reserveInventory' | 'releaseInventory' | 'getInventory';

/**
 * Availability as a system: it reserves, releases and reads stock under the same contracts as platforms that do so
 * themselves, so that a flow need not know which one it asks.
 */
export function availabilitySystem(availability: Availability): System<AvailabilityCapability> {
  return defineConnector({
    name: 'availability',
    config: z.object({}),
    limits: {},
    capabilities: ['reserveInventory', 'releaseInventory', 'getInventory'],
    connect: ({ name, clock }) => ({
      capabilities: {
        reserveInventory: {
          once: { reference: 'ref' },
          run: async (request) => {
            await reserve(availability, request);
            return documentOf(name, request.ref);
          },
        },
        releaseInventory: {
          once: { reference: 'ref' },
          run: async ({ ref }) => {
            await availability.release(ref);
            return documentOf(name, ref);
          },
        },
        getInventory: {
          run: async ({ skus, locations }) => {
            const asOf = new Date(clock.now()).toISOString();
            return [...new Set(skus)].flatMap((sku) => {
              const { unit, locations: found } = availability.explain(sku);
              const asked = found.filter((it) => locations === undefined || locations.includes(it.location));
              return asked.map((it) => levelOf(sku, unit, it, asOf));
            });
          },
        },
      },
    }),
  })({});
}

async function reserve(availability: Availability, request: CheckedInput<'reserveInventory'>): Promise<void> {
  const { ref, orderRef, lines, expiresAt = 'never' } = request;
  try {
    await availability.reserve({ key: ref, orderRef, lines, expiresAt });
  } catch (error) {
    throw isIntegrationError(error) && error.code === 'insufficient-stock' ? asConflict(error, request) : error;
  }
}

/** The contract of the capability knows no shortage: what contradicts the write is a conflict at a line. */
function asConflict(error: IntegrationError, { lines }: CheckedInput<'reserveInventory'>): IntegrationError {
  const { details } = error;
  const index = lines.findIndex(
    ({ sku, location }) => sku === details?.['sku'] && location === (details['location'] ?? location),
  );
  return new IntegrationError(error.message, {
    code: 'conflict',
    path: `lines.${Math.max(0, index)}`,
    details,
    cause: error,
  });
}

function documentOf(system: string, ref: string): DocumentRef {
  return { system, type: 'reservation', id: ref, reference: ref };
}

function levelOf(sku: string, unit: string, it: ExplainedLocation, asOf: string): InventoryLevel {
  return {
    sku,
    location: it.location,
    onHand: { amount: it.onHand, unit },
    available: { amount: it.sellable, unit },
    committed: { amount: it.held, unit },
    incoming: { amount: it.underway, unit },
    damaged: { amount: it.damaged, unit },
    asOf,
    source: 'availability',
    refs: {},
  };
}
