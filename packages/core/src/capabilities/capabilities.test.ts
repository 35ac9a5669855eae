import { describe, expect, it } from 'vitest';
import { parse, type DocumentRef } from '../schemas/index.ts';
import { capabilities, isCapabilityName } from './capabilities.ts';
import { domains } from './capability.ts';

describe.each(Object.entries(capabilities))('%s', (key, capability) => {
  it('is found under its own name', () => {
    expect(capability.name).toBe(key);
    expect(isCapabilityName(key)).toBe(true);
  });

  it('belongs to a domain with an owner, and what is published is a write', () => {
    expect(domains).toContain(capability.domain);
    if (capability.ownership === 'publish') expect(capability.effect).toBe('write');
  });
});

it('a name that is inherited by every object is no capability', () => {
  expect(isCapabilityName('toString')).toBe(false);
});

const booked: DocumentRef = { system: 'erp', type: 'salesOrder', id: '4711', reference: 'shop-1001' };

it('a posting is confirmed for a document alone or with what it must come to', () => {
  const { input, reference } = capabilities.confirmPosting;
  const alone = parse(input, booked, { what: 'it' });
  const expected = { total: { amount: '19.99', currency: 'USD' } };
  expect(alone).toEqual({ document: booked });
  expect(parse(input, { document: booked, expected }, { what: 'it' })).toEqual({ document: booked, expected });
  expect(reference(alone)).toBe('salesOrder:shop-1001');
});

it('a customer is never looked for without an identity, and no identity gets into a reference', () => {
  const { input, reference } = capabilities.findCustomers;
  expect(input.safeParse({}).success).toBe(false);
  expect(reference({ email: 'jane@doe.test', phone: '+4545454545' })).toBe('customers');
});

it('two prices of one SKU are two publications', () => {
  const { reference } = capabilities.publishPrice;
  const price = { sku: 'SHOE-42', refs: {}, taxIncluded: false, price: { amount: '99', currency: 'USD' } };
  expect(reference({ ...price, list: 'staff' })).toBe('SHOE-42/staff/USD');
  expect(reference(price)).toBe('SHOE-42/USD');
});
