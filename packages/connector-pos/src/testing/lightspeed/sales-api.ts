import { bad, type Json, listIn, notFound, numberIn, objectOf, requiredText, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedLine, type BookedPayment, type BookedSale, type SaleStatus } from './entries.ts';
import { partsOf, shareOf, one } from './numbers.ts';
import { lineBack } from './price-lines.ts';
import { fieldsOf, type Route } from './router.ts';
import { type Till } from './till.ts';
import { legacySale, type SaleWriting, wireSale } from './wire-sales.ts';

/** What the endpoints of sales need. */
export interface SalesPorts {
  readonly books: Books;
  readonly till: Till;
  readonly writing: SaleWriting;
}

/** Most sales of a page, whatever is asked for. */
const salesCap = 500;
const returnable: ReadonlySet<SaleStatus> = new Set(['CLOSED', 'ONACCOUNT_CLOSED', 'LAYBY_CLOSED']);
const statuses: ReadonlySet<string> = new Set<SaleStatus>([
  'SAVED',
  'OPEN',
  'CLOSED',
  'ONACCOUNT',
  'LAYBY',
  'ONACCOUNT_CLOSED',
  'LAYBY_CLOSED',
  'AWAITING_DISPATCH',
  'AWAITING_PICKUP',
  'DISPATCHED_CLOSED',
  'PICKED_UP_CLOSED',
  'SERVICE',
  'SERVICE_CLOSED',
  'VOIDED',
]);

/** Reading sales, beginning returns, and the old endpoint that writes sales. */
export function salesApi({ books, till, writing }: SalesPorts): readonly Route[] {
  const sale = (id: string | undefined): BookedSale => {
    const found = books.sales.get(id ?? '');
    if (!found) throw notFound();
    return found;
  };
  return [
    {
      method: 'GET',
      path: '/api/2.0/sales',
      answer: ({ query }) => books.sales.page(query, (it) => wireSale(it, writing), { cap: salesCap, emptyMax: 0 }),
    },
    {
      method: 'GET',
      path: '/api/2.0/sales/{id}',
      answer: ({ params }) => ({ data: wireSale(sale(params['id']), writing) }),
    },
    {
      method: 'PUT',
      path: '/api/2.0/sales/{id}/actions/return',
      write: true,
      answer: ({ params }) => ({ data: wireSale(beginReturn(sale(params['id']), { books, till }), writing) }),
    },
    {
      method: 'GET',
      path: '/api/register_sales/{id}',
      envelope: 'legacy',
      answer: ({ params }) => {
        // An id that nobody has is answered with nothing, not with an error.
        const found = books.sales.get(params['id'] ?? '');
        return { register_sales: found ? [legacySale(found, writing)] : [] };
      },
    },
    {
      method: 'POST',
      path: '/api/register_sales',
      write: true,
      envelope: 'legacy',
      answer: ({ body }) => ({ register_sale: legacySale(writeSale(fieldsOf({ body }), { books, till }), writing) }),
    },
  ];
}

/** Parks a return of all that did not come back yet; other parked returns of the sale are called off. */
function beginReturn(sale: BookedSale, { books, till }: Pick<SalesPorts, 'books' | 'till'>): BookedSale {
  if (!returnable.has(sale.status)) throw bad('The sale cannot be returned', 'status');
  const back = new Map<string, number>();
  for (const it of books.sales.values()) {
    if (it.returnFor !== sale.id) continue;
    if (it.status === 'SAVED') till.void(it.id);
    else if (it.status !== 'VOIDED')
      for (const line of it.lines) back.set(line.productId, (back.get(line.productId) ?? 0) - line.quantity);
  }
  const lines = sale.lines.flatMap((line) => {
    if (line.status === 'VOIDED' || line.quantity <= 0) return [];
    const gone = Math.min(line.quantity, back.get(line.productId) ?? 0);
    back.set(line.productId, (back.get(line.productId) ?? 0) - gone);
    return line.quantity > gone ? [lineBack(line, line.quantity - gone, books)] : [];
  });
  return till.takeBackParked(sale, lines);
}

