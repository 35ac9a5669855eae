export {
  capabilities,
  isCapabilityName,
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  type CheckedInput,
  type ReadName,
  type UncheckedOutput,
  type WriteName,
} from './capabilities.ts';
export { defineCapability, domains, type Capability, type Domain, type Effect, type Ownership } from './capability.ts';
export { defineConnector, type ConnectorDefinition, type ConnectorFactory } from './connector.ts';
export {
  type Backfill,
  type BackfillPortion,
  type BackfillRequest,
  type IncomingDelivery,
  type RefusedEvent,
  type SourceEvent,
  type StoredDelivery,
  type Sweep,
  type SweepWindow,
  type WebhookSource,
} from './events.ts';
export {
  type AuthorizableRequest,
  type Authorize,
  type HttpClient,
  type HttpClientFactory,
  type HttpClientOptions,
  type HttpFailure,
  type HttpMethod,
  type HttpReply,
  type HttpRequest,
  type QueryValue,
} from './http-port.ts';
export {
  type AnyImplementation,
  type Implementation,
  type ReadImplementation,
  type WriteImplementation,
} from './implementation.ts';
export { checkConfig, notAnOption } from './config-problems.ts';
export { type Limits } from './limits.ts';
export { type PostingPeriod } from './get-posting-periods.ts';
export { type PageRequest, type RefusedItem } from './page.ts';
export { weekdays, type MaintenanceWindow, type Weekday } from './maintenance.ts';
export {
  type Call,
  type CanProbe,
  type OnceByKey,
  type OnceByProbe,
  type OnceByReference,
  type OnceOnly,
  type Probe,
  type ReadCall,
} from './once.ts';
export {
  type AnyConnection,
  type AnySystem,
  type CapabilitiesOf,
  type CapabilityMap,
  type ConfigFinding,
  type ConfigProblem,
  type Connection,
  type ConnectorPorts,
  type EventSources,
  type EventsOf,
  type Manifest,
  type System,
  type SystemPorts,
  type Upkeep,
} from './system.ts';
