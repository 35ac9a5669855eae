import { type HoldState } from '../../orchestrator/index.ts';
import { type Core } from './core.ts';
import { isLive, leftOf } from './holds.ts';
import { toAmount } from './units.ts';

/** How a sellable number comes about: in data, and in words. Quantities are decimal texts in the unit of the SKU. */
export interface Explanation {
  readonly sku: string;
  readonly unit: string;
  readonly channel?: string;
  readonly sellable: string;
  readonly locations: readonly ExplainedLocation[];
  readonly holds: readonly ExplainedHold[];
  /** What is kept back of the channel as a whole. */
  readonly pool?: { readonly units: string; readonly rule: string };
  readonly rules: { readonly version: number; readonly owner: string };
  /** One sentence for each thing that makes the number what it is. */
  readonly words: readonly string[];
}

/** One location's part of the number. */
export interface ExplainedLocation {
  readonly location: string;
  readonly onHand: string;
  readonly damaged: string;
  readonly held: string;
  readonly underway: string;
  /** On hand without what is damaged and held. */
  readonly free: string;
  readonly buffer: string;
  readonly bufferRule?: string;
  /** How much of what is free is trusted, in percent. */
  readonly keepPercent: number;
  readonly confidenceRule?: string;
  readonly sellable: string;
  /** For which instant the level is true; absent when none was ever told. */
  readonly asOf?: string;
  readonly source?: string;
  readonly counted: boolean;
  /** When its feed was last heard. */
  readonly heardAt?: string;
  readonly movementsSince: number;
}

/** Units that are promised. */
export interface ExplainedHold {
  readonly key: string;
  readonly orderRef?: string;
  readonly state: HoldState;
  readonly location: string;
  readonly units: string;
  readonly expiresAt?: string;
}

/** Explains the number of a SKU in a channel. */
export function explainSellable(core: Core, name: string, channel?: string, method?: string): Explanation {
  const { ledger, transit, feeds } = core.state;
  const offers = core.offers();
  const { rules } = offers.policy;
  const sku = ledger.table.skus.find(name);
  const about = {
    sku: name,
    ...(channel !== undefined && { channel }),
    rules: { version: rules.version, owner: rules.owner },
  };
  if (sku === undefined) {
    const words = [`Nothing is known of ${name}: no level and no movement was ever told.`];
    return { ...about, unit: 'EA', sellable: '0', locations: [], holds: [], words };
  }
  const locations = offers.explain(sku, channel, method).map((it): ExplainedLocation => {
    const location = ledger.table.locations.name(it.location);
    const { asOf, source, counted, deltas } = ledger.position(sku, it.location);
    const heardAt = feeds.location(it.location);
    return {
      location,
      onHand: toAmount(it.onHand),
      damaged: toAmount(it.damaged),
      held: toAmount(it.held),
      underway: toAmount(transit.to(name, location)),
      free: toAmount(it.free),
      buffer: toAmount(it.buffer),
      ...(it.bufferRule !== undefined && { bufferRule: it.bufferRule }),
      keepPercent: it.trust.keepPercent,
      ...(it.trust.rule !== undefined && { confidenceRule: it.trust.rule }),
      sellable: toAmount(it.sellable),
      ...(asOf !== undefined && { asOf: iso(asOf) }),
      ...(source !== undefined && { source }),
      counted,
      ...(heardAt !== undefined && { heardAt: iso(heardAt) }),
      movementsSince: deltas,
    };
  });
  const holds = holdsOf(core, sku, name);
  const pool = offers.pool(sku, channel, method);
  const explained = {
    ...about,
    unit: ledger.table.unit(sku),
    sellable: toAmount(offers.sellable(sku, channel, method)),
    locations,
    holds,
    ...(pool.rule !== undefined && { pool: { units: toAmount(pool.units), rule: pool.rule } }),
  };
  return { ...explained, words: inWords(explained) };
}

function holdsOf(core: Core, sku: number, name: string): ExplainedHold[] {
  return [...core.state.holds.ofSku(sku)].filter(isLive).flatMap((hold) =>
    hold.lines.flatMap((line, index): ExplainedHold[] => {
      const left = leftOf(hold, index);
      if (line.sku !== name || left === 0) return [];
      const mayExpire = hold.state !== 'committed' && hold.expiresAt !== undefined;
      return [
        {
          key: hold.key,
          ...(hold.orderRef !== undefined && { orderRef: hold.orderRef }),
          state: hold.state,
          location: line.location,
          units: toAmount(left),
          ...(mayExpire && { expiresAt: iso(hold.expiresAt ?? 0) }),
        },
      ];
    }),
  );
}

function inWords(it: Omit<Explanation, 'words'>): string[] {
  const { sku, unit, channel, sellable, locations, holds, pool, rules } = it;
  const where = channel === undefined ? 'over all locations' : `in channel ${channel}`;
  return [
    `${sellable} ${unit} of ${sku} may be sold ${where}, by version ${rules.version} of the rules of ${rules.owner}.`,
    ...(locations.length === 0 ? ['No location that serves it has any.'] : locations.map(locationInWords)),
    ...(pool ? [`${pool.units} are kept back of the channel as a whole (${pool.rule}).`] : []),
    ...holds.map(holdInWords),
  ];
}

function locationInWords(it: ExplainedLocation): string {
  const level =
    it.asOf === undefined
      ? 'no level was ever told'
      : `${it.counted ? 'counted' : 'told'} by ${it.source} as of ${it.asOf}`;
  const parts = [
    `${it.onHand} on hand (${level}${it.movementsSince > 0 ? `, ${it.movementsSince} ${it.movementsSince === 1 ? 'movement' : 'movements'} since` : ''})`,
    ...(it.damaged === '0' ? [] : [`${it.damaged} damaged`]),
    ...(it.held === '0' ? [] : [`${it.held} held`]),
    ...(it.keepPercent === 100
      ? []
      : [`${it.keepPercent} % of the rest trusted (${it.confidenceRule}), ${heardInWords(it.heardAt)}`]),
    ...(it.buffer === '0' ? [] : [`${it.buffer} kept back (${it.bufferRule})`]),
    ...(it.underway === '0' ? [] : [`${it.underway} on the way there and not counted`]),
  ];
  return `${it.location}: ${parts.join(', ')}; ${it.sellable} sellable.`;
}

const heardInWords = (heardAt: string | undefined): string =>
  heardAt === undefined ? 'its feed was never heard' : `its feed last heard at ${heardAt}`;

function holdInWords({ key, orderRef, state, location, units, expiresAt }: ExplainedHold): string {
  const whose = orderRef === undefined || orderRef === key ? key : `${key} (order ${orderRef})`;
  const until = expiresAt === undefined ? 'until the goods leave' : `until ${expiresAt}`;
  return `${units} at ${location} are ${state} for ${whose} ${until}.`;
}

const iso = (at: number): string => new Date(at).toISOString();
