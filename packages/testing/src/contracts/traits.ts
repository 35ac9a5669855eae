import { inspect } from 'node:util';
import { type CapabilityName, type IntegrationError } from '@crossdock/core';
import { expect } from 'vitest';
import { type AnyArrangement, type Awaitable } from './arrangement.ts';
import { referenceOf, setTable, type Subject } from './subject.ts';
import { type Interference } from './watched-fetch.ts';

/** A promise that every capability of every connector keeps. */
export interface Trait {
  /** The fact, as a test's name. */
  readonly says: string;
  /** Whether it needs faults that only a simulator has. */
  readonly needsSimulator?: boolean;
  readonly appliesTo: 'every capability' | 'writes';
  /** Rejects when the promise is not kept. */
  check(capability: CapabilityName, arrange: () => Awaitable<AnyArrangement>): Promise<void>;
}

/** The once-only key of a call. Against an account that keeps what earlier runs left, each run has its own. */
const keyFor = ({ door }: Subject): string => `contract/1/${door.run ?? 'order-1'}/step`;

/** The promises of every capability, by name. */
export const traits = {
  named: {
    says: 'it answers with a document of its system',
    appliesTo: 'writes',
    async check(capability, arrange) {
      const { call, system } = await setTable(capability, arrange);
      expect(await call()).toMatchObject({ system: system.name });
    },
  },

  throttled: {
    says: 'it is answered after the platform asked to slow down, and never asks sooner than told',
    needsSimulator: true,
    appliesTo: 'every capability',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      await strikes(subject, () => subject.door.throttle());
      const { exchanges } = subject.system;
      for (const [index, { at, status, retryAfterMs = 0 }] of exchanges.entries()) {
        if (status !== 429 && status !== 503) continue;
        const next = exchanges[index + 1];
        expect(next ? next.at - at : 0, 'a wait that was told is obeyed').toBeGreaterThanOrEqual(retryAfterMs);
      }
    },
  },

  lostReply: {
    says: 'whichever reply is lost, the result is found and there is one effect',
    appliesTo: 'every capability',
    async check(capability, arrange) {
      await onEveryRequest(capability, arrange, (request) => ({ request, with: 'reply-lost' }));
      const own = await setTable(capability, arrange);
      if (own.writes && own.door.loseReply) await strikes(own, () => own.door.loseReply?.());
    },
  },

  lostRequest: {
    says: 'whichever request is lost on its way, it is made up for and there is one effect',
    appliesTo: 'every capability',
    async check(capability, arrange) {
      await onEveryRequest(capability, arrange, (request) => ({ request, with: 'request-lost' }));
    },
  },

  unreachable: {
    says: 'a platform that cannot be reached for a moment is tried again',
    appliesTo: 'every capability',
    async check(capability, arrange) {
      await onEveryRequest(capability, arrange, (request) => ({ request, with: 'unreachable' }));
    },
  },

  repeated: {
    says: 'repeated with the same key it has one effect and the same result',
    appliesTo: 'writes',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      const first = await subject.call({ key: keyFor(subject) });
      const second = await subject.call({ key: keyFor(subject) });
      expect(second, 'the result').toMatchObject(identityOf(first));
      expect(await subject.effects(), 'effects').toBe(1);
    },
  },

  repeatedByAnotherProcess: {
    says: 'repeated by another process it has one effect and the same result',
    appliesTo: 'writes',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      const first = await subject.call({ key: keyFor(subject) });
      const second = await subject.call({ key: keyFor(subject), system: subject.system.restart() });
      expect(second, 'the result').toMatchObject(identityOf(first));
      expect(await subject.effects(), 'effects').toBe(1);
    },
  },

  anotherFact: {
    says: 'another business fact is another effect',
    appliesTo: 'writes',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      const other = await subject.door.input();
      const reference = referenceOf(capability, other);
      expect(reference, 'the side door gives another fact each time').not.toBe(subject.reference);
      await subject.call();
      await subject.call({ input: other });
      expect([await subject.effects(), await subject.effects(reference)], 'effects').toEqual([1, 1]);
    },
  },

  cancelledBefore: {
    says: 'cancelled before it began, nothing is sent',
    appliesTo: 'every capability',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      const { code } = await subject.failure({ signal: AbortSignal.abort() });
      expect(code).toBe('cancelled');
      expect(subject.system.exchanges, 'requests').toEqual([]);
      expect(await subject.effects(), 'effects').toBe(0);
    },
  },

  cancelled: {
    says: 'cancelled under way it ends at once, and has no effect afterwards',
    needsSimulator: true,
    appliesTo: 'every capability',
    async check(capability, arrange) {
      for (const request of await requestsOf(capability, arrange)) {
        const subject = await setTable(capability, arrange);
        const caller = new AbortController();
        let before = Promise.resolve(0);
        let at = 0;
        const cancel = () => {
          before = Promise.resolve(subject.effects());
          at = subject.system.clock.now();
          caller.abort();
        };
        subject.system.interfere({ request, with: cancel });
        const failure = await subject.failure({ signal: caller.signal });
        expect(lastCodeOf(failure), `the code, cancelled at request ${request}`).toBe('cancelled');
        expect(subject.system.clock.now() - at, 'milliseconds until it ended').toBeLessThan(1_000);
        await subject.system.clock.advance(3_600_000);
        expect(await subject.effects(), `effects, cancelled at request ${request}`).toBe(await before);
      }
    },
  },

  badCredentials: {
    says: 'with credentials that are not accepted it is unauthorized, and nothing secret is told',
    needsSimulator: true,
    appliesTo: 'every capability',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      await subject.door.revokeCredentials();
      const failure = await subject.failure();
      expect([failure.code, failure.disposition]).toEqual(['unauthorized', 'reject']);
      expect(await subject.effects(), 'effects').toBe(0);
      const printed = [inspect(failure, { depth: 9 }), JSON.stringify(failure), String(failure.stack)].join('\n');
      for (const secret of subject.door.secrets ?? []) {
        expect(printed.includes(secret), 'a secret in what is printed').toBe(false);
      }
    },
  },

  invalidInput: {
    says: 'an invalid input is refused before anything is sent',
    appliesTo: 'every capability',
    async check(capability, arrange) {
      const subject = await setTable(capability, arrange);
      const { code, disposition } = await subject.failure({ input: null });
      expect([code, disposition]).toEqual(['input-invalid', 'reject']);
      expect(subject.system.exchanges, 'requests').toEqual([]);
    },
  },

  refused: {
    says: 'what cannot be taken is refused with its code and leaves no trace',
    appliesTo: 'every capability',
    async check(capability, arrange) {
      const { length } = (await (await arrange()).refused?.()) ?? [];
      for (let index = 0; index < length; index++) {
        const subject = await setTable(capability, arrange);
        const refused = (await subject.door.refused?.())?.[index];
        if (!refused) continue;
        const { what, input } = refused;
        const { code, disposition } = await subject.failure({ input });
        expect([code, disposition], what).toEqual([refused.code, 'reject']);
        expect(await subject.effects(referenceOf(capability, input)), `effects of ${what}`).toBe(0);
      }
    },
  },
} as const satisfies Readonly<Record<string, Trait>>;

