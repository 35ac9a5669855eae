import {
  type CheckedInput,
  compare,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  type Money,
  sum,
  toMs,
  zero,
} from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { type WireOrder } from '../api/orders.ts';
import { type ConnectorContext } from '../context.ts';
import { keptTenders } from '../mapping/order-facts.ts';
import { type Refundable, readRefundable, refundOnce, sharesOf } from '../refunds.ts';
import { restock } from './restock.ts';

type Request = CheckedInput<'processReturn'>;
type CallOf = Parameters<Implementation<'processReturn'>['run']>[1];

/**
 * Records a return that was taken elsewhere, of a sale of a till: the money goes back to the payments of the sale, as amounts (the
 * platform refunds no lines), and goods that are for sale again go into stock. What is still owed is left alone.
 */
export function processReturn(context: ConnectorContext): Implementation<'processReturn'> {
  return {
    // Keys and looks are made of the return's reference, so that it is one in every process.
    once: {
      key: 'idempotency_key',
      keptFor: toMs(context.config.keysKeptFor),
      probe: (it, call) => look(it, context, call),
    },
    run: async (request, call) => {
      refuseWhatTheTillDoes(request, context);
      // Whether the money can go back is known before the goods are put away.
      const refunds = await plannedRefunds(request, context, call.signal);
      const restocked = await restock(request, context, call);
      const refunded = await refund(refunds, request, context, call.signal);
      const document = refunded ?? restocked;
      if (document) return document;
      throw new IntegrationError('The return brings neither money nor goods back', { code: 'unsupported-document' });
    },
  };
}

function refuseWhatTheTillDoes({ ref, exchange }: Request, { name }: ConnectorContext): void {
  if (ownIdIn(name, ref) !== undefined) {
    throw new IntegrationError('The return was taken at a till of Square, which has it already', { code: 'refused' });
  }
  if (exchange.length > 0) {
    throw new IntegrationError('An exchange is made at the till', { code: 'unsupported-document', path: 'exchange' });
  }
}

/** Whether the refunds were made. Without money to give back there is nothing to be seen. */
async function look(request: Request, context: ConnectorContext, { signal }: CallOf): Promise<DocumentRef | undefined> {
  const amount = refundedBy(request);
  if (compare(amount, zero(amount.currency)) <= 0) return undefined;
  const payments = await refundables(request, context, signal);
  const made = payments.flatMap((it) => it.ours);
  const given = sum(
    made.map((it) => it.amount),
    amount.currency,
  );
  const [first] = made;
  return first && compare(given, amount) === 0 ? refundDocument(first, request, context) : undefined;
}

interface PlannedRefund {
  readonly payment: Refundable;
  readonly amount: Money;
}

async function plannedRefunds(
  request: Request,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly PlannedRefund[]> {
  const amount = refundedBy(request);
  if (compare(amount, zero(amount.currency)) <= 0) return [];
  const payments = await refundables(request, context, signal);
  const shares = sharesOf(amount, payments);
  if (!shares) {
    throw new IntegrationError('The payments of the sale cannot give so much back', {
      code: 'refused',
      path: 'tenders',
    });
  }
  return payments.map((payment, index) => ({ payment, amount: shares[index] ?? zero(amount.currency) }));
}

async function refund(
  planned: readonly PlannedRefund[],
  request: Request,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  let first: { readonly id: string; readonly status: string } | undefined;
  for (const { payment, amount } of planned) {
    const made = await refundOnce(payment, amount, { ref: request.ref, context, signal });
    first ??= made;
  }
  return first && refundDocument(first, request, context);
}

/** What goes back by its tenders. */
function refundedBy({ tenders, currency }: Request): Money {
  return sum(
    tenders.map((it) => it.amount),
    currency,
  );
}

/** The payments of the sale, in their order. */
async function refundables(request: Request, context: ConnectorContext, signal: AbortSignal) {
  const { orderRef, order, ref } = request;
  const id = order?.system === context.name ? order.id : ownIdIn(context.name, orderRef ?? '');
  if (id === undefined) {
    throw new IntegrationError('Square gives money back for its own sales only', {
      code: 'unsupported-document',
      path: 'orderRef',
    });
  }
  const sale = await context.orders.byId(id, signal);
  const refundable: Refundable[] = [];
  for (const payment of paymentsOf(sale.order)) refundable.push(await readRefundable(payment, ref, context, signal));
  return refundable;
}

function paymentsOf(order: WireOrder): readonly string[] {
  return keptTenders(order).flatMap((it) => it.payment_id ?? it.id ?? []);
}

function refundDocument(
  { id, status }: { readonly id: string; readonly status: string },
  { ref }: Request,
  { name }: ConnectorContext,
): DocumentRef {
  return { system: name, type: 'refund', id, reference: ref, state: status };
}
