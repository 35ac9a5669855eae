import { Customer, type Random } from '@crossdock/core';
import { between, pick } from './chance.ts';

/** What {@link generateCustomer} takes. */
export interface GenerateCustomerOptions {
  /**
   * Name of the system that knows the customer: the first part of the reference.
   *
   * @default 'shop'
   */
  readonly system?: string;
  readonly serial?: number;
}

/** Generates a customer. Nobody real: the domain is reserved, and so are the telephone numbers. */
export function generateCustomer(random: Random, options: GenerateCustomerOptions = {}): Customer {
  const { system = 'shop', serial = between(random, 1, 9_999_999) } = options;
  const firstName = pick(random, ['Ada', 'Björn', 'Chloé', 'Đặng', "D'Arcy"] as const);
  const lastName = pick(random, ['Müller', 'Okafor', 'Smith', 'García', 'Иванова'] as const);
  return Customer.parse({
    ref: `${system}-C${serial}`,
    refs: { [system]: String(serial) },
    firstName,
    lastName,
    email: `customer.${serial}@shoppers.example`,
    phone: `+1202555${String(between(random, 100, 199)).padStart(4, '0')}`,
    origin: pick(random, ['account', 'guest', 'store'] as const),
    addresses: [
      {
        name: `${firstName} ${lastName}`,
        line1: `${between(random, 1, 99)} High Street`,
        city: 'Springfield',
        country: 'US',
      },
    ],
  });
}
