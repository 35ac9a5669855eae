import { connectorContract } from '@crossdock/testing/contracts';
import { businessCentral } from '../../src/business-central/index.ts';
import { doorsInto } from './arrangements.ts';
import { arrangeEvents } from './news.ts';

connectorContract({ manifest: businessCentral.manifest, arrange: doorsInto(), arrangeEvents });

// Without claims these are made by a request of their own: its answer may be lost all the same.
const { createOrder, processReturn } = doorsInto({ settings: { claims: false } });
connectorContract({
  manifest: { name: 'business-central without claims', capabilities: ['createOrder', 'processReturn'], events: [] },
  arrange: { createOrder, processReturn },
});
