import { createFaults } from '@crossdock/testing';
import { buildSchema, graphql } from 'graphql';
import { expect, test } from 'vitest';
import { IdempotencyKeys } from './idempotency.ts';

const schema = buildSchema(`
  directive @idempotent(key: String!) on FIELD
  type Query { nothing: String }
  type Mutation { refundCreate(amount: Int!): Payload, tagsAdd: Payload }
  type Payload { count: Int, userErrors: [UserError!]! }
  type UserError { code: String, message: String! }
`);

function open() {
  const faults = createFaults({ seed: 1 });
  let now = 0;
  let count = 0;
  const keys = new IdempotencyKeys({ now: () => now, faults });
  const refund = ({ amount }: { amount: number }) =>
    amount > 100 ? { userErrors: [{ code: 'INVALID', message: 'too much' }] } : { count: ++count, userErrors: [] };
  const rootValue = {
    refundCreate: keys.guard('refundCreate', refund),
    tagsAdd: keys.guard('tagsAdd', () => ({ count: ++count, userErrors: [] })),
  };
  const ask = async (field: string) => {
    const { data, errors } = await graphql({
      schema,
      source: `mutation { it: ${field} { count userErrors { code } } }`,
      rootValue,
    });
    const { count: made, userErrors } = (data?.['it'] ?? { userErrors: [] }) as {
      count?: number;
      userErrors: { code: string }[];
    };
    return made ?? userErrors[0]?.code ?? errors?.[0]?.extensions['code'];
  };
  return { faults, ask, wait: (ms: number) => (now += ms) };
}

test('a mutation that needs a key is refused without one, and with a blank one; others do without', async () => {
  const { ask } = open();
  expect(await ask('refundCreate(amount: 1)')).toBe('BAD_REQUEST');
  expect(await ask('refundCreate(amount: 1) @idempotent(key: " ")')).toBe('BAD_REQUEST');
  expect(await ask('tagsAdd')).toBe(1);
});

test('the same key with the same parameters is answered with the first result, with others it is a mismatch', async () => {
  const { ask } = open();
  expect(await ask('refundCreate(amount: 1) @idempotent(key: "a")')).toBe(1);
  expect(await ask('refundCreate(amount: 1) @idempotent(key: "a")')).toBe(1);
  expect(await ask('refundCreate(amount: 2) @idempotent(key: "a")')).toBe('IDEMPOTENCY_KEY_PARAMETER_MISMATCH');
  expect(await ask('refundCreate(amount: 2) @idempotent(key: "b")')).toBe(2);
});

test('a key whose attempt failed is spent', async () => {
  const { ask } = open();
  expect(await ask('refundCreate(amount: 101) @idempotent(key: "a")')).toBe('INVALID');
  expect(await ask('refundCreate(amount: 101) @idempotent(key: "a")')).toBe('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED');
});

test('a key in progress can be simulated, and is good afterwards', async () => {
  const { ask, faults } = open();
  faults.arm('concurrent-key');
  expect(await ask('refundCreate(amount: 1) @idempotent(key: "a")')).toBe('IDEMPOTENCY_CONCURRENT_REQUEST');
  expect(await ask('refundCreate(amount: 1) @idempotent(key: "a")')).toBe(1);
});

test('a key is forgotten after a day: then the change is made again', async () => {
  const { ask, wait } = open();
  expect(await ask('refundCreate(amount: 1) @idempotent(key: "a")')).toBe(1);
  wait(86_400_000);
  expect(await ask('refundCreate(amount: 1) @idempotent(key: "a")')).toBe(2);
});
