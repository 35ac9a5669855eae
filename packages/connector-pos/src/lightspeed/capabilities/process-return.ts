import {
  type CheckedInput,
  type DocumentRef,
  equals,
  type Implementation,
  IntegrationError,
  isIntegrationError,
  isZero,
  type Money,
  money,
  multiply,
  negate,
  netOf,
  round,
  subtract,
  sum,
  toDecimal,
} from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { type WireSale, WrittenSale } from '../api/sales.ts';
import { type ConnectorContext } from '../context.ts';
import { ownSaleId } from '../own-sales.ts';
import { paymentTypesByKind, requiredType } from '../payment-types.ts';
import { type Product } from '../products.ts';
import { type Store } from '../stores.ts';

type Request = CheckedInput<'processReturn'>;
type Line = Request['lines'][number];

/**
 * Records a return that was taken elsewhere, as a closed sale with negative quantities: the platform puts the goods into stock by it.
 * The sale has an id that is made of the return's reference, so it is looked for before it is made, and made again it is the same.
 */
export function processReturn(context: ConnectorContext): Implementation<'processReturn'> {
  return {
    once: { probe: (it, { signal }) => look(it, context, signal) },
    run: async (request, { signal }) => {
      refuseWhatIsNoSale(request, context);
      const json = await saleOf(request, context, signal);
      const { register_sale: made } = await context.client.send('POST', '/api/register_sales', {
        json,
        response: WrittenSale,
        signal,
      });
      return documentOf(made, request, context);
    },
  };
}

/** The sale that was made for a return, if it is there. */
async function look(
  request: Request,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  const id = ownSaleId(context.name, request.ref);
  try {
    const found = await context.sales.head(id, signal);
    return found && documentOf(found, request, context);
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

function refuseWhatIsNoSale(request: Request, { name }: ConnectorContext): void {
  const { ref, exchange, charges, fees, adjustment, rounding, outstanding, lines } = request;
  if (ownIdIn(name, ref) !== undefined) {
    throw new IntegrationError('The return was taken at a till of Lightspeed, which has it already', {
      code: 'refused',
    });
  }
  const refuse = (message: string, path: string): never => {
    throw new IntegrationError(message, { code: 'unsupported-document', path });
  };
  if (exchange.length > 0) refuse('An exchange is made at the till', 'exchange');
  if (lines.length === 0) refuse('A return of money alone has no product that it could be recorded by', 'lines');
  const other = lines.findIndex((it) => it.disposition !== 'restock');
  if (other >= 0) {
    refuse('Lightspeed puts everything that comes back into stock', `lines.${other}.disposition`);
  }
  if (charges.length + fees.length > 0) refuse('Charges and fees have no product at Lightspeed', 'charges');
  if (adjustment && !isZero(adjustment)) refuse('An adjustment has no product at Lightspeed', 'adjustment');
  if (rounding && !isZero(rounding)) refuse('Cash is rounded at the till', 'rounding');
  if (!isZero(outstanding)) refuse('A return counts at Lightspeed once all of it is paid back', 'outstanding');
}

async function saleOf(request: Request, context: ConnectorContext, signal: AbortSignal) {
  const { ref, occurredAt, lines, tenders } = request;
  const { name, config, stores, products } = context;
  const store = await stores.byCode(locationOf(request), signal);
  const original = await originalOf(request, context, signal);
  const register = config.outlets?.[store.id]?.register ?? (await firstRegister(store, context, signal));
  const articles = await products.requiredBySkus(
    lines.map((it) => it.sku),
    signal,
  );
  const types = await paymentTypesByKind(context, signal);
  const date = new Date(occurredAt).toISOString();
  return {
    id: ownSaleId(name, ref),
    register_id: register,
    ...(config.user !== undefined && { user_id: config.user }),
    sale_date: date,
    status: 'CLOSED',
    source: 'USER',
    source_id: ref,
    ...(original && { return_for: original.id }),
    note: `Return ${ref}`,
    register_sale_products: lines.map((line, index) => lineOf(line, index, { request, store, articles, original })),
    register_sale_payments: tenders.map(({ kind, amount }, index) => ({
      retailer_payment_type_id: requiredType(types, kind, `tenders.${index}.kind`),
      register_id: register,
      amount: Number(negate(amount).amount),
      payment_date: date,
    })),
  };
}

interface LineSources {
  readonly request: Request;
  readonly store: Store;
  readonly articles: ReadonlyMap<string, Product>;
  readonly original: WireSale | undefined;
}

/** A line that comes back. The platform takes unit prices with five places and multiplies them itself. */
function lineOf(line: Line, index: number, { request, store, articles, original }: LineSources) {
  const path = `lines.${index}`;
  const product = articles.get(line.sku);
  const tax = sum(
    line.taxes.map((it) => it.amount),
    request.currency,
  );
  const paid = netOf(line);
  const net = request.taxIncluded ? subtract(paid, tax) : paid;
  const sold = original?.line_items.find((it) => it.id === line.orderLineId || it.product_id === product?.id);
  const taxId = sold?.tax_id ?? store.taxId;
  if (taxId === undefined) {
    throw new IntegrationError('Neither the sale nor the outlet tells the tax of a line', { code: 'unmapped', path });
  }
  return {
    product_id: product?.id,
    quantity: Number(`-${line.quantity.amount}`),
    price: perUnit(net, line, path),
    discount: 0,
    tax: perUnit(tax, line, path),
    tax_id: taxId,
    price_set: true,
    sequence: index,
    status: 'CONFIRMED',
  };
}

/** What one unit comes to, so that the platform's product with the quantity rounds to the whole again. */
function perUnit(whole: Money, { quantity }: Line, path: string): number {
  const units = toDecimal(quantity.amount, 'quantity-invalid');
  const unit = toDecimal(whole.amount, 'money-invalid').div(units).toFixed(5);
  const again = round(multiply(money(unit, whole.currency), quantity.amount), { mode: 'half-up' });
  if (equals(again, round(whole, { mode: 'half-up' }))) return Number(unit);
  throw new IntegrationError('The price of so many units cannot be told by that of one, with five places', {
    code: 'unsupported-document',
    path,
  });
}

function locationOf({ location, lines }: Request): string {
  const places = new Set(lines.map((it) => it.location ?? location));
  const [code] = places;
  if (places.size === 1 && code !== undefined) return code;
  throw new IntegrationError('The goods of a return come back to one store', {
    code: 'unsupported-document',
    path: 'lines.0.location',
  });
}

/** The sale of a till that goods come back from; none for what was sold elsewhere. */
async function originalOf(
  { orderRef, order }: Request,
  { name, sales }: ConnectorContext,
  signal: AbortSignal,
): Promise<WireSale | undefined> {
  const id = order?.system === name ? order.id : ownIdIn(name, orderRef ?? '');
  return id === undefined ? undefined : (await sales.byId(id, signal)).sale;
}

async function firstRegister(store: Store, { stores }: ConnectorContext, signal: AbortSignal): Promise<string> {
  const first = (await stores.registers(signal)).find((it) => it.outlet_id === store.id);
  if (first) return first.id;
  throw new IntegrationError(`The store '${store.code}' has no register`, { code: 'unmapped', path: 'location' });
}

function documentOf(
  { id, status }: { readonly id: string; readonly status: string },
  { ref }: Request,
  { name }: ConnectorContext,
): DocumentRef {
  return { system: name, type: 'sale', id, reference: ref, state: status };
}
