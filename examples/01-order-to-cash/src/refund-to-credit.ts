import {
  type CapabilityInput,
  compare,
  defineFlow,
  isZero,
  type Money,
  type Order,
  type Refund,
  subtract,
  type Tender,
  worthOf,
  zero,
} from '@crossdock/core';

/** Waits out maintenance windows, closed periods and outages of the ERP, without a person. */
const patiently = { hold: 'until-open' } as const;

/**
 * Goods that came back become a credit in the ledger, with what the buyer is owed for them and the money that went back already.
 */
export const returnToCredit = defineFlow({
  name: 'return-to-credit',
  version: 1,
  on: 'return.processed',
  key: (back) => back.ref,
  needs: { erp: ['processReturn', 'confirmPosting'] },
  async run(back, { erp }) {
    const credit = await erp.processReturn(back, patiently);
    if (!isZero(back.total)) await erp.confirmPosting({ document: credit, expected: { total: back.total } }, patiently);
  },
});

/**
 * Money that went back in the shop without a return becomes a credit in the ledger: of the goods that it is for, at what was paid for them, and with
 * what comes back to stock. A refund of an order that is not billed yet waits for the bill.
 *
 * The ledger bills what left. Money for units that never did was not booked as a sale, so it is no part of the credit.
 */
export const refundToCredit = defineFlow({
  name: 'refund-to-credit',
  version: 1,
  on: 'refund.issued',
  key: (refund) => refund.ref,
  needs: { shop: ['getOrder'], erp: ['processReturn', 'confirmPosting'] },
  async run(refund, { shop, erp }) {
    // The money of a return is in the return: booked again here, it would be credited twice.
    if (refund.returnRef !== undefined) return;
    const sold = refund.lines.filter(({ disposition }) => disposition !== 'not-shipped');
    const isPartly = sold.length < refund.lines.length;
    if (isPartly && sold.length === 0 && refund.orderRef !== undefined) {
      const order = await shop.getOrder({ orderRef: refund.orderRef });
      // Called off before anything left: there is no bill, and there never will be one.
      if (!hasShipped(order)) return;
    }
    const back = returnOf(refund, isPartly ? sold : refund.lines);
    if (isZero(back.total)) return;
    const credit = await erp.processReturn(back, patiently);
    await erp.confirmPosting({ document: credit, expected: { total: back.total } }, patiently);
  },
});

const hasShipped = ({ lines }: Order): boolean => lines.some(({ fulfilled = '0' }) => Number(fulfilled) > 0);

type Back = CapabilityInput<'processReturn'> & { readonly total: Money };

/** The refund as the return of these lines. Its money has moved, so nothing is outstanding. */
function returnOf(refund: Refund, lines: Refund['lines']): Back {
  const { ref, orderRef, refs, occurredAt, businessDate, taxIncluded, charges, adjustment, rounding } = refund;
  const { currency } = refund.total;
  const left = refund.lines.filter((line) => !lines.includes(line));
  const unbilled = worthOf(left, { currency, taxIncluded });
  return {
    ref,
    ...(orderRef !== undefined && { orderRef }),
    refs,
    channel: 'web',
    occurredAt,
    ...(businessDate !== undefined && { businessDate }),
    currency,
    taxIncluded,
    lines,
    charges,
    ...(adjustment && { adjustment }),
    ...(rounding && { rounding }),
    total: subtract(refund.total, unbilled),
    tenders: without(refund.tenders, unbilled),
    outstanding: zero(currency),
  };
}

/** Tenders less an amount, taken off the first ones. */
function without(tenders: readonly Tender[], amount: Money): Tender[] {
  let rest = amount;
  return tenders.flatMap((tender) => {
    if (isZero(rest)) return [tender];
    const part = compare(tender.amount, rest) < 0 ? tender.amount : rest;
    rest = subtract(rest, part);
    const kept = subtract(tender.amount, part);
    return isZero(kept) ? [] : [{ ...tender, amount: kept }];
  });
}
