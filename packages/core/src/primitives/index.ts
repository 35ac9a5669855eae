export { allocate } from './allocate.ts';
export { type Brand } from './brand.ts';
export { type BusinessDayOptions, businessDateOf } from './business-date.ts';
export { canonicalJson, contentHash } from './canonical-json.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Conversion, convertQuantity } from './convert-quantity.ts';
export { currencyCodes, exponentOf, isCurrency } from './currencies.ts';
export { plainDecimal, toDecimal } from './decimal.ts';
export { type Duration, toMs } from './duration.ts';
export { type Disposition, type ErrorCode, errorCodes } from './error-codes.ts';
export {
  type ErrorDetails,
  IntegrationError,
  type IntegrationErrorOptions,
  isIntegrationError,
  toIntegrationError,
} from './errors.ts';
export { type Money } from './money-decimal.ts';
export {
  add,
  compare,
  equals,
  isNegative,
  isZero,
  money,
  multiply,
  negate,
  round,
  subtract,
  sum,
  zero,
} from './money.ts';
export { nearestName } from './nearest-name.ts';
export { type ObservedSpan, type Observer, type ObserverAttributes, silentObserver } from './observer.ts';
export {
  addQuantities,
  compareQuantities,
  negateQuantity,
  quantity,
  type Quantity,
  subtractQuantities,
  sumQuantities,
  unitCode,
} from './quantity.ts';
export { type Rounding, type RoundingMode } from './rounding.ts';
export { type Random, seededRandom, systemRandom } from './random.ts';
export { Secret, secret } from './secret.ts';
export { instantOfWallClock, isTimeZone, wallClock } from './wall-clock.ts';
