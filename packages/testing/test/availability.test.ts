import { describe } from 'vitest';
import { connectorContract } from '@crossdock/testing/contracts';
import { arrangeGet, arrangeRelease, arrangeReserve } from './stock-counter.ts';

describe('availability keeps the contracts of platforms that hold stock themselves', () => {
  connectorContract({
    manifest: {
      name: 'stock-counter',
      capabilities: ['reserveInventory', 'releaseInventory', 'getInventory'],
      events: [],
    },
    arrange: { reserveInventory: arrangeReserve, releaseInventory: arrangeRelease, getInventory: arrangeGet },
  });
});
