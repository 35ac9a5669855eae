import { instantOfWallClock, IntegrationError, toMs } from '../../primitives/index.ts';
import { FulfillmentMethod } from '../../schemas/index.ts';
import {
  type AvailabilityRules,
  type BufferRule,
  type ConfidenceRule,
  type RuledLocation,
  type Where,
} from './rules.ts';
import { toThousandths } from './units.ts';

/** A buffer with its units in thousandths and its season in epoch milliseconds. */
export interface ReadyBuffer {
  readonly rule: BufferRule;
  readonly units: number;
  /** Absent: every SKU. */
  readonly skus: ReadonlySet<string> | undefined;
  readonly from: number;
  /** First instant after the season. */
  readonly until: number;
}

interface ReadyConfidence {
  readonly rule: ConfidenceRule;
  /** From the longest silence to the shortest. */
  readonly steps: readonly { readonly afterMs: number; readonly keepPercent: number }[];
}

/** How far something is trusted, by which rule, and until when that stays so if nothing is heard. */
export interface Trust {
  readonly keepPercent: number;
  readonly rule?: string;
  readonly until: number;
}

const dayMs = 86_400_000;

/** When a day begins, or one so many days after it. */
function beginOf(date: string, daysAfter: number, timeZone = 'UTC'): number {
  return instantOfWallClock(Date.parse(`${date}T00:00:00Z`) + daysAfter * dayMs, timeZone, 'first');
}

/** Rules made ready to be asked millions of times: what they say about a location, a channel, an age. */
export class Policy {
  readonly rules: AvailabilityRules;
  readonly locations: ReadonlyMap<string, RuledLocation>;
  readonly buffers: readonly ReadyBuffer[];
  /** How long a promise lasts that does not say it itself, in milliseconds. */
  readonly holdsLastMs: number;
  readonly #confidence: readonly ReadyConfidence[];

  constructor(rules: AvailabilityRules) {
    this.rules = rules;
    this.holdsLastMs = toMs(rules.holds.expireAfter);
    this.locations = new Map(rules.locations.map((it) => [it.code, it]));
    this.buffers = rules.buffers.map((rule) => ({
      rule,
      units:
        rule.units === undefined ? 0 : toThousandths({ amount: rule.units, unit: 'EA' }, `buffers.${rule.id}.units`),
      skus: rule.skus && new Set(rule.skus),
      from: rule.from === undefined ? -Infinity : beginOf(rule.from, 0, rules.timeZone),
      until: rule.to === undefined ? Infinity : beginOf(rule.to, 1, rules.timeZone),
    }));
    this.#confidence = rules.confidence.map((rule) => ({
      rule,
      steps: rule.steps
        .map(({ after, keepPercent }) => ({ afterMs: toMs(after), keepPercent }))
        .toSorted((a, b) => b.afterMs - a.afterMs),
    }));
  }

  /** Whether rules are set for channels at all; without, every location serves every channel. */
  get hasChannels(): boolean {
    return Object.keys(this.rules.channels).length > 0;
  }

  /** Whether the rules speak of a channel. Where they speak of none, every location serves every channel. */
  names(channel: string): boolean {
    return !this.hasChannels || this.rules.channels[channel] !== undefined;
  }

  /**
   * Whether a location serves a channel, by a method if one is given.
   *
   * @throws IntegrationError `input-invalid` for a channel that the rules do not name, and for what is no method at all
   */
  serves(location: string, channel: string, method?: string): boolean {
    if (!this.hasChannels) return true;
    const methods = this.rules.channels[channel];
    if (!methods) throw unknownChannel(channel);
    if (method === undefined) return Object.values(methods).some((where) => this.#isIn(where, location));
    const where = methods[mustBeMethod(method)];
    return where !== undefined && this.#isIn(where, location);
  }

  /** Buffers that may speak of a location in a channel, whatever the SKU. */
  buffersAt(location: string, channel: string | undefined, per: BufferRule['per']): readonly ReadyBuffer[] {
    return this.buffers.filter(
      ({ rule }) =>
        rule.per === per &&
        (rule.channels === undefined || (channel !== undefined && rule.channels.includes(channel))) &&
        (per === 'channel' || this.#isIn(rule, location)),
    );
  }

  /** How far the units at a location are trusted when its feed was last heard then. */
  trustInFeed(location: string, heardAt: number | undefined, now: number): Trust {
    return this.#trust((of) => 'feed' in of && this.#isIn(of.feed, location), heardAt, now);
  }

  /** How far levels of a source are trusted when it last told some then. */
  trustInSource(source: string, heardAt: number | undefined, now: number): Trust {
    return this.#trust((of) => 'source' in of && of.source === source, heardAt, now);
  }

  /** The next instant after now at which a season begins or ends. */
  nextSeason(now: number): number {
    return Math.min(...this.buffers.flatMap(({ from, until }) => [from, until].filter((it) => it > now)), Infinity);
  }

  #trust(isAbout: (of: ConfidenceRule['of']) => boolean, heardAt = -Infinity, now: number): Trust {
    let trust: Trust = { keepPercent: 100, until: Infinity };
    for (const { rule, steps } of this.#confidence) {
      if (!isAbout(rule.of)) continue;
      const ageMs = now - heardAt;
      const reached = steps.find(({ afterMs }) => ageMs >= afterMs);
      const next = Math.min(...steps.filter(({ afterMs }) => ageMs < afterMs).map(({ afterMs }) => heardAt + afterMs));
      const keepPercent = reached?.keepPercent ?? 100;
      trust = {
        ...(keepPercent < trust.keepPercent ? { keepPercent, rule: rule.id } : trust),
        until: Math.min(trust.until, next),
      };
    }
    return trust;
  }

  #isIn({ locations, kinds }: Where, location: string): boolean {
    if (locations !== undefined && !locations.includes(location)) return false;
    if (kinds === undefined) return true;
    const kind = this.locations.get(location)?.kind;
    return kind !== undefined && kinds.includes(kind);
  }
}

function mustBeMethod(method: string): FulfillmentMethod {
  const { data } = FulfillmentMethod.safeParse(method);
  if (data !== undefined) return data;
  throw new IntegrationError(`There is no method '${method}'; methods are ${FulfillmentMethod.options.join(', ')}`, {
    code: 'input-invalid',
    path: 'method',
  });
}

function unknownChannel(channel: string): IntegrationError {
  return new IntegrationError(`The rules of availability name no channel '${channel}'`, {
    code: 'input-invalid',
    path: 'channel',
  });
}
