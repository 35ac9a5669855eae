import { connectorContract } from '@crossdock/testing/contracts';
import { shopify } from '../src/index.ts';
import { catalogArrangements } from './support/catalog-arrangements.ts';
import { customerArrangements } from './support/customer-arrangements.ts';
import { orderArrangements } from './support/order-arrangements.ts';
import { stockArrangements } from './support/stock-arrangements.ts';
import { arrangeAllEvents } from './support/news-arrangements.ts';
import { arrangeGetOrder } from './support/arrangements.ts';

connectorContract({
  manifest: shopify.manifest,
  arrange: {
    getOrder: arrangeGetOrder(),
    ...orderArrangements(),
    ...stockArrangements(),
    ...catalogArrangements(),
    ...customerArrangements(),
  },
  arrangeEvents: arrangeAllEvents(),
});
