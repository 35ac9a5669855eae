import { IntegrationError } from '@crossdock/core';

/** A store as tickets need it. */
export interface Store {
  /** Our code of the location. */
  readonly code: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** Local time at which a business day begins. */
  readonly dayCut: string;
  readonly currency: string;
}

/** By the name that files give a store. */
export type Stores = ReadonlyMap<string, Store>;

/**
 * The store that has a code of ours.
 *
 * @throws IntegrationError `config-invalid` (path `stores`) when no option names it any more: its zone and currency are not guessed.
 */
export function storeOf(stores: Stores, code: string): Store {
  const found = [...stores.values()].find((it) => it.code === code);
  if (found) return found;
  throw new IntegrationError(`No option names the store ${code}`, { code: 'config-invalid', path: 'stores' });
}
