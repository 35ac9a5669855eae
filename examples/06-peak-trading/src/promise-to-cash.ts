import { defineFlow, isIntegrationError, type Order, type StockHold, type StockPromises } from '@crossdock/core';

/** Waits out maintenance windows, closed periods and outages of the ERP, without a person. */
const patiently = { hold: 'until-open' } as const;

/**
 * A web order whose units were promised at the checkout becomes a confirmed posting. It leaves in one parcel, from wherever it is
 * promised, or is called off as a whole.
 *
 * The units are taken off when the ERP has booked the parcel, and not when the shop tells it: levels of the ERP are read, too,
 * and one that does not contain the parcel yet must not bring the units back.
 */
export const promiseToCash = defineFlow({
  name: 'promise-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'cancelOrder', 'recordFulfillment', 'postInvoice', 'confirmPosting'] },
  async run(order, { erp, availability, step, waitFor }) {
    await step('keep what was promised', () => keep(order, availability));
    const booked = await erp.createOrder(order, patiently);

    const event = await waitFor(['fulfillment.created', 'order.cancelled']);
    if (event.name === 'order.cancelled') {
      const { reason, occurredAt } = event.data;
      const request = { orderRef: order.ref, order: booked, reason, occurredAt, restock: true };
      await erp.cancelOrder(request, patiently);
      await step('give the units back', () => giveBack(order, availability));
      return;
    }
    await erp.recordFulfillment({ ...event.data, order: booked }, patiently);
    await step('take the units off', () => takeOff(order, event.data.ref, availability));

    const bill = await erp.postInvoice(
      { ref: `${order.ref}-B1`, orderRef: order.ref, order: booked, kind: 'cash-sale', occurredAt: event.occurredAt },
      patiently,
    );
    await erp.confirmPosting({ document: bill, expected: { total: order.total } }, patiently);
  },
});

/** The checkout hands the key of its promise to the shop as the order's purchase number. */
const promiseOf = ({ purchaseOrder, ref }: Pick<Order, 'purchaseOrder' | 'ref'>): string => purchaseOrder ?? ref;

/** The key of the promise that replaces one which cannot be kept. */
export const secondPromise = (key: string): string => `${key}/2`;

/** The promise of the checkout becomes final. One that ended meanwhile, or never was, is made again. */
async function keep(order: Order, availability: StockPromises): Promise<StockHold> {
  try {
    return await availability.commit(promiseOf(order));
  } catch (error) {
    if (isIntegrationError(error) && (error.code === 'conflict' || error.code === 'not-found'))
      return availability.reserve(order);
    throw error;
  }
}

async function takeOff(order: Order, reference: string, availability: StockPromises): Promise<StockHold | undefined> {
  return firstThatStands(order, (key) => availability.fulfil(key, { reference }));
}

async function giveBack(order: Order, availability: StockPromises): Promise<void> {
  await firstThatStands(order, (key) => availability.release(key));
}

/** An order has one promise that stands: its second, its first, or one that was made after both. */
async function firstThatStands(order: Order, act: (key: string) => Promise<StockHold>): Promise<StockHold | undefined> {
  const key = promiseOf(order);
  for (const it of [secondPromise(key), key, order.ref]) {
    try {
      return await act(it);
    } catch (error) {
      if (!isIntegrationError(error) || (error.code !== 'conflict' && error.code !== 'not-found')) throw error;
    }
  }
  return undefined;
}
