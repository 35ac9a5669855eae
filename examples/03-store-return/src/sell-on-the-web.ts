import { defineFlow, type Order, pieces, type Quantity, subtractQuantities, sumQuantities } from '@crossdock/core';

const patiently = { hold: 'until-open' } as const;

/**
 * A web order is booked, shipped and billed, so that there is something to credit. The whole story, with cancellations and what is
 * paid in other ways, is the example order-to-cash.
 */
export const sellOnTheWeb = defineFlow({
  name: 'sell-on-the-web',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'recordFulfillment', 'postInvoice', 'confirmPosting'] },
  async run(order, { erp, waitFor }) {
    const booked = await erp.createOrder(order, patiently);
    let { occurredAt } = order;
    for (let open = unitsOf(order.lines); Number(open.amount) > 0;) {
      const { data } = await waitFor('fulfillment.created');
      await erp.recordFulfillment({ ...data, order: booked }, patiently);
      open = subtractQuantities(open, unitsOf(data.lines));
      ({ occurredAt } = data);
    }
    const bill = await erp.postInvoice(
      { ref: `${order.ref}-B1`, orderRef: order.ref, order: booked, kind: 'cash-sale', occurredAt },
      patiently,
    );
    await erp.confirmPosting({ document: bill, expected: { total: order.total } }, patiently);
  },
});

function unitsOf(lines: readonly Pick<Order['lines'][number], 'quantity'>[]): Quantity {
  return lines.length === 0
    ? pieces(0)
    : sumQuantities(
        lines.map((line) => line.quantity),
        'EA',
      );
}
