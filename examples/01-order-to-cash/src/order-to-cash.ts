import {
  compareQuantities,
  defineFlow,
  type Fulfillment,
  isZero,
  type Order,
  pieces,
  type Quantity,
  subtractQuantities,
  sumQuantities,
} from '@crossdock/core';

/** Waits out maintenance windows, closed periods and outages of the ERP, without a person. */
const patiently = { hold: 'until-open' } as const;

/**
 * A web order becomes a confirmed posting: booked when it is placed, shipped parcel by parcel, billed when all of it
 * has left, and done when the ledger says so.
 *
 * A NetSuite sales order never posts by itself: the cash sale that bills it does.
 */
export const orderToCash = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'cancelOrder', 'recordFulfillment', 'postInvoice', 'confirmPosting'] },
  async run(order, { erp, waitFor }) {
    const booked = await erp.createOrder(order, patiently);

    let open = unitsToShip(order);
    let cancelled = false;
    let lastMoveAt = order.occurredAt;
    while (!cancelled && compareQuantities(open, pieces(0)) > 0) {
      const event = await waitFor(['fulfillment.created', 'order.cancelled']);
      lastMoveAt = event.occurredAt;
      if (event.name === 'order.cancelled') {
        const { reason, occurredAt } = event.data;
        const request = { orderRef: order.ref, order: booked, reason, occurredAt, restock: true };
        await erp.cancelOrder(request, patiently);
        cancelled = true;
      } else {
        await erp.recordFulfillment({ ...event.data, order: booked }, patiently);
        open = subtractQuantities(open, unitsIn(event.data));
      }
    }
    // What had left before the rest was called off is still to be billed.
    if (cancelled && compareQuantities(open, unitsToShip(order)) === 0) return;

    const bill = await erp.postInvoice(
      { ref: `${order.ref}-B1`, orderRef: order.ref, order: booked, kind: kindOfBill(order), occurredAt: lastMoveAt },
      patiently,
    );
    const expected = cancelled ? {} : { expected: { total: order.total } };
    await erp.confirmPosting({ document: bill, ...expected }, patiently);
  },
});

/** A cash sale books the sale and its money in one document; what is not paid in money, or not yet, is invoiced. */
function kindOfBill({ tenders, outstanding }: Order): 'cash-sale' | 'invoice' {
  const isMoney = tenders.every(({ kind }) => kind !== 'gift-card' && kind !== 'store-credit');
  return isMoney && isZero(outstanding) ? 'cash-sale' : 'invoice';
}

/** Gift cards and services never leave in a parcel. */
function unitsToShip({ lines }: Order): Quantity {
  const goods = lines.filter(({ kind, method }) => kind === 'goods' && method !== 'digital');
  const units = goods.map(({ quantity, removed = '0' }) => subtractQuantities(quantity, pieces(removed)));
  return sumQuantities(units, 'EA');
}

const unitsIn = ({ lines }: Fulfillment): Quantity =>
  sumQuantities(
    lines.map(({ quantity }) => quantity),
    'EA',
  );
