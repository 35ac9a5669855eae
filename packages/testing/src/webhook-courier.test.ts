import { expect, test } from 'vitest';
import { createFaults, type FaultName } from './faults.ts';
import { manualClock } from './manual-clock.ts';
import { serve } from './simulator.ts';
import { type Delivery, type DeliveryTarget, webhookCourier } from './webhook-courier.ts';

const delivery = (subject: string): Delivery => ({
  subject,
  topic: 'orders/create',
  headers: { 'content-type': 'application/json', 'x-signature': `signed ${subject}` },
  body: JSON.stringify({ subject }),
});

function road(options: { fault?: FaultName; answers?: readonly number[] } = {}) {
  const clock = manualClock({ now: 0 });
  const faults = createFaults({ seed: 1 });
  if (options.fault) faults.arm(options.fault, { match: (subject) => subject.endsWith(' a') });
  const answers = [...(options.answers ?? [])];
  const arrivals: string[] = [];
  const target: DeliveryTarget = async (request) => {
    const { subject } = (await request.json()) as { subject: string };
    arrivals.push(`${subject} at ${clock.now()}`);
    return new Response(null, { status: answers.shift() ?? 200 });
  };
  const courier = webhookCourier({
    faults,
    clock,
    target,
    retryScheduleMs: [1_000, 5_000],
    lateMs: 60_000,
    shuffleMs: 2_000,
  });
  const deliver = async (...subjects: string[]) => {
    for (const subject of subjects) courier.send(delivery(subject));
    await clock.settle(courier.settled());
  };
  return { clock, courier, arrivals, deliver };
}

test('a delivery arrives once, as it was signed', async () => {
  const clock = manualClock();
  let arrived: readonly unknown[] = [];
  const target = async (request: Request) => {
    arrived = [request.method, request.headers.get('x-signature'), await request.text()];
    return new Response();
  };
  const courier = webhookCourier({ faults: createFaults({ seed: 1 }), clock, target });
  courier.send(delivery('a'));
  await clock.settle(courier.settled());
  expect(arrived).toEqual(['POST', 'signed a', '{"subject":"a"}']);
});

test('a delivery that is refused comes again by the schedule', async () => {
  const { deliver, arrivals, courier } = road({ answers: [503, 500] });
  await deliver('a');
  expect(arrivals).toEqual(['a at 0', 'a at 1000', 'a at 6000']);
  expect([courier.accepted, courier.abandoned.length]).toEqual([1, 0]);
});

test('a delivery that is always refused is given up in the end', async () => {
  const { deliver, courier } = road({ answers: [500, 500, 500] });
  await deliver('a');
  expect([courier.accepted, courier.pending, courier.abandoned.map((it) => it.subject)]).toEqual([0, 0, ['a']]);
});

test('a receiver that breaks counts as a refusal', async () => {
  const clock = manualClock({ now: 0 });
  const target = () => Promise.reject(new Error('down'));
  const courier = webhookCourier({ faults: createFaults({ seed: 1 }), clock, target, retryScheduleMs: [1_000] });
  courier.send(delivery('a'));
  await clock.settle(courier.settled());
  expect(courier.abandoned).toHaveLength(1);
});

test.each([
  ['missing-webhook', ['b at 0']],
  ['duplicate-webhook', ['a at 0', 'a at 0', 'b at 0']],
  ['shuffled-webhook', ['b at 0', 'a at 2000']],
  ['late-webhook', ['b at 0', 'a at 60000']],
] as const)('%s: %j', async (fault, expected) => {
  const { deliver, arrivals } = road({ fault });
  await deliver('a', 'b');
  expect(arrivals).toEqual(expected);
});

test('stopping gives up what is under way', async () => {
  const { courier, clock, arrivals } = road({ fault: 'late-webhook' });
  courier.send(delivery('a'));
  courier.stop();
  await clock.settle(courier.settled());
  expect([arrivals, courier.abandoned.length, courier.pending]).toEqual([[], 1, 0]);
});

test('a courier also posts to an address', async () => {
  const arrived: string[] = [];
  const served = await serve({
    handle: async (request) => {
      arrived.push(`${new URL(request.url).pathname} ${await request.text()}`);
      return new Response();
    },
  });
  try {
    const courier = webhookCourier({
      faults: createFaults({ seed: 1 }),
      clock: manualClock(),
      target: `${served.url}/hooks`,
    });
    courier.send(delivery('a'));
    await courier.settled();
    expect(arrived).toEqual(['/hooks {"subject":"a"}']);
  } finally {
    await served.close();
  }
});