/** The numbers of the requests that one call makes. */
async function requestsOf(
  capability: CapabilityName,
  arrange: () => Awaitable<AnyArrangement>,
): Promise<readonly number[]> {
  const subject = await setTable(capability, arrange);
  const { call, system } = subject;
  await call({ key: keyFor(subject) });
  expect(system.exchanges.length, 'requests that an undisturbed call makes').toBeGreaterThan(0);
  return system.exchanges.map((_, index) => index);
}

/** Disturbs each request of a call in turn. In the end there must be one effect and a result that stays. */
async function onEveryRequest(
  capability: CapabilityName,
  arrange: () => Awaitable<AnyArrangement>,
  disturb: (request: number) => Interference,
): Promise<void> {
  for (const request of await requestsOf(capability, arrange)) {
    const subject = await setTable(capability, arrange);
    subject.system.interfere(disturb(request));
    await staysOnce(subject, `request ${request} was disturbed`);
  }
}

/** Plants something in the platform that has to strike the call, and must not keep it from its one effect. */
async function strikes(subject: Subject, plant: () => Awaitable<void> | undefined): Promise<void> {
  const { log } = subject.door.faults;
  const before = log.length;
  await plant();
  await staysOnce(subject, 'a fault was planted');
  expect(log.length, 'faults that struck').toBeGreaterThan(before);
}

async function staysOnce(subject: Subject, why: string): Promise<void> {
  const { persist, effects, writes } = subject;
  const key = keyFor(subject);
  const result = await persist({ key });
  if (!writes) return;
  expect(await effects(), `effects after ${why}`).toBe(1);
  const again = await persist({ key });
  expect(again, `the result after ${why}`).toMatchObject(identityOf(result));
  expect(await effects(), `effects after ${why} and it was repeated`).toBe(1);
}

function identityOf(result: unknown): Readonly<Record<string, unknown>> {
  const { system, type, id } = result as Readonly<Record<string, unknown>>;
  return { system, type, id };
}

/** A write that was under way when it was cancelled may have happened; what ended it is in the details. */
function lastCodeOf({ code, details }: IntegrationError): unknown {
  return code === 'outcome-unknown' ? details?.['lastCode'] : code;
}
