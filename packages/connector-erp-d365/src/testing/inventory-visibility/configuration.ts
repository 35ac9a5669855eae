/** How an environment of the service is set up: what may be posted, asked and reserved. */
export interface VisibilityConfiguration {
  /** Measures by data source. `fno` is synchronised one way and `iv` belongs to the service. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Dimensions besides site and location. */
  readonly dimensions: readonly string[];
  /** Index sets: a query groups by the first dimensions of one of them. */
  readonly indexes: readonly (readonly string[])[];
  /** What may be reserved: measures that add to it, and those with a minus that take from it. */
  readonly availableToReserve: readonly string[];
}

export const usualConfiguration: VisibilityConfiguration = {
  sources: {
    fno: ['arrived', 'availordered', 'physicalinvent', 'reservphysical'],
    pos: ['inbound', 'outbound'],
    shop: ['onhand'],
    iv: ['ordered', 'softReservOrdered', 'softReservPhysical'],
  },
  dimensions: ['colorId', 'sizeId'],
  indexes: [
    ['siteId', 'locationId', 'colorId', 'sizeId'],
    ['colorId', 'sizeId'],
  ],
  availableToReserve: ['fno.physicalinvent', 'pos.inbound', '-pos.outbound', 'shop.onhand', '-iv.softReservOrdered'],
};

/** A refusal in the service's words. */
export class Refused extends Error {
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** A measure as the configuration writes it, whatever the case of the letters. */
export function measureIn({ sources }: VisibilityConfiguration, source: string, measure: string): string {
  const known = Object.entries(sources).find(([name]) => sameWord(name, source));
  if (!known) throw new Refused(`Data source '${source}' is not configured.`);
  const name = known[1].find((it) => sameWord(it, measure));
  if (name === undefined) throw new Refused(`Measure '${measure}' of data source '${source}' is not configured.`);
  return `${known[0]}.${name}`.toLowerCase();
}

export function sameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
