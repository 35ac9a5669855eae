import { type Json, listIn, notFound, numberIn, requiredText } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedOutlet, type BookedPaymentType, type BookedRegister, type BookedTax } from './entries.ts';
import { minorUnit, one, textOf } from './numbers.ts';
import { fieldsOf, type Route } from './router.ts';
import { type Till } from './till.ts';
import { zoned } from './wire-sales.ts';

/** Most rows of a page of anything but sales. */
export const pageCap = 10_000;

/** Outlets, registers, payment types and taxes. */
export function storesApi({ books, till }: { readonly books: Books; readonly till: Till }): readonly Route[] {
  const outlet = (id: string | undefined): Json => answerOf(books.outlets.get(id ?? ''), wireOutlet);
  const register = (id: string | undefined): BookedRegister => {
    const found = books.registers.get(id ?? '');
    if (!found) throw notFound();
    return found;
  };
  const page = { cap: pageCap };
  return [
    {
      method: 'GET',
      path: '/api/2.0/outlets',
      answer: ({ query }) =>
        books.outlets.page(
          query,
          wireOutlet,
          page,
          (it) => it.deletedAt === undefined || query.get('deleted') === 'true',
        ),
    },
    { method: 'GET', path: '/api/2.0/outlets/{id}', answer: ({ params }) => outlet(params['id']) },
    {
      method: 'GET',
      path: '/api/2.0/registers',
      answer: ({ query }) => books.registers.page(query, wireRegister, page),
    },
    {
      method: 'GET',
      path: '/api/2.0/registers/{id}',
      answer: ({ params }) => ({ data: wireRegister(register(params['id'])) }),
    },
    {
      method: 'PUT',
      path: '/api/2.0/registers/{id}/actions/open',
      write: true,
      answer: ({ params }) => ({ data: wireRegister(till.open(register(params['id']).id)) }),
    },
    {
      method: 'PUT',
      path: '/api/2.0/registers/{id}/actions/close',
      write: true,
      answer: ({ params, body }) => {
        const { id, outletId } = register(params['id']);
        const minor = minorUnit(books.outlets.get(outletId)?.currency ?? 'USD') / one;
        const counted = listIn(fieldsOf({ body }), 'payments').map((it) => {
          const type = books.paymentTypes.get(requiredText(it, 'payment_type_id'));
          if (!type) throw notFound();
          return [type.name, Math.round((numberIn(it, 'total', { text: true }) ?? 0) / minor)] as const;
        });
        till.close({ registerId: id, counted: Object.fromEntries(counted) });
        return { data: wireRegister(register(id)) };
      },
    },
    {
      method: 'GET',
      path: '/api/2.0/registers/{id}/payments_summary',
      answer: ({ params }) => ({ data: summaryOf(register(params['id']), books, till) }),
    },
    {
      method: 'GET',
      path: '/api/2.0/payment_types',
      answer: ({ query }) => books.paymentTypes.page(query, wirePaymentType, page),
    },
    { method: 'GET', path: '/api/2.0/retailer', answer: () => ({ data: retailerOf(books) }) },
    { method: 'GET', path: '/api/2.0/taxes', answer: ({ query }) => rowsOf(books.taxes.page(query, wireTax, page)) },
  ];
}

/** The SKU of the product that stands for a discount on a whole sale. */
const discountSku = 'vend-discount';

function retailerOf(books: Books): Json {
  const [outlet] = books.outlets.values();
  return {
    account_status: 'ACTIVE',
    currency: { code: outlet?.currency ?? 'USD', symbol: '$' },
    discount_product_id: books.products.find((it) => it.sku === discountSku)?.id ?? null,
  };
}

/** Some lists say no versions beside their rows. */
export function rowsOf({ data }: Json): Json {
  return { data };
}

/** One row, or that there is none. */
function answerOf<Row>(row: Row | undefined, wire: (row: Row) => Json): Json {
  if (!row) throw notFound();
  return { data: wire(row) };
}

/** What a register took since it was opened. */
function summaryOf(register: BookedRegister, books: Books, till: Till): Json {
  const paid = till.takenIn(register.openSequenceId ?? '');
  return {
    register_closure_id: register.openSequenceId ?? null,
    register_closure_sequence_number: register.openCount,
    register_open_time: register.openedAt === undefined ? null : zoned(register.openedAt),
    payments: [...paid].map(([typeId, amount]) => ({
      payment_type_id: typeId,
      payment_type_name: books.paymentTypes.get(typeId)?.name,
      total: textOf(amount),
    })),
  };
}

function wireOutlet(it: BookedOutlet): Json {
  return {
    id: it.id,
    name: it.name,
    default_tax_id: it.defaultTaxId,
    currency: it.currency,
    currency_symbol: '$',
    display_prices: it.displayPrices,
    time_zone: it.timeZone,
    attributes: [],
    ...(it.deletedAt !== undefined && { deleted_at: zoned(it.deletedAt) }),
    version: it.version,
  };
}

function wireRegister(it: BookedRegister): Json {
  return {
    id: it.id,
    name: it.name,
    outlet_id: it.outletId,
    ask_for_note_on_save: 1,
    print_receipt: true,
    invoice_prefix: it.prefix,
    invoice_suffix: it.suffix,
    invoice_sequence: it.sequence,
    is_open: it.openSequenceId !== undefined,
    ...(it.openedAt !== undefined && { register_open_time: zoned(it.openedAt) }),
    ...(it.closedAt !== undefined && { register_close_time: zoned(it.closedAt) }),
    ...(it.openSequenceId !== undefined && { register_open_sequence_id: it.openSequenceId }),
    version: it.version,
  };
}

function wirePaymentType({ id, name, typeId, version }: BookedPaymentType): Json {
  return { id, name, type_id: typeId, deleted_at: null, version };
}

function wireTax({ id, name, isDefault, rates, version }: BookedTax): Json {
  return {
    id,
    name,
    display_name: name,
    is_default: isDefault,
    deleted_at: null,
    // As a share of one, though people say per cent.
    rates: rates.map((it) => ({ id: it.id, name: it.name, display_name: it.name, rate: it.percent / one / 100 })),
    version,
  };
}
