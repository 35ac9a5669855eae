import { defineFlow, type Return } from '@crossdock/core';
import { asSold, changesOf } from './as-sold.ts';

/** Waits out maintenance windows, closed periods and outages, without a person. */
const patiently = { hold: 'until-open' } as const;

/**
 * Goods of a web order come back over the counter of a store: the money goes back the way it came, the web can sell them from the
 * shelf of the store, and the ledger has a credit with its goods. Each once, whatever happens on the way.
 *
 * What the store sold itself is no concern of the shop: it is in the store's day.
 */
export const returnInStore = defineFlow({
  name: 'return-in-store',
  version: 1,
  on: 'return.processed',
  key: (back) => back.ref,
  needs: {
    shop: ['getOrder', 'processReturn', 'adjustInventory'],
    erp: ['processReturn', 'confirmPosting'],
  },
  async run(back, { shop, erp, log }) {
    const { orderRef } = back;
    if (orderRef === undefined || !isWebOrder(orderRef)) {
      log('The store sold it itself: its day settles that');
      return;
    }
    const order = await shop.getOrder({ orderRef }, patiently);
    // What was paid on the web is what goes back, whatever the till made of it.
    const owed = asSold(back, order);
    await shop.processReturn(withoutShelf(owed), patiently);
    const { ref, occurredAt } = owed;
    await shop.adjustInventory({ ref, reason: 'return', changes: changesOf(owed), occurredAt }, patiently);
    const credit = await erp.processReturn(owed, patiently);
    await erp.confirmPosting({ document: credit, expected: { total: owed.total } }, patiently);
  },
});

/** Orders of the system that is called `shop`. */
const isWebOrder = (orderRef: string): boolean => orderRef.startsWith('shop-');

/** The shop is told of its stock by a document of its own, so it is not to change it by itself as well. */
const withoutShelf = (owed: Return): Return => ({
  ...owed,
  lines: owed.lines.map((line) => ({ ...line, disposition: 'dispose' as const })),
});
