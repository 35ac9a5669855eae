import { expect, test } from 'vitest';
import { auditPlatforms } from '../src/demo/books.ts';
import { faultRates } from '../src/demo/fault-levels.ts';
import { planSales } from '../src/demo/sales.ts';
import { openWorld } from './world.ts';

const rough = Object.fromEntries(Object.entries(faultRates.all).map(([name, rate]) => [name, rate * 3]));

test.for([1, 2, 3, 4, 5])(
  'a rough day of 40 orders ends with clean books, without a person (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const { world, shop, erp, clock, close } = await openWorld({ seed, rates: rough });
    const sales = planSales({ seed, orders: 40, withinMs: 3_600_000, withNewProduct: false });
    for (const { order, parcels } of sales) {
      await clock.advance(90_000);
      const { id } = shop.placeOrder(order);
      for (const { afterMs, lines } of parcels) void clock.sleep(afterMs).then(() => void shop.fulfil(id, lines));
    }
    const status = await world.settle();
    expect(status, `seed ${seed}`).toMatchObject({ runs: { done: 40 }, openExceptions: 0 });
    expect(auditPlatforms(shop, erp), `seed ${seed}`).toMatchObject({
      placed: 40,
      booked: 40,
      posted: 40,
      findings: [],
    });
    await close();
  },
);
