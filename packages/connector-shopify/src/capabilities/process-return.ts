import {
  type CheckedInput,
  type Implementation,
  IntegrationError,
  isZero,
  type Money,
  netOf,
  sum,
} from '@crossdock/core';
import {
  orderReturns,
  type OrderReturns,
  OrderReturnsData,
  refundCreate,
  returnableUnits,
  ReturnableUnitsData,
  returnCreate,
  ReturnDone,
  returnProcess,
} from '../api/return-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { documentOf } from '../document-of.ts';
import { findOrder, noSuchOrder } from '../find-order.ts';
import { locationsOf } from '../locations.ts';
import { noteWith, refOfNote } from '../mapping/refs.ts';
import { chooseUnits } from '../returns/choose-units.ts';
import { type MoneyBack, type Payments, paymentsOf } from '../returns/money-back.ts';
import { needsRefund, planReturn, type ReturnPlan } from '../returns/plan-return.ts';

type Request = CheckedInput<'processReturn'>;
type OwnReturn = OrderReturns['returns']['nodes'][number];

/** Most lines of a return whose goods are read with their order. */
const mostLines = 50;

/** What is there under our reference. */
interface Done {
  readonly order: OrderReturns;
  readonly plan: ReturnPlan;
  readonly returned: OwnReturn | undefined;
  readonly refund: { readonly id: string } | undefined;
}

/**
 * Books a return as three facts, each once: the return is opened, its goods are processed with the money for them, and what
 * is paid back beside it is a refund. Each carries our reference in a note, by which it is found again.
 */
