import { type Offers } from './offer.ts';
import { perUnit } from './units.ts';

/** What is asked for, with several lines of one SKU summed. Units are thousandths. */
export interface Demand {
  readonly sku: string;
  readonly number: number;
  readonly unit: string;
  readonly units: number;
  /** Absent: the rules decide. */
  readonly location?: string;
}

/** Where somebody waits for the goods. */
export interface Destination {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a plan is made from. */
export interface SourcingQuestion {
  readonly offers: Offers;
  readonly channel: string | undefined;
  readonly method: string | undefined;
  readonly demands: readonly Demand[];
  readonly near: Destination | undefined;
  readonly locationName: (location: number) => string;
  readonly findLocation: (name: string) => number | undefined;
  /** Orders that a location was asked to pack today. */
  readonly ordersToday: (location: string) => number;
}

export interface PlannedLine {
  readonly sku: string;
  readonly unit: string;
  readonly location: string;
  readonly units: number;
}

/** Units that are not there. */
export interface Shortage {
  readonly sku: string;
  /** Absent: over all locations that serve the channel. */
  readonly location?: string;
  readonly asked: number;
  readonly sellable: number;
  /** So many locations an order may be split over: more have some. */
  readonly mostSplits?: number;
  /** Some locations have packed as many orders today as they can: those have more. */
  readonly isPackedOut?: true;
}

export type Plan = { readonly lines: readonly PlannedLine[] } | { readonly shortages: readonly Shortage[] };

/** Decides from where every line is served, all of them or none. */
export function planSourcing(question: SourcingQuestion): Plan {
  const [only, ...others] = question.demands;
  if (only && others.length === 0 && only.location === undefined) return planOne(question, only);
  const fixed = question.demands.filter((it) => it.location !== undefined);
  const open = question.demands.filter((it) => it.location === undefined);
  const taken = new Map<string, number>();
  const lines: PlannedLine[] = [];
  const shortages: Shortage[] = [];
  for (const { sku, number, unit, units, location = '' } of fixed) {
    const where = question.findLocation(location);
    const { offers, channel, method } = question;
    const sellable = where === undefined ? 0 : offers.sellableAt(number, where, channel, method);
    if (sellable < units) shortages.push({ sku, location, asked: units, sellable });
    else lines.push({ sku, unit, location, units });
    taken.set(`${sku}\n${location}`, units);
  }
  // Lines of one SKU at several locations may still ask for more than the channel has in all.
  shortages.push(...beyondChannel(question, shortages));
  if (shortages.length > 0) return { shortages };
  const planned = planOpen(question, open, taken);
  return 'shortages' in planned ? planned : { lines: [...lines, ...planned.lines] };
}

/** What most orders are. Of what is sold out no location is looked at. */
function planOne(question: SourcingQuestion, demand: Demand): Plan {
  const { offers, channel, method } = question;
  const { sku, number, units } = demand;
  const sellable = offers.sellable(number, channel, method);
  if (sellable < units) return { shortages: [{ sku, asked: units, sellable }] };
  return planFromOnly(question, demand) ?? planOpen(question, [demand], noneTaken);
}

/** A channel that one location serves leaves nothing to choose, unless the location may be full. */
function planFromOnly(question: SourcingQuestion, { sku, number, unit, units }: Demand): Plan | undefined {
  const { offers, channel, method, locationName } = question;
  const locations = offers.locationsOf(channel, method);
  const [only] = locations;
  if (only === undefined || locations.length > 1) return undefined;
  const location = locationName(only);
  if (offers.policy.locations.get(location)?.ordersPerDay !== undefined) return undefined;
  return offers.sellableAt(number, only, channel, method) < units
    ? undefined
    : { lines: [{ sku, unit, location, units }] };
}

const noneTaken: ReadonlyMap<string, number> = new Map();

function beyondChannel(
  { offers, channel, method, demands }: SourcingQuestion,
  known: readonly Shortage[],
): readonly Shortage[] {
  const asked = new Map<Demand['sku'], { number: number; units: number }>();
  for (const { sku, number, units } of demands) {
    asked.set(sku, { number, units: (asked.get(sku)?.units ?? 0) + units });
  }
  return [...asked].flatMap(([sku, { number, units }]) => {
    const sellable = offers.sellable(number, channel, method);
    return units > sellable && !known.some((it) => it.sku === sku) ? [{ sku, asked: units, sellable }] : [];
  });
}

interface Candidate {
  readonly name: string;
  /** Thousandths that it can give, by SKU. */
  readonly gives: ReadonlyMap<string, number>;
  /** It was asked to pack as many orders today as it can. */
  readonly isFull: boolean;
  readonly distanceKm: number;
  readonly priority: number;
  readonly kind: string | undefined;
}

function planOpen(question: SourcingQuestion, demands: readonly Demand[], taken: ReadonlyMap<string, number>): Plan {
  if (demands.length === 0) return { lines: [] };
  const { sourcing } = question.offers.policy.rules;
  const all = candidatesFor(question, demands, taken);
  // Where capacity is named among what matters, nobody is asked for more than he can pack; else such a one is asked last.
  const candidates = sourcing.prefer.includes('capacity') ? all.filter((it) => !it.isFull) : all;
  const short = demands.flatMap(({ sku, units }): Shortage[] => {
    const sellable = sumOf(candidates, sku);
    if (sellable >= units) return [];
    return [{ sku, asked: units, sellable, ...(sumOf(all, sku) > sellable && { isPackedOut: true }) }];
  });
  if (short.length > 0) return { shortages: short };

  const ranked = candidates.toSorted((a, b) => compareCandidates(a, b, demands, sourcing.prefer));
  if (sourcing.prefer.includes('fewest-splits')) {
    const whole = ranked.find((it) => demands.every(({ sku, units }) => (it.gives.get(sku) ?? 0) >= units));
    if (whole) return { lines: demands.map(({ sku, unit, units }) => ({ sku, unit, units, location: whole.name })) };
  }
  const { mostSplits } = sourcing;
  const mostFirst = sourcing.prefer.includes('fewest-splits');
  const plan = split(ranked, demands, mostSplits, mostFirst);
  // Taking the best one first may come to its end too early; before anybody is refused, others are tried.
  return 'lines' in plan ? plan : (splitOtherwise(ranked, demands, mostSplits) ?? plan);
}

/** Most sets of locations that are looked at for one order. */
const mostTries = 20_000;

/** The smallest set of locations that has everything, of the best ranked ones. */
function splitOtherwise(
  ranked: readonly Candidate[],
  demands: readonly Demand[],
  mostSplits: number,
): Plan | undefined {
  let tries = 0;
  const withMore = (chosen: readonly Candidate[], from: number, more: number): Plan | undefined => {
    if (more === 0) {
      tries += 1;
      const hasAll = demands.every(({ sku, units }) => sumOf(chosen, sku) >= units);
      const plan = hasAll ? split(chosen, demands, chosen.length, true) : undefined;
      return plan && 'lines' in plan ? plan : undefined;
    }
    for (let next = from; next <= ranked.length - more && tries < mostTries; next++) {
      const found = withMore([...chosen, ranked[next] as Candidate], next + 1, more - 1);
      if (found) return found;
    }
    return undefined;
  };
  for (let size = 1; size <= Math.min(mostSplits, ranked.length); size++) {
    const found = withMore([], 0, size);
    if (found) return found;
  }
  return undefined;
}

const sumOf = (candidates: readonly Candidate[], sku: string): number =>
  candidates.reduce((sum, { gives }) => sum + (gives.get(sku) ?? 0), 0);

/** Takes from the location that covers most of what is still open, or from the best ranked one. */
function split(ranked: readonly Candidate[], demands: readonly Demand[], mostSplits: number, mostFirst: boolean): Plan {
  const open = new Map(demands.map(({ sku, units }) => [sku, units]));
  const lines: PlannedLine[] = [];
  const used = new Set<string>();
  const coverOf = ({ gives }: Candidate) =>
    demands.reduce((sum, { sku }) => sum + Math.min(open.get(sku) ?? 0, gives.get(sku) ?? 0), 0);
  for (let left = [...ranked]; left.length > 0 && used.size < mostSplits;) {
    const useful = left.filter((it) => coverOf(it) > 0);
    const [first] = mostFirst ? useful.toSorted((a, b) => coverOf(b) - coverOf(a)) : useful;
    if (!first) break;
    used.add(first.name);
    left = left.filter((it) => it !== first);
    for (const { sku, unit } of demands) {
      const units = wholeUnits(Math.min(open.get(sku) ?? 0, first.gives.get(sku) ?? 0), open.get(sku) ?? 0);
      if (units <= 0) continue;
      lines.push({ sku, unit, location: first.name, units });
      open.set(sku, (open.get(sku) ?? 0) - units);
    }
  }
  const short = demands.filter(({ sku }) => (open.get(sku) ?? 0) > 0);
  if (short.length === 0) return { lines };
  return {
    shortages: short.map(({ sku, units }) => ({
      sku,
      asked: units,
      sellable: units - (open.get(sku) ?? 0),
      mostSplits,
    })),
  };
}

/** A part of an order in whole units is in whole units. */
function wholeUnits(units: number, asked: number): number {
  return units === asked || asked % perUnit !== 0 ? units : units - (units % perUnit);
}

function candidatesFor(
  { offers, channel, method, near, locationName, ordersToday }: SourcingQuestion,
  demands: readonly Demand[],
  taken: ReadonlyMap<string, number>,
): readonly Candidate[] {
  return offers.locationsOf(channel, method).flatMap((location): Candidate[] => {
    const name = locationName(location);
    const gives = new Map<string, number>();
    for (const { sku, number } of demands) {
      const units = offers.sellableAt(number, location, channel, method) - (taken.get(`${sku}\n${name}`) ?? 0);
      if (units > 0) gives.set(sku, units);
    }
    if (gives.size === 0) return [];
    const ruled = offers.policy.locations.get(name);
    return [
      {
        name,
        gives,
        isFull: ruled?.ordersPerDay !== undefined && ordersToday(name) >= ruled.ordersPerDay,
        kind: ruled?.kind,
        distanceKm: near && ruled?.at ? kilometres(near, ruled.at) : Infinity,
        priority: ruled?.priority ?? 0,
      },
    ];
  });
}

function compareCandidates(a: Candidate, b: Candidate, demands: readonly Demand[], prefer: readonly string[]): number {
  if (a.isFull !== b.isFull) return Number(a.isFull) - Number(b.isFull);
  for (const what of [...prefer, 'priority']) {
    const difference = compareBy(what, a, b, demands);
    if (difference !== 0) return difference;
  }
  return a.name < b.name ? -1 : 1;
}

function compareBy(what: string, a: Candidate, b: Candidate, demands: readonly Demand[]): number {
  if (what === 'nearest') return a.distanceKm === b.distanceKm ? 0 : a.distanceKm - b.distanceKm;
  if (what === 'keep-last-unit') return Number(losesLast(a, demands)) - Number(losesLast(b, demands));
  if (what === 'priority') return a.priority - b.priority;
  return 0;
}

/** Whether a shop would have an empty shelf afterwards. */
function losesLast({ kind, gives }: Candidate, demands: readonly Demand[]): boolean {
  return kind === 'store' && demands.some(({ sku, units }) => (gives.get(sku) ?? 0) - units < perUnit);
}

const earthKm = 6_371;

/** Great-circle distance. */
function kilometres(a: Destination, b: Destination): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [latitude, longitude] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const chord =
    Math.sin(latitude / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitude / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.sqrt(chord));
}
