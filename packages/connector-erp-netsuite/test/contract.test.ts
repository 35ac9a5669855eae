import { connectorContract } from '@crossdock/testing/contracts';
import { netsuite } from '../src/index.ts';
import { arrangeNetsuite } from './arrangements.ts';

connectorContract({
  manifest: netsuite.manifest,
  arrange: {
    createOrder: arrangeNetsuite('createOrder'),
    cancelOrder: arrangeNetsuite('cancelOrder'),
    recordFulfillment: arrangeNetsuite('recordFulfillment'),
    postInvoice: arrangeNetsuite('postInvoice'),
    confirmPosting: arrangeNetsuite('confirmPosting'),
  },
});