/** Writes a sale in the old shape: the same id again replaces it. */
function writeSale(body: Json, { books, till }: Pick<SalesPorts, 'books' | 'till'>): BookedSale {
  const id = textIn(body, 'id') ?? books.nextId();
  const before = books.sales.get(id);
  const registerId = textIn(body, 'register_id') ?? before?.registerId;
  const register = books.registers.get(registerId ?? '');
  if (!register) throw bad('There is no such register', 'register_id');
  const status = textIn(body, 'status') ?? 'SAVED';
  if (!statuses.has(status)) throw bad('Is no status', 'status');
  const soldAt = textIn(body, 'sale_date');
  const at =
    soldAt === undefined
      ? Number.NaN
      : Date.parse(/Z|[+-]\d\d:?\d\d$/.test(soldAt) ? soldAt : `${soldAt.replace(' ', 'T')}Z`);
  if (soldAt !== undefined && Number.isNaN(at)) throw bad('Is no time', 'sale_date');
  const lineStatus = status === 'SAVED' ? 'SAVED' : 'CONFIRMED';
  const lines =
    body['register_sale_products'] === undefined && before ? before.lines : linesIn(body, lineStatus, books);
  const payments = listIn(body, 'register_sale_payments').map((it) =>
    paymentIn(it, { books, till, registerId: register.id }),
  );
  const customerId = textIn(body, 'customer_id') ?? before?.customerId;
  const sourceId = textIn(body, 'source_id') ?? before?.sourceId;
  const returnFor = textIn(body, 'return_for') ?? before?.returnFor;
  const numbers = before ?? till.numberFor(register);
  return till.book({
    id,
    outletId: register.outletId,
    registerId: register.id,
    invoiceNumber: textIn(body, 'invoice_number') ?? numbers.invoiceNumber,
    invoiceSequence: numbers.invoiceSequence,
    source: textIn(body, 'source') ?? before?.source ?? 'USER',
    status: status as SaleStatus,
    note: textIn(body, 'note') ?? before?.note ?? '',
    soldAt: Number.isNaN(at) ? (before?.soldAt ?? books.instant()) : new Date(at).toISOString(),
    lines,
    payments: body['register_sale_payments'] === undefined ? (before?.payments ?? []) : payments,
    adjustments: before?.adjustments ?? [],
    attributes: before?.attributes ?? [],
    ...(customerId !== undefined && customerId !== '' && { customerId }),
    ...(sourceId !== undefined && { sourceId }),
    ...(returnFor !== undefined && returnFor !== '' && { returnFor }),
  });
}

function linesIn(body: Json, status: 'SAVED' | 'CONFIRMED', books: Books): readonly BookedLine[] {
  return listIn(body, 'register_sale_products').map((it) => {
    const productId = requiredText(it, 'product_id');
    if (!books.products.get(productId)) throw bad('There is no such product', 'product_id');
    const tax = books.taxes.get(requiredText(it, 'tax_id'));
    if (!tax) throw bad('There is no such tax', 'tax_id');
    const part = (key: string): number => partsOf(numberIn(it, key, { text: true }) ?? 0);
    const quantity = part('quantity');
    const [price, discount, unitTax] = [part('price'), part('discount'), part('tax')];
    const total = (unit: number): number => shareOf(unit, quantity, one);
    const taxTotal = total(unitTax);
    const whole = tax.rates.reduce((sum, rate) => sum + rate.percent, 0);
    return {
      id: textIn(it, 'id') ?? books.nextId(),
      productId,
      quantity,
      price,
      priceTotal: total(price),
      discount,
      discountTotal: total(discount),
      tax: unitTax,
      taxTotal,
      taxId: tax.id,
      taxShares: tax.rates.map((rate) => ({
        rateId: rate.id,
        amount: whole === 0 ? 0 : shareOf(taxTotal, rate.percent, whole),
      })),
      status: textIn(it, 'status') === 'VOIDED' ? 'VOIDED' : status,
      isReturn: quantity < 0,
    };
  });
}

function paymentIn(
  payment: Json,
  { books, till, registerId }: { readonly books: Books; readonly till: Till; readonly registerId: string },
): BookedPayment {
  const body = objectOf(payment, 'register_sale_payments');
  const typeId = requiredText(body, 'retailer_payment_type_id');
  if (!books.paymentTypes.get(typeId)) throw bad('There is no such payment type', 'retailer_payment_type_id');
  const amount = numberIn(body, 'amount', { text: true });
  if (amount === undefined) throw bad('Is required', 'amount');
  const { openSequenceId = '' } = till.open(registerId);
  const paidAt = textIn(body, 'payment_date') ?? books.instant();
  return {
    id: textIn(body, 'id') ?? books.nextId(),
    registerId,
    openSequenceId,
    typeId,
    paidAt,
    amount: partsOf(amount),
  };
}
