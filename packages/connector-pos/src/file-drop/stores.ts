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
