import { getDirectiveValues, GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Faults } from '@crossdock/testing';
import type { Resolver } from './domain.ts';

/** The mutations that are refused without `@idempotent(key:)` since 2026-04. The schema cannot say so. */
const idempotentMutations: ReadonlySet<string> = new Set([
  'inventoryActivate',
  'inventoryAdjustQuantities',
  'inventoryMoveQuantities',
  'inventorySetQuantities',
  'inventoryShipmentAddItems',
  'inventoryShipmentCreate',
  'inventoryShipmentCreateInTransit',
  'inventoryShipmentReceive',
  'inventoryTransferCreate',
  'inventoryTransferCreateAsReadyToShip',
  'inventoryTransferDuplicate',
  'inventoryTransferSetItems',
  'locationActivate',
  'locationDeactivate',
  'refundCreate',
]);

/** A payload, as far as the keys care. */
interface Payload {
  readonly userErrors?: readonly unknown[];
}

interface Attempt {
  readonly fingerprint: string;
  readonly at: number;
  /** Absent when the attempt failed. */
  readonly payload?: unknown;
}

/** The three answers to a key that was seen before, as typed code and as the sentence that code-less errors carry. */
const refusals = {
  concurrent: ['IDEMPOTENCY_CONCURRENT_REQUEST', 'A request with this idempotency key is in progress'],
  mismatch: ['IDEMPOTENCY_KEY_PARAMETER_MISMATCH', 'The idempotency key was used with other parameters'],
  failed: ['IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', 'The attempt before with this idempotency key failed'],
} as const;

/** How long a key is remembered. The platform does not say; a day is what we make of it. */
const keptMs = 86_400_000;

/** Remembers idempotency keys and answers repetitions of them, for every mutation that takes one. */
export class IdempotencyKeys {
  readonly #now: () => number;
  readonly #faults: Faults;
  readonly #attempts = new Map<string, Attempt>();

  constructor(options: { readonly now: () => number; readonly faults: Faults }) {
    this.#now = options.now;
    this.#faults = options.faults;
  }

  /** The mutation with the rules of its key around it. */
  guard(name: string, mutation: Resolver): (args: never, context: unknown, info: GraphQLResolveInfo) => unknown {
    return (args, _context, info) => {
      const key = keyOf(info);
      if (key === undefined) {
        if (idempotentMutations.has(name)) {
          throw badRequest('The @idempotent directive is required for this mutation but was not provided.');
        }
        return mutation(args);
      }
      if (key.trim() === '') throw badRequest('The idempotency key must not be blank');
      return this.#once(key, `${name} ${JSON.stringify(args)}`, () => mutation(args));
    };
  }

  #once(key: string, fingerprint: string, run: () => unknown): unknown {
    if (this.#faults.strikes('concurrent-key', key)) return refusal('concurrent');
    const before = this.#attempts.get(key);
    if (before && this.#now() - before.at < keptMs) {
      if (before.fingerprint !== fingerprint) return refusal('mismatch');
      return before.payload === undefined ? refusal('failed') : before.payload;
    }
    const attempt = { fingerprint, at: this.#now() };
    this.#attempts.set(key, attempt);
    const payload = run();
    const failed = ((payload as Payload).userErrors?.length ?? 0) > 0;
    if (!failed) this.#attempts.set(key, { ...attempt, payload });
    return payload;
  }
}

function keyOf({ fieldNodes, schema, variableValues }: GraphQLResolveInfo): string | undefined {
  const directive = schema.getDirective('idempotent');
  const [node] = fieldNodes;
  const values = directive && node && getDirectiveValues(directive, node, variableValues);
  return typeof values?.['key'] === 'string' ? values['key'] : undefined;
}

function refusal(kind: keyof typeof refusals): unknown {
  const [code, message] = refusals[kind];
  return { userErrors: [{ field: null, message, code }] };
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