export function processReturn(context: ConnectorContext): Implementation<'processReturn'> {
  const { client } = context;

  const look = async (request: Request, signal: AbortSignal): Promise<Done> => {
    if (request.orderRef === undefined) {
      throw new IntegrationError('Shopify takes nothing back without the order that sold it', {
        code: 'unmapped',
        path: 'orderRef',
      });
    }
    const id = await findOrder({ orderRef: request.orderRef, order: request.order }, context, signal);
    const { order } = await client.query(orderReturns, { variables: { id }, data: OrderReturnsData, signal });
    if (!order) throw noSuchOrder();
    if (order.lineItems.pageInfo.hasNextPage || order.returns.pageInfo.hasNextPage) {
      throw new IntegrationError('The order has more lines or returns than are read at once', {
        code: 'response-too-large',
        disposition: 'reject',
      });
    }
    const returned = order.returns.nodes.find(({ returnLineItems: { nodes } }) =>
      nodes.some(({ returnReasonNote }) => refOfNote(returnReasonNote) === request.ref),
    );
    const refund = order.refunds.find(({ note, return: of }) => of === null && refOfNote(note) === request.ref);
    const begun = {
      ...(returned && {
        returned: new Set(
          returned.returnLineItems.nodes.flatMap(({ fulfillmentLineItem }) => fulfillmentLineItem?.lineItem.id ?? []),
        ),
      }),
      refunded: refund !== undefined,
    };
    return { order, plan: planReturn(request, order, begun), returned, refund };
  };

  /** The document that closes the return, once all of it is there. */
  const result = (request: Request, { order, returned, refund, plan }: Done) => {
    const goods = plan.back.length === 0 || (returned !== undefined && isProcessed(returned));
    if (!goods || (needsRefund(plan, request) && !refund)) return undefined;
    if (refund) return documentOf(context, 'Refund', refund, request.ref);
    if (!returned) return undefined;
    const paid = order.refunds.find((it) => it.return?.id === returned.id);
    return paid
      ? documentOf(context, 'Refund', { ...paid, name: returned.name }, request.ref)
      : documentOf(context, 'Return', returned, request.ref);
  };

  return {
    once: { probe: async (request, { signal }) => result(request, await look(request, signal)) },
    async run(request, { signal, key }) {
      let done = await look(request, signal);
      // What was taken back meanwhile is not sold any more: the plan of the beginning counts.
      const { plan } = done;
      // Whether the money can go back is known before any goods are booked.
      const payments = paymentsOf(isBooked(done) ? [] : request.tenders, done.order, context.config);
      const forBack = isBooked(done) ? [] : payments.take(plan.moneyForBack);
      const beside = besideOf(request, done, payments, context);
      if (plan.back.length > 0 && !done.returned) {
        await open(request, done, signal);
        done = { ...(await look(request, signal)), plan };
      }
      if (done.returned && !isProcessed(done.returned)) {
        await book(request, done.returned, plan, forBack, signal);
      }
      if (needsRefund(plan, request) && !done.refund) await payBack(request, done, beside, key, signal);
      const document = result(request, { ...(await look(request, signal)), plan });
      if (document) return document;
      throw new IntegrationError('Shopify took the return and does not show it yet', {
        code: 'outcome-unknown',
        retryAfterMs: 10_000,
      });
    },
  };

  async function open(request: Request, { order, plan }: Done, signal: AbortSignal): Promise<void> {
    const { returnableFulfillments } = await client.query(returnableUnits, {
      variables: { orderId: order.id },
      data: ReturnableUnitsData,
      signal,
    });
    const fees = worth(request.fees, request);
    const chosen = chooseUnits(plan.back, returnableFulfillments);
    if (chosen.length > mostLines) throw tooManyLines();
    const returnInput = {
      orderId: order.id,
      returnLineItems: chosen.map(({ fulfillmentLineItemId, quantity, line }) => ({
        fulfillmentLineItemId,
        quantity,
        returnReasonNote: noteWith(request.ref, line.reason),
      })),
      ...(!isZero(fees) && { returnShippingFee: { amount: input(fees) } }),
    };
    await client.mutate(returnCreate, { variables: { returnInput }, data: ReturnDone, signal });
  }

  async function book(
    request: Request,
    returned: OwnReturn,
    plan: ReturnPlan,
    money: readonly MoneyBack[],
    signal: AbortSignal,
  ): Promise<void> {
    const shipping = worth(request.charges, request);
    const process = {
      returnId: returned.id,
      note: noteWith(request.ref),
      notifyCustomer: false,
      returnLineItems: dispositions(request, returned, plan, context),
      ...(money.length > 0 && {
        ...(!isZero(shipping) && { refundShipping: { shippingRefundAmount: input(shipping) } }),
        financialTransfer: {
          issueRefund: {
            orderTransactions: money.flatMap(({ parent, amount }) =>
              parent ? [{ parentId: parent.id, transactionAmount: input(amount) }] : [],
            ),
            refundMethods: storeCredit(money),
          },
        },
      }),
    };
    await client.mutate(returnProcess, { variables: { input: process }, data: ReturnDone, signal });
  }

  async function payBack(
    request: Request,
    { order, plan }: Done,
    money: readonly MoneyBack[],
    key: string,
    signal: AbortSignal,
  ): Promise<void> {
    const shipping = plan.back.length === 0 ? worth(request.charges, request) : undefined;
    const refund = {
      orderId: order.id,
      note: noteWith(request.ref),
      currency: request.currency,
      notify: false,
      refundLineItems: plan.kept.map(({ sold, units, line, wasSent, index }) => ({
        lineItemId: sold.id,
        quantity: units,
        ...restock(wasSent, line.disposition, line.location, index, context),
      })),
      ...(shipping && !isZero(shipping) && { shipping: { amount: shipping.amount } }),
      transactions: money.flatMap(({ parent, amount }) =>
        parent
          ? [{ orderId: order.id, parentId: parent.id, gateway: parent.gateway, kind: 'REFUND', amount: amount.amount }]
          : [],
      ),
      refundMethods: storeCredit(money),
    };
    await client.mutate(refundCreate, { variables: { input: refund }, data: ReturnDone, key, signal });
  }
}

/**
 * The money for the goods went back with them, in an attempt before; also where not all of the goods were booked by it:
 * what is left of them is booked without money.
 */
function isBooked({ order, returned }: Done): boolean {
  if (returned === undefined) return false;
  return isProcessed(returned) || order.refunds.some((it) => it.return?.id === returned.id);
}

/** A return of more lines could be opened, and not be read whole to book its goods. */
function tooManyLines(): IntegrationError {
  return new IntegrationError(
    `A return of more than ${mostLines} lines is not read at once: send it as several returns`,
    {
      code: 'response-too-large',
      disposition: 'reject',
      path: 'lines',
    },
  );
}

