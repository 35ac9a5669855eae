import { type Random, seededRandom } from '@crossdock/core';
import { type Article, type Chain } from './chain.ts';
import { hourMs, type Plan, type Timetable } from './plan.ts';

/** Somebody who wants to buy in the web shop. */
export interface Buyer {
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly lines: readonly { readonly article: Article; readonly quantity: number }[];
  /** The store at which he wants to fetch it. Absent: it is brought to him. */
  readonly store?: string;
  /** Where he is. */
  readonly near: { readonly latitude: number; readonly longitude: number };
  /** How long after the sale it leaves, or is fetched, in milliseconds. */
  readonly leavesAfterMs: number;
  /** It comes back so long after it left. */
  readonly returnsAfterMs?: number;
}

/** Share of buyers who fetch what they bought. */
const pickupShare = 0.15;
const returnShare = 0.02;

/** Everybody who will come, in order of time. */
export function planBuyers(plan: Plan, chain: Chain, { opens, closes, flashBegins, flashEnds }: Timetable): Buyer[] {
  const flashCount = Math.round((plan.flashMs / 1_000) * plan.ordersPerSecond);
  const quietCount = Math.round(((closes - opens) / hourMs) * plan.quietOrdersPerHour);
  const times = [
    ...Array.from({ length: flashCount }, (_, index) => ({
      at: flashBegins + Math.floor(((flashEnds - flashBegins) * index) / flashCount),
      isFlash: true,
    })),
    ...Array.from({ length: quietCount }, (_, index) => ({
      at: opens + Math.floor(((closes - opens) * (index + 0.5)) / quietCount),
      isFlash: false,
    })),
  ].toSorted((a, b) => a.at - b.at);
  const popular = popularityOf(chain.flash);
  return times.map(({ at, isFlash }, number) => {
    const random = seededRandom(`${plan.seed} buyer ${number}`);
    const first = isFlash ? popular(random) : anyOf(chain.articles, random);
    const second = anyOf(chain.articles, random);
    const hasSecond = random() < 0.1 && second.sku !== first.sku;
    const inStores = chain.articles.length === 0 ? undefined : anyOf(chain.stores, random);
    const fetches = random() < pickupShare && first.inStore > 0 && !hasSecond;
    return {
      number,
      at,
      lines: [
        { article: first, quantity: random() < 0.95 ? 1 : 2 },
        ...(hasSecond ? [{ article: second, quantity: 1 }] : []),
      ],
      ...(fetches && inStores && { store: inStores.code }),
      near: { latitude: 30 + random() * 18, longitude: -122 + random() * 50 },
      leavesAfterMs: Math.round(hourMs * (fetches ? 0.5 + random() * 2 : 0.3 + random() * 1.2)),
      ...(random() < returnShare && { returnsAfterMs: Math.round(hourMs * (2 + random() * 2)) }),
    };
  });
}

/** A few things are wanted by many: the first twice as often as the second, three times as often as the third. */
function popularityOf(articles: readonly Article[]): (random: Random) => Article {
  const upTo: number[] = [];
  let sum = 0;
  for (const index of articles.keys()) upTo.push((sum += 1 / (index + 1)));
  return (random) => {
    const wanted = random() * sum;
    return articles[upTo.findIndex((it) => it > wanted)] ?? anyOf(articles, random);
  };
}

function anyOf<T>(items: readonly T[], random: Random): T {
  const it = items[Math.floor(random() * items.length)];
  if (it === undefined) throw new RangeError('There is nothing to choose from');
  return it;
}
