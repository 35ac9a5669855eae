/** Business events with something wrong in them: they are told, mean nothing, or are refused by an error of ours. */
import { createEnvelope, isIntegrationError, seededRandom, type StoredDelivery } from '@crossdock/core';
import { jsonMutator } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { billed, endpoint, openTelling } from './event-doors.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 300);
const seed = process.env['FUZZ_SEED'] ?? '1129';

test(
  'a broken business event is told, means nothing, or is refused',
  async () => {
    const opened = openTelling();
    const { delivery } = await billed(opened, 1);
    const webhook = opened.system.connection.events?.webhook;
    if (!delivery || !webhook) throw new Error('nothing was pushed');
    const mutate = jsonMutator(delivery.body);
    const random = seededRandom(seed);
    const { signal } = new AbortController();
    const outcomes = { told: 0, nothing: 0, refused: 0 };
    for (let run = 0; run < runs; run += 1) {
      const { text } = mutate(random);
      const body = new TextEncoder().encode(text);
      try {
        const { topic } = webhook.identify({ headers: new Headers(), body, url: endpoint });
        const stored: StoredDelivery = { headers: {}, body, topic, receivedAt: '2026-11-27T12:00:00.000Z' };
        const events = await opened.clock.settle(webhook.decode(stored, { signal }));
        for (const event of events) createEnvelope({ ...event, source: 'fuzz' });
        outcomes[events.length > 0 ? 'told' : 'nothing'] += 1;
      } catch (error) {
        if (!isIntegrationError(error))
          throw new Error(`run ${run} of seed ${seed}: ${text.slice(0, 2000)}`, { cause: error });
        outcomes.refused += 1;
      }
    }
    // Mutants that all end alike prove nothing.
    for (const [outcome, count] of Object.entries(outcomes)) expect(count, outcome).toBeGreaterThan(0);
  },
  Math.max(30_000, runs * 20),
);