function besideOf(
  request: Request,
  done: Done,
  payments: Payments,
  { config }: ConnectorContext,
): readonly MoneyBack[] {
  if (done.refund || isZero(done.plan.moneyBeside)) return [];
  if (!isBooked(done)) return payments.take(done.plan.moneyBeside);
  // Tenders go back in their order, so what is beside the goods is the end of them.
  const all = paymentsOf(lastOf(request, done.plan.moneyBeside), done.order, config);
  return all.take(done.plan.moneyBeside);
}

function lastOf({ tenders }: Request, amount: Money): Request['tenders'] {
  const last: Request['tenders'] = [];
  let rest = amount;
  for (const tender of tenders.toReversed()) {
    if (isZero(rest)) break;
    const part = Number(tender.amount.amount) < Number(rest.amount) ? tender.amount : rest;
    last.unshift({ ...tender, amount: part });
    rest = sum([rest, { ...part, amount: `-${part.amount}` }], rest.currency);
  }
  return last;
}

function isProcessed({ returnLineItems: { nodes } }: OwnReturn): boolean {
  return nodes.every(({ quantity, processedQuantity }) => processedQuantity >= quantity);
}

const dispositionTypes = {
  restock: 'RESTOCKED',
  damaged: 'NOT_RESTOCKED',
  dispose: 'NOT_RESTOCKED',
  'not-returned': 'MISSING',
  'not-shipped': 'MISSING',
  undecided: 'PROCESSING_REQUIRED',
} as const;

/** What becomes of the goods, line by line of the return that was opened, in the order in which they were opened. */
function dispositions(
  request: Request,
  { returnLineItems, reverseFulfillmentOrders }: OwnReturn,
  { back }: ReturnPlan,
  context: ConnectorContext,
) {
  const reverse = reverseFulfillmentOrders.nodes.flatMap(({ lineItems }) => lineItems.nodes);
  const open = back.map(({ line, sold, units }) => ({ line, soldId: sold.id, left: units }));
  return returnLineItems.nodes.flatMap(({ id, quantity, processedQuantity, fulfillmentLineItem, returnReasonNote }) => {
    const units = quantity - processedQuantity;
    const there = reverse.find((it) => it.fulfillmentLineItem?.id === fulfillmentLineItem?.id);
    const entry = open.find(
      ({ line, left, soldId }) =>
        left > 0 &&
        soldId === fulfillmentLineItem?.lineItem.id &&
        noteWith(request.ref, line.reason) === returnReasonNote,
    );
    // Units that are booked already are those of its entry too.
    if (entry) entry.left -= quantity;
    if (units > 0 && !there) throw tooManyLines();
    if (units === 0 || !there || !entry) return [];
    const { disposition, location } = entry.line;
    const at =
      location === undefined ? {} : { locationId: locationsOf(context.config).gidOf(location, 'lines.location') };
    return [
      {
        id,
        quantity: units,
        dispositions: [
          {
            reverseFulfillmentOrderLineItemId: there.id,
            dispositionType: dispositionTypes[disposition],
            quantity: units,
            ...(disposition === 'restock' && at),
          },
        ],
      },
    ];
  });
}

/** Units that were never sent go back into the stock that was kept for them, where the return says so. */
function restock(
  wasSent: boolean,
  disposition: Request['lines'][number]['disposition'],
  location: string | undefined,
  index: number,
  { config }: ConnectorContext,
) {
  const goesBack = disposition === 'restock' || disposition === 'not-shipped';
  if (wasSent || !goesBack || location === undefined) return { restockType: 'NO_RESTOCK' };
  return { restockType: 'CANCEL', locationId: locationsOf(config).gidOf(location, `lines.${index}.location`) };
}

function storeCredit(money: readonly MoneyBack[]) {
  return money.flatMap(({ parent, amount }) => (parent ? [] : [{ storeCreditRefund: { amount: input(amount) } }]));
}

/** What charges come to, with tax. */
function worth(charges: Request['charges'], { currency, taxIncluded }: Request): Money {
  return sum(
    charges.flatMap((charge) => [netOf(charge), ...(taxIncluded ? [] : charge.taxes.map(({ amount }) => amount))]),
    currency,
  );
}

function input({ amount, currency }: Money) {
  return { amount, currencyCode: currency };
}
