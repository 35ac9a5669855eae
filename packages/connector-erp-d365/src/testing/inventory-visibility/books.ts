import { Refused, sameWord, type VisibilityConfiguration } from './configuration.ts';

/** Units are kept in millionths, so that sums stay exact. */
const one = 1_000_000;
const kept = (units: number): number => Math.round(units * one);
const told = (millionths: number): number => millionths / one;

/** A change that was applied. */
export interface PostedChange {
  readonly id: string;
  readonly product: string;
  readonly site: string;
  readonly location: string;
  /** Dimensions of the variant, in lower case. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** `pos.inbound` */
  readonly measure: string;
  readonly units: number;
  readonly kind: 'added' | 'set';
}

/** A reservation and what is left of it. */
export interface BookedReservation {
  readonly id: string;
  readonly reservationId: string;
  readonly product: string;
  readonly site: string;
  readonly location: string;
  readonly asked: number;
  readonly held: number;
  /** Ids of the requests that gave units back. */
  readonly releasedBy: readonly string[];
}

/** What an auditor may look at. */
export interface VisibilityBooks {
  changes(): readonly PostedChange[];
  reservations(): readonly BookedReservation[];
  /** The sum of a measure (`fno.physicalinvent`) of a product at a place, over its variants. */
  units(product: string, site: string, location: string, measure: string): number;
}

/** Where units lie. */
export interface Spot {
  readonly product: string;
  readonly site: string;
  readonly location: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One row: a product at a place in one variant, with its measures in millionths. */
export interface Held extends Spot {
  readonly measures: Map<string, number>;
}

interface Reservation {
  readonly id: string;
  readonly reservationId: string;
  readonly row: Held;
  readonly measure: string;
  readonly asked: number;
  held: number;
  readonly releasedBy: string[];
}

/** The books of one organisation. */
export class MemoryVisibilityBooks implements VisibilityBooks {
  readonly rows = new Map<string, Held>();
  readonly #changes: PostedChange[] = [];
  readonly #reservations = new Map<string, Reservation>();
  readonly #configuration: VisibilityConfiguration;

  constructor(configuration: VisibilityConfiguration) {
    this.#configuration = configuration;
  }

  add(id: string, spot: Spot, measure: string, units: number): void {
    const row = this.#row(spot);
    row.measures.set(measure, (row.measures.get(measure) ?? 0) + kept(units));
    this.#changes.push({ id, ...placeOf(row), measure, units, kind: 'added' });
  }

  set(id: string, spot: Spot, measure: string, units: number): void {
    const row = this.#row(spot);
    row.measures.set(measure, kept(units));
    this.#changes.push({ id, ...placeOf(row), measure, units, kind: 'set' });
  }

  reserve(id: string, spot: Spot, measure: string, units: number, check: boolean): string {
    if (check && this.#availableAt(spot) < kept(units)) {
      throw new Refused('There is not enough available to reserve for the product and dimensions.');
    }
    const row = this.#row(spot);
    row.measures.set(measure, (row.measures.get(measure) ?? 0) + kept(units));
    const reservationId = `rsv-${this.#reservations.size + 1}`;
    const held = kept(units);
    this.#reservations.set(reservationId, { id, reservationId, row, measure, asked: held, held, releasedBy: [] });
    return reservationId;
  }

  /** Gives units back, and answers how many of them were not held. */
  unreserve(id: string, reservationId: string, spot: Omit<Spot, 'product'>, units: number): number {
    const reservation = this.#reservations.get(reservationId);
    if (!reservation) throw new Refused(`Reservation '${reservationId}' does not exist.`, 404);
    const { row } = reservation;
    if (spotKey({ ...spot, product: row.product }) !== spotKey(row)) {
      throw new Refused('The dimensions are not those of the reservation.');
    }
    const back = Math.min(reservation.held, kept(units));
    reservation.held -= back;
    if (back > 0) reservation.releasedBy.push(id);
    row.measures.set(reservation.measure, (row.measures.get(reservation.measure) ?? 0) - back);
    return told(kept(units) - back);
  }

  /** Takes units off the shelf and off the reservations of a product at a place. */
  offset(product: string, site: string, location: string, units: number): void {
    let open = kept(units);
    for (const reservation of this.#reservations.values()) {
      const { row, measure } = reservation;
      if (!sameWord(row.product, product) || row.site !== site || row.location !== location) continue;
      const taken = Math.min(open, reservation.held);
      open -= taken;
      reservation.held -= taken;
      row.measures.set(measure, (row.measures.get(measure) ?? 0) - taken);
      row.measures.set('fno.physicalinvent', (row.measures.get('fno.physicalinvent') ?? 0) - taken);
    }
    if (open > 0) throw new RangeError(`${told(open)} of ${product} are not reserved there`);
  }

  /** Measures of a row as the service tells them: those of the configuration, and what is computed. */
  tell(rows: readonly Held[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const quantities: Record<string, Record<string, number>> = {};
    for (const [source, measures] of Object.entries(this.#configuration.sources)) {
      const name = source.toLowerCase();
      quantities[name] = Object.fromEntries(
        measures.map((it) => [it.toLowerCase(), told(sumOf(rows, `${source}.${it}`.toLowerCase()))]),
      );
    }
    quantities['iv'] = { ...quantities['iv'], availabletoreserve: told(this.#available(rows)) };
    return quantities;
  }

  changes(): readonly PostedChange[] {
    return this.#changes;
  }

  reservations(): readonly BookedReservation[] {
    return [...this.#reservations.values()].map(({ id, reservationId, row, asked, held, releasedBy }) => ({
      id,
      reservationId,
      product: row.product,
      site: row.site,
      location: row.location,
      asked: told(asked),
      held: told(held),
      releasedBy,
    }));
  }

  units(product: string, site: string, location: string, measure: string): number {
    const rows = [...this.rows.values()].filter(
      (it) => sameWord(it.product, product) && sameWord(it.site, site) && sameWord(it.location, location),
    );
    return told(sumOf(rows, measure.toLowerCase()));
  }

  #row(spot: Spot): Held {
    const key = spotKey(spot);
    const row = this.rows.get(key) ?? { ...lowered(spot), measures: new Map<string, number>() };
    this.rows.set(key, row);
    return row;
  }

  #availableAt(spot: Spot): number {
    const row = this.rows.get(spotKey(spot));
    return row ? this.#available([row]) : 0;
  }

  #available(rows: readonly Held[]): number {
    return this.#configuration.availableToReserve.reduce((sum, term) => {
      const name = term.replace(/^-/, '').toLowerCase();
      return sum + (term.startsWith('-') ? -1 : 1) * sumOf(rows, name);
    }, 0);
  }
}

function sumOf(rows: readonly Held[], measure: string): number {
  return rows.reduce((sum, row) => sum + (row.measures.get(measure) ?? 0), 0);
}

/** Dimension values are kept in lower case. */
function lowered({ product, site, location, dimensions }: Spot): Spot {
  const low = Object.entries(dimensions)
    .map(([name, value]) => [name, value.toLowerCase()] as const)
    .filter(([, value]) => value !== '');
  return { product, site: site.toLowerCase(), location: location.toLowerCase(), dimensions: Object.fromEntries(low) };
}

function spotKey(spot: Spot): string {
  const { product, site, location, dimensions } = lowered(spot);
  const variant = Object.entries(dimensions)
    .map((it) => it.join('='))
    .toSorted();
  return JSON.stringify([product.toLowerCase(), site, location, variant]);
}

const placeOf = ({ product, site, location, dimensions }: Held) => ({ product, site, location, dimensions });
