import { seededRandom } from '@crossdock/core';
import { mendOversold } from '../mend-oversold.ts';
import { type Moment } from './power.ts';
import { hourMs, minuteMs } from './plan.ts';
import { type Stage } from './story.ts';

/** How long it takes until another process stands in for one that died. */
const awayMs = 10_000;

/** What goes wrong, beside the deaths of the process. */
export async function incidents({
  clock,
  chain,
  platforms: { shop, erp },
  tills,
  service,
  floor,
  times,
  plan,
  say,
}: Stage): Promise<void> {
  const at = (instant: number): Promise<void> => clock.sleep(Math.max(0, instant - clock.now()));
  const isIn = (span: { readonly from: number; readonly to: number }): boolean =>
    clock.now() >= span.from && clock.now() < span.to;
  shop.faults.arm('throttle-storm', { times: Number.POSITIVE_INFINITY, match: () => isIn(times.storm) });

  await at(times.linesFail);
  for (const code of chain.failing) {
    tills.fleet.store(code).offline(plan.offlineMs, { flush: 'shuffled' });
    floor.lineFails(code, clock.now());
  }
  say(`${chain.failing.length} stores lose their line`);
  await at(times.flashBegins);
  say('the flash sale begins');
  await at(times.storm.from);
  say('the shop asks to slow down');
  await at(times.closed.from);
  erp.maintenance(true);
  say('the ERP is closed for maintenance');
  await at(times.closed.to);
  erp.maintenance(false);
  say('the ERP is back');
  await at(times.linesBack + 1);
  for (const code of chain.failing) floor.lineIsBack(code);
  say('the lines are back, and everything comes at once');
  for (let look = 0; look < 30; look++) {
    await clock.sleep(minuteMs / 6);
    for (const code of chain.failing) floor.lookAgain(code);
  }
  const tell = floor.moved.bind(floor);
  const isOff = (promise: string): boolean => floor.orders.get(promise)?.isOff === true;
  const callOff = (promise: string): void => {
    const order = floor.orders.get(promise);
    if (order && !order.isOff) shop.cancel(order.orderId);
  };
  // Whoever was at it when the process died begins again with the next one.
  while (!(await service.ask((dock) => mendOversold({ dock, callOff, isOff, tell }).then(() => true))))
    await clock.sleep(awayMs);
  say('what cannot be kept has another place to come from');
  for (const code of chain.failing) floor.pick(code);
}

/** The process dies, once while the sale is on, and as often as the plan says at moments that nobody chose. */
export async function deaths(stage: Stage): Promise<void> {
  const { clock, service, say, chain, tills } = stage;
  for (const { at, moment } of plannedDeaths(stage)) {
    await clock.sleep(Math.max(0, at - clock.now()));
    say('the process is killed');
    await service.kill(moment);
    await clock.sleep(awayMs);
    await service.start();
    greet({ service, chain, tills });
    say('the process is back');
  }
}

function plannedDeaths({ plan, times }: Stage): readonly { readonly at: number; readonly moment: Moment }[] {
  const random = seededRandom(`${plan.seed} deaths`);
  const [from, to] = [times.flashBegins, times.closes + hourMs];
  const others = Array.from({ length: plan.kills }, (_, index) => ({
    // Every third one while the sale is on, and every third one when what cannot be kept is mended.
    at: [from + random() * (times.flashEnds - from), times.linesBack + 5 * minuteMs, from + random() * (to - from)][
      index % 3
    ] as number,
    moment: 1 + Math.floor(random() * 200),
  }));
  return [{ at: times.crash, moment: 'written' as const }, ...others].toSorted((a, b) => a.at - b.at);
}

/** Every store that has a line says that it is there. */
export function greet({ service: { dock }, chain, tills }: Pick<Stage, 'service' | 'chain' | 'tills'>): void {
  for (const { code } of chain.stores)
    if (!tills.fleet.store(code).isOffline) dock?.availability.heard({ location: code });
}
