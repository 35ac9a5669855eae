import { parse } from '../../schemas/index.ts';
import { type Core } from './core.ts';
import { Offers } from './offer.ts';
import { Policy } from './policy.ts';
import { AvailabilityRules } from './rules.ts';
import { toAmount } from './units.ts';

/** What other rules would make of today's numbers. Quantities are decimal texts. */
export interface DryRun {
  readonly from: { readonly version: number; readonly owner: string };
  readonly to: { readonly version: number; readonly owner: string };
  /** By channel: sellable units of all SKUs together, and how many SKUs change, gain their first or lose their last unit. */
  readonly channels: Readonly<Record<string, DryRunChannel>>;
  /** The greatest changes first. */
  readonly changes: readonly DryRunChange[];
}

export interface DryRunChannel {
  readonly before: string;
  readonly after: string;
  readonly changed: number;
  readonly soldOut: number;
  readonly back: number;
}

export interface DryRunChange {
  readonly sku: string;
  readonly channel: string;
  readonly before: string;
  readonly after: string;
}

const mostListed = 1_000;

/** Works out what rules would do to the numbers as they stand, as if they were in effect now. Changes nothing. */
export function dryRunRules(core: Core, input: unknown, list = mostListed): DryRun {
  const rules = parse(AvailabilityRules, input, { what: 'the rules of availability' });
  const { ledger, feeds, categories } = core.state;
  const before = core.offers();
  const after = new Offers({ ledger, feeds, categories }, new Policy(rules), core.now());
  const current = before.policy.rules;
  const names = new Set([...Object.keys(current.channels), ...Object.keys(rules.channels)]);
  const channels: Record<string, DryRunChannel> = {};
  const changes: (DryRunChange & { readonly by: number })[] = [];
  for (const channel of names) {
    const sums = { before: 0, after: 0, changed: 0, soldOut: 0, back: 0 };
    for (const [sku, name] of ledger.table.skus.all().entries()) {
      const [was, is] = [sellableIn(before, sku, channel), sellableIn(after, sku, channel)];
      sums.before += was;
      sums.after += is;
      if (was === is) continue;
      sums.changed += 1;
      if (is === 0) sums.soldOut += 1;
      if (was === 0) sums.back += 1;
      changes.push({ sku: name, channel, before: toAmount(was), after: toAmount(is), by: Math.abs(is - was) });
    }
    channels[channel] = { ...sums, before: toAmount(sums.before), after: toAmount(sums.after) };
  }
  return {
    from: { version: current.version, owner: current.owner },
    to: { version: rules.version, owner: rules.owner },
    channels,
    changes: changes
      .toSorted((a, b) => b.by - a.by || (`${a.sku} ${a.channel}` < `${b.sku} ${b.channel}` ? -1 : 1))
      .slice(0, list)
      .map(({ by: _, ...change }) => change),
  };
}

/** Rules that name other channels sell nothing in this one. */
function sellableIn(offers: Offers, sku: number, channel: string): number {
  return offers.policy.names(channel) ? offers.sellable(sku, channel) : 0;
}
