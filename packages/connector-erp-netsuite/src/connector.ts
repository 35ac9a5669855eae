import { defineConnector } from '@crossdock/core';
import { createSignIn } from './auth.ts';
import { eventNames } from './changes/events.ts';
import { createSources } from './changes/sources.ts';
import { checkAccount } from './check.ts';
import { createClient } from './client.ts';
import { documentCapabilities, documentCapabilityNames } from './document-capabilities.ts';
import { businessReferenceOf } from './external-id.ts';
import { createItemCatalog } from './item-catalog.ts';
import { createCustomerReader } from './customer-reader.ts';
import { createItemReader } from './item-reader.ts';
import { readCapabilities, readCapabilityNames } from './read-capabilities.ts';
import { createReceiver } from './receiver.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { NetsuiteOptions } from './options.ts';

/** One call may make several requests and wait for its turn among those of others. */
const attemptTimeoutMs = 600_000;

/**
 * Connects a NetSuite account: sales, returns, payments, journals, stock and customers, and what the ledger says.
 *
 * @example
 * ```ts
 * import { netsuite } from '@crossdock/connector-erp-netsuite';
 *
 * const erp = netsuite({
 *   account: '1234567_SB1',
 *   clientId: process.env['NETSUITE_CLIENT_ID'] ?? '',
 *   certificateId: process.env['NETSUITE_CERTIFICATE_ID'] ?? '',
 *   privateKey: process.env['NETSUITE_PRIVATE_KEY'] ?? '',
 *   customer: '42',
 *   locations: { 'store-17': '5' },
 *   currencies: { USD: '1' },
 *   tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
 *   items: { charges: { shipping: '900' } },
 * });
 * ```
 */
export const netsuite = defineConnector({
  name: 'netsuite',
  config: NetsuiteOptions,
  limits: { attemptTimeoutMs },
  capabilities: [...documentCapabilityNames, ...readCapabilityNames],
  events: eventNames,
  connect({ config, http, clock, random, name: system }) {
    const { account, identity } = config;
    const auth = createSignIn({ account, identity, http, clock, random });
    const client = createClient({ ...config, http, clock, auth, signsRequests: identity.by === 'token' });
    const items = createItemCatalog(client, config.items);
    const itemReader = createItemReader(client, config);
    const customerReader = createCustomerReader(client, config, system);
    const rooms = { client, config, items, oneAtATime: oneAtATime(), system, clock, itemReader, customerReader };
    const webhook = createReceiver(rooms);
    return {
      capabilities: {
        ...documentCapabilities(rooms),
        ...readCapabilities(rooms),
      },
      events: { ...createSources(rooms), ...(webhook ? { webhook } : {}) },
      check: (signal) => checkAccount(client, config, signal),
      identify: (id) => businessReferenceOf(config.externalIdPrefix, id) ?? [],
    };
  },
});
