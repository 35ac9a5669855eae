export { type Brand } from './brand.ts';
export { canonicalJson, contentHash } from './canonical-json.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Duration, toMs } from './duration.ts';
export { type Disposition, type ErrorCode, errorCodes } from './error-codes.ts';
export {
  type ErrorDetails,
  IntegrationError,
  type IntegrationErrorOptions,
  isIntegrationError,
  toIntegrationError,
} from './errors.ts';
export { type ObservedSpan, type Observer, type ObserverAttributes, silentObserver } from './observer.ts';
export { type Random, seededRandom, systemRandom } from './random.ts';
export { Secret, secret } from './secret.ts';
