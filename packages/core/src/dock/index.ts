export { type DockAvailabilityOptions, type DockAvailabilityStatus } from './availability.ts';
export { createCrossdock } from './create-crossdock.ts';
export { type Crossdock, type CrossdockOptions } from './crossdock.ts';
export { type DockEvents } from './notices.ts';
export { otelObserver } from './otel-observer.ts';
export { type DockStatus, type SystemStatus } from './status.ts';
export { type DirectCall, type DockedSystem } from './systems.ts';
export { formatTrace, type Trace, type TraceLine } from './trace.ts';
export { type WebhookHandler } from './webhook-handler.ts';
export {
  type CheckedFlow,
  type CheckedFlows,
  type CheckedSystems,
  type Owners,
  type OwningService,
  type Systems,
} from './wiring.ts';
