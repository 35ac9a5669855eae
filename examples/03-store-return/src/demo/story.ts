import { type PlaceOrderInput } from '@crossdock/connector-shopify/testing';
import { faultNames } from '@crossdock/testing';
import { type Random } from '@crossdock/core';
import { articles, tax } from './articles.ts';
import { type Audit, auditReturns } from './audit.ts';
import { type DemoOptions } from './options.ts';
import { chooseBack, storeTill } from './till.ts';
import { chanceOf, openReturnWorld, type ReturnWorld } from './world.ts';

/** What came of it. */
export interface Outcome {
  readonly seed: number;
  readonly orders: number;
  readonly returns: number;
  /** Credits in the ledger when the process was killed: some, and not all. */
  readonly creditsAtKill: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly openExceptions: number;
  readonly journalSound: boolean;
  readonly audit: Audit;
}

/** One thing that happened, in words. */
export type Tell = (line: string) => void;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Tells how web orders come back over the counter, while next to everything goes wrong. */
export async function tellStory({ orders, returns, seed }: DemoOptions, tell: Tell): Promise<Outcome> {
  const world = await openReturnWorld({ seed });
  let told: Omit<Outcome, 'journalSound'> | undefined;
  let journalSound = false;
  try {
    told = await happen(world, { orders, returns, seed }, tell);
  } finally {
    journalSound = await world.close();
  }
  return { ...told, journalSound };
}

async function happen(
  world: ReturnWorld,
  { orders, returns, seed }: Omit<DemoOptions, 'json'>,
  tell: Tell,
): Promise<Omit<Outcome, 'journalSound'>> {
  const { clock, shop, seller, erp } = world;
  const random = chanceOf(seed);
  for (let count = 0; count < orders; count++) {
    const { id } = shop.placeOrder(basket(random));
    await clock.advance(2 * minuteMs);
    shop.fulfil(id);
  }
  tell(`${orders} web orders are placed and shipped from the warehouse.`);
  await world.settle();
  await clock.advance(2 * 24 * hourMs);

  const till = storeTill(seller, random);
  till.offline();
  tell('Two days later the store loses its line for an hour. It sells on, and takes back what buyers bring.');
  for (const order of shop.books.orders().slice(0, returns)) {
    till.takeBack(chooseBack(order, random));
    if (random() < 0.5) till.sell(articles[Math.floor(random() * articles.length)]?.sku ?? '', 1);
    await clock.advance(hourMs / returns);
  }
  till.online();
  tell(`The line is back: ${returns} returns come at once, in any order, some of them told twice, late or never.`);

  while (erp.books.creditMemos().length < Math.max(1, Math.floor(returns / 3))) await clock.advance(1_000);
  world.killAtAnswer(1 + Math.floor(random() * 5));
  while (!world.isDead) await clock.advance(1_000);
  await world.kill();
  const creditsAtKill = erp.books.creditMemos().length;
  tell(`With ${creditsAtKill} of ${returns} credited the process is killed, between a request and its answer.`);
  await clock.advance(3 * minuteMs);
  await world.restart();
  tell('Three minutes later another one goes on from its journal.');
  await world.settle();
  const { openExceptions } = await clock.settle(world.dock.status());
  return {
    seed,
    orders,
    returns,
    creditsAtKill,
    faults: struck(world),
    openExceptions,
    audit: auditReturns({ till, seller, shop, erp: erp.books, placeOfStore: world.places.store }),
  };
}

/** One to three articles, one or two of each. */
function basket(random: Random): PlaceOrderInput {
  const first = Math.floor(random() * articles.length);
  const count = 1 + Math.floor(random() * 3);
  const chosen = Array.from({ length: count }, (_, index) => articles[(first + index) % articles.length]);
  return {
    lines: chosen.flatMap((it) =>
      it ? [{ sku: it.sku, unitPrice: it.price, quantity: 1 + Math.floor(random() * 2) }] : [],
    ),
    taxes: [{ title: tax.title, rate: tax.rate }],
  };
}

function struck({ shop, seller, erp }: ReturnWorld): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of faultNames) {
    const times = shop.faults.struck[name] + seller.faults.struck[name] + erp.faults.struck[name];
    if (times > 0) counts[name] = times;
  }
  return counts;
}
