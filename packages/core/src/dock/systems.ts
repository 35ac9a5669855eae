import {
  type AnyConnection,
  capabilities,
  type Capability,
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  isCapabilityName,
  type Limits,
} from '../capabilities/index.ts';
import { type CapabilityRequest, type SystemsPort } from '../orchestrator/index.ts';
import { type GateClosing, type Pipeline, type SystemBarriers } from '../policies/index.ts';
import { IntegrationError } from '../primitives/index.ts';
import { parse } from '../schemas/index.ts';
import { type WebhookHandler } from './webhook-handler.ts';

/** A connected system with everything the dock put around it. */
export interface ConnectedSystem {
  readonly name: string;
  readonly connection: AnyConnection;
  readonly pipeline: Pipeline;
  readonly barriers: SystemBarriers;
  readonly limits: Limits;
}

/** What a call outside any flow has to say. */
export interface DirectCall {
  /** Stable idempotency key: the same on every repetition of the same business act. */
  readonly key: string;
  /** @default the key */
  readonly txn?: string;
  readonly signal?: AbortSignal;
}

/** A wired system as the application sees it. */
export interface DockedSystem<C extends CapabilityName> {
  readonly name: string;
  /** Takes the system's webhooks: a standard `Request` in, a `Response` out. */
  readonly webhook: WebhookHandler;
  /** Calls a capability outside any flow, through the same pipeline. Nothing of it is journaled. */
  call<K extends C>(capability: K, input: CapabilityInput<K>, call: DirectCall): Promise<CapabilityOutput<K>>;
  /** Keeps calls away from the system, for a while or until {@link DockedSystem.open}. Runs that hold wait; others are tried again. */
  close(closing: GateClosing): void;
  open(): void;
}

/** The systems as the orchestrator calls them. */
export function createSystemsPort(systems: ReadonlyMap<string, ConnectedSystem>): SystemsPort {
  return {
    call: (request) => callSystem(systems, request),
    reference(capability, input) {
      const contract = contractOf(capability);
      return contract.reference(parse(contract.input, input, { what: `the input of '${capability}'` }));
    },
    identifiers: identifiersOf,
  };
}

/** Calls one capability of one system through its pipeline. */
export async function callSystem(
  systems: ReadonlyMap<string, ConnectedSystem>,
  {
    system,
    capability,
    input,
    ...context
  }: Omit<CapabilityRequest, 'record'> & Partial<Pick<CapabilityRequest, 'record'>>,
): Promise<unknown> {
  const connected = systems.get(system);
  const implementation = isCapabilityName(capability) ? connected?.connection.capabilities[capability] : undefined;
  if (!connected || !implementation) {
    throw new IntegrationError(`System '${system}' has no capability '${capability}'`, {
      code: 'wiring-invalid',
      system,
    });
  }
  return connected.pipeline.call(contractOf(capability), implementation, input, context);
}

function contractOf(capability: string): Capability {
  if (isCapabilityName(capability)) return capabilities[capability];
  throw new IntegrationError(`There is no capability '${capability}'`, { code: 'wiring-invalid' });
}

/** Ids by which a person may ask for a result later: a document's id and number. */
function identifiersOf(result: unknown): readonly string[] {
  if (typeof result !== 'object' || result === null) return [];
  const { id, number } = result as { readonly id?: unknown; readonly number?: unknown };
  return [id, number].filter((it): it is string => typeof it === 'string' && it !== '');
}
