import { bad, type Json, listIn, notFound, numberIn, requiredText, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedBookPrice, type BookedPriceBook } from './entries.ts';
import { numberOf, one, partsOf, shareOf } from './numbers.ts';
import { fieldsOf, type Route } from './router.ts';
import { pageCap, rowsOf } from './stores-api.ts';
import { zoned } from './wire-sales.ts';

/** The group that everybody is in. */
export const allCustomers = '0242ac12-0002-11e9-e8c4-659494e0000a';
/** Most prices of one request. */
const mostPrices = 100;

/** Price books and the prices in them. */
export function priceBooksApi(books: Books): readonly Route[] {
  const book = (id: string | undefined): BookedPriceBook => {
    const found = books.priceBooks.get(id ?? '');
    if (!found || found.deletedAt !== undefined) throw notFound();
    return found;
  };
  const page = { cap: pageCap };
  return [
    {
      method: 'GET',
      path: '/api/2.0/customer_groups',
      answer: () => ({
        data: [{ id: allCustomers, name: 'All Customers', group_id: '1111111111', version: 1 }],
        version: { min: 1, max: 1 },
      }),
    },
    {
      method: 'GET',
      path: '/api/2.0/price_books',
      answer: ({ query }) => rowsOf(books.priceBooks.page(query, wireBook, page, (it) => it.deletedAt === undefined)),
    },
    {
      method: 'POST',
      path: '/api/2.0/price_books',
      write: true,
      answer: ({ body }) => ({ data: wireBook(create(fieldsOf({ body }), books)) }),
    },
    {
      method: 'GET',
      path: '/api/2.0/price_books/{id}',
      answer: ({ params }) => ({ data: wireBook(book(params['id'])) }),
    },
    {
      method: 'GET',
      path: '/api/2.0/price_book_products',
      answer: ({ query }) => books.bookPrices.page(query, wirePrice, page, (it) => it.deletedAt === undefined),
    },
    {
      method: 'GET',
      path: '/api/2.0/price_books/{id}/products',
      answer: ({ params, query }) => {
        const wanted = (query.get('product_ids') ?? '').split(',').filter((it) => it !== '');
        const { id } = book(params['id']);
        const rows = pricesIn(id, books).filter((it) => wanted.length === 0 || wanted.includes(it.productId));
        return { data: rows.map(wirePrice) };
      },
    },
    {
      method: 'POST',
      path: '/api/2.0/price_books/{id}/products',
      write: true,
      // A second price of the same product is added, not changed: nothing protects from it.
      answer: ({ params, body }) => {
        const { id } = book(params['id']);
        for (const it of pricesFrom(fieldsOf({ body }))) putPrice(undefined, { body: it, priceBookId: id, books });
        return { data: { message: 'ok' } };
      },
    },
    {
      method: 'PATCH',
      path: '/api/2.0/price_books/{id}/products',
      write: true,
      answer: ({ params, body }) => {
        const { id } = book(params['id']);
        for (const it of pricesFrom(fieldsOf({ body }))) {
          const known = books.bookPrices.get(requiredText(it, 'id'));
          if (!known || known.priceBookId !== id || known.deletedAt !== undefined) throw notFound();
          putPrice(known, { body: it, priceBookId: id, books });
        }
        return { data: { message: 'ok' } };
      },
    },
    {
      method: 'PUT',
      path: '/api/2.0/price_books/{id}/products',
      write: true,
      // The list that is sent is the list that is left.
      answer: ({ params, body }) => {
        const { id } = book(params['id']);
        const prices = pricesFrom(fieldsOf({ body }));
        for (const it of pricesIn(id, books)) {
          books.bookPrices.put({ ...it, deletedAt: books.instant(), version: books.nextVersion() });
        }
        for (const it of prices) putPrice(undefined, { body: it, priceBookId: id, books });
        return { data: { message: 'ok' } };
      },
    },
  ];
}

/** The prices of a book that are not deleted. */
export function pricesIn(priceBookId: string, books: Books): readonly BookedBookPrice[] {
  return books.bookPrices.values().filter((it) => it.priceBookId === priceBookId && it.deletedAt === undefined);
}

function create(body: Json, books: Books): BookedPriceBook {
  const outletId = textIn(body, 'outlet_id');
  if (outletId !== undefined && !books.outlets.get(outletId)) throw bad('There is no such outlet', 'outlet_id');
  const customerGroupId = requiredText(body, 'customer_group_id');
  if (customerGroupId !== allCustomers) throw bad('There is no such customer group', 'customer_group_id');
  const validFrom = textIn(body, 'valid_from');
  const validTo = textIn(body, 'valid_to');
  const now = books.instant();
  return books.priceBooks.put({
    id: books.nextId(),
    name: requiredText(body, 'name'),
    customerGroupId,
    ...(outletId !== undefined && { outletId }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validTo !== undefined && { validTo }),
    createdAt: now,
    updatedAt: now,
    version: books.nextVersion(),
  });
}

function pricesFrom(body: Json): readonly Json[] {
  const prices = listIn(body, 'data');
  if (prices.length === 0) throw bad('Is required', 'data');
  if (prices.length > mostPrices) throw bad('Too many prices at a time', 'data');
  return prices;
}

/** Prices are given as the store shows them, with tax or without, and are kept without. */
function putPrice(
  known: BookedBookPrice | undefined,
  { body, priceBookId, books }: { readonly body: Json; readonly priceBookId: string; readonly books: Books },
): void {
  const productId = requiredText(body, 'product_id');
  if (!books.products.get(productId)) throw bad('There is no such product', 'product_id');
  const tax = books.taxes.get(requiredText(body, 'tax_id'));
  if (!tax) throw bad('There is no such tax', 'tax_id');
  const price = numberIn(body, 'price');
  if (price === undefined) throw bad('Is required', 'price');
  const percent = tax.rates.reduce((sum, it) => sum + it.percent, 0);
  const isIncluded = books.outlets.find(() => true)?.displayPrices === 'inclusive';
  const minUnits = numberIn(body, 'min_units');
  const maxUnits = numberIn(body, 'max_units');
  books.bookPrices.put({
    id: known?.id ?? books.nextId(),
    priceBookId,
    productId,
    price: isIncluded ? shareOf(partsOf(price), 100 * one, 100 * one + percent) : partsOf(price),
    taxId: tax.id,
    ...(minUnits !== undefined && { minUnits }),
    ...(maxUnits !== undefined && { maxUnits }),
    version: books.nextVersion(),
  });
}

function wireBook(it: BookedPriceBook): Json {
  return {
    id: it.id,
    name: it.name,
    customer_group_id: it.customerGroupId,
    outlet_id: it.outletId ?? null,
    valid_from: it.validFrom ?? null,
    valid_to: it.validTo ?? null,
    created_at: zoned(it.createdAt),
    updated_at: zoned(it.updatedAt),
    version: it.version,
  };
}

function wirePrice(it: BookedBookPrice): Json {
  return {
    id: it.id,
    product_id: it.productId,
    price_book_id: it.priceBookId,
    price: numberOf(it.price),
    tax_id: it.taxId,
    min_units: it.minUnits ?? null,
    max_units: it.maxUnits ?? null,
    version: it.version,
  };
}
