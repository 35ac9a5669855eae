import { type CheckedInput, compare, type Implementation, IntegrationError, type Money } from '@crossdock/core';
import { agreementFields, PriceAgreement, PriceJournal, PriceJournalLine, priceLineFields } from '../api/price.ts';
import { type Dimensions, dimensionNames } from '../api/product.ts';
import { createCatalogReader } from '../environment/catalog-reader.ts';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import { type ItemKey, keyOf } from '../lookups/item-names.ts';
import { stockPlaceOf } from '../lookups/locations.ts';
import { fromWire } from '../mapping/amounts.ts';
import { itemOf, perUnit, priceListOf } from '../mapping/price.ts';
import { unmapped } from '../lookups/refusals.ts';
import { dateOf, noonOf } from '../odata/literals.ts';
import { journalReferenceOf } from '../references.ts';

type Published = CheckedInput<'publishPrice'>;

/** What a price is about: the fields that a journal line and an agreement share. */
interface Subject {
  readonly item: ItemKey;
  readonly group: string;
  readonly customer: string;
  readonly quantity: number;
  readonly place: { readonly site: string; readonly warehouse: string } | undefined;
}

/** From the first day to the last, both inclusive. Absent ends are open. */
interface Days {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

interface Held extends Days {
  readonly price: Money;
}

const noDate = '1900-01-01T12:00:00Z';

/**
 * Publishes a price as a line of a trade agreement journal of its own, which waits until somebody or a batch job posts it: nothing outside
 * posts such journals. Prices of the platform change with the day, so instants become days of the time zone.
 *
 * It stays once-only by looking: a price that waits or holds as it should is not written again, and one that waits otherwise is changed.
 */
export function publishPrice(rooms: Rooms): Implementation<'publishPrice'> {
  const { client, config } = rooms;
  const scope = { dataAreaId: config.company };

  async function subjectOf(price: Published, signal: AbortSignal): Promise<Subject> {
    if (price.list === undefined) {
      throw new IntegrationError('A base price is kept with the product, which is not written here: name a list', {
        code: 'unsupported-document',
        path: 'list',
      });
    }
    const { group = '', customer = '', quantity } = priceListOf(price.list, config);
    if (price.taxIncluded !== config.prices.taxIncluded) {
      throw new IntegrationError('Prices of this company are kept the other way about tax', {
        code: 'unsupported-document',
        path: 'taxIncluded',
      });
    }
    const item = (await rooms.items.bySku([price.sku], signal)).get(price.sku);
    if (!item) throw unmapped(`Product '${price.sku}'`, 'the released products (or items.overrides)', 'sku');
    const place = price.location === undefined ? undefined : stockPlaceOf(price.location, 'location', config);
    return { item: keyOf(item), group, customer, quantity, place };
  }

  const referenceOf = ({ sku, list, location, price }: Published): string =>
    journalReferenceOf(config.prefix, 'PRC', [sku, list, location, price.currency].filter(Boolean).join('/'));

  /** The open journal of the price, with its line if it was made. */
  async function waiting(reference: string, signal: AbortSignal) {
    const filter = { ...scope, JournalDescription: reference };
    const journals = await client.list('OpenTradeAgreementJournalHeadersV2', { filter, row: PriceJournal, signal });
    const journal = journals.find((it) => it.JournalDescription === reference)?.JournalNumber;
    if (journal === undefined) return undefined;
    const lines = await client.list('OpenSalesPriceJournalLinesV2', {
      filter: { ...scope, TradeAgreementJournalNumber: journal },
      select: priceLineFields,
      row: PriceJournalLine,
      signal,
    });
    return { journal, line: lines.find((it) => it.TradeAgreementJournalNumber === journal) };
  }

  /** The agreement that was made last. */
  async function agreed(subject: Subject, currency: string, signal: AbortSignal): Promise<PriceAgreement | undefined> {
    const rows = await client.list('SalesPriceAgreements', {
      filter: {
        ...scope,
        ItemNumber: subject.item.ItemNumber,
        PriceCustomerGroupCode: subject.group,
        CustomerAccountNumber: subject.customer,
        PriceCurrencyCode: currency,
      },
      select: agreementFields,
      row: PriceAgreement,
      signal,
    });
    const own = rows.filter((row) => isOf(row, subject, currency));
    return own.toSorted((a, b) => (BigInt(a.RecordId) < BigInt(b.RecordId) ? 1 : -1))[0];
  }

  const today = (): string => postingDateOf(rooms, { occurredAt: new Date(rooms.clock.now()).toISOString() });

  const daysOf = ({ effectiveFrom, effectiveUntil }: Published): Days => ({
    from: effectiveFrom === undefined ? undefined : postingDateOf(rooms, { occurredAt: effectiveFrom }),
    // The last day is the one before the price ends.
    to: effectiveUntil === undefined ? undefined : postingDateOf(rooms, { occurredAt: justBefore(effectiveUntil) }),
  });

  async function find(price: Published, subject: Subject, signal: AbortSignal) {
    const { currency } = price.price;
    const open = await waiting(referenceOf(price), signal);
    const days = daysOf(price);
    if (open) {
      const done = open.line !== undefined && isAsWanted(heldIn(open.line, currency), price, days, today());
      return { open, done: done ? open.journal : undefined };
    }
    const row = await agreed(subject, currency, signal);
    const held = row && heldIn(row, currency);
    return { open, done: held && isAsWanted(held, price, days, today()) ? `agreement-${row.RecordId}` : undefined };
  }

  const documented = (id: string, price: Published) =>
    documentOf(rooms, 'priceJournal', {
      id,
      reference: referenceOf(price),
      state: id.startsWith('agreement-') ? 'posted' : 'open',
    });

  return {
    once: {
      async probe(price, { signal }) {
        const { done } = await find(price, await subjectOf(price, signal), signal);
        return done === undefined ? undefined : documented(done, price);
      },
    },
    async run(price, { signal }) {
      const JournalNameId = config.journals.prices;
      if (JournalNameId === undefined) throw unmapped('A price', 'journals.prices', 'price');
      const subject = await subjectOf(price, signal);
      const { open, done } = await find(price, subject, signal);
      if (done !== undefined) return documented(done, price);
      const { from = today(), to } = daysOf(price);
      const values = {
        Price: Number(price.price.amount),
        SalesPriceQuantity: 1,
        PriceApplicableFromDate: noonOf(from),
        PriceApplicableToDate: to === undefined ? noDate : noonOf(to),
      };
      if (open?.line) {
        const key = { ...scope, TradeAgreementJournalNumber: open.journal, LineNumber: Number(open.line.LineNumber) };
        await client.update('OpenSalesPriceJournalLinesV2', key, values, { signal });
        return documented(open.journal, price);
      }
      const journal = open?.journal ?? (await openJournal(referenceOf(price), JournalNameId, signal));
      const product = await createCatalogReader(client, config).product(subject.item.ItemNumber, signal);
      const line = {
        ...scope,
        TradeAgreementJournalNumber: journal,
        LineNumber: 1,
        ...filled(subject.item),
        ...(subject.group !== '' && { PriceCustomerGroupCode: subject.group }),
        ...(subject.customer !== '' && { CustomerAccountNumber: subject.customer }),
        ...(subject.place && { PriceSiteId: subject.place.site, PriceWarehouseId: subject.place.warehouse }),
        PriceCurrencyCode: price.price.currency,
        QuantityUnitSymbol: product?.SalesUnitSymbol ?? '',
        FromQuantity: subject.quantity,
        ...values,
      };
      await client.create('OpenSalesPriceJournalLinesV2', line, { row: PriceJournalLine, signal });
      return documented(journal, price);
    },
  };

  async function openJournal(reference: string, name: string, signal: AbortSignal): Promise<string> {
    const row = {
      ...scope,
      TradeAgreementJournalNameId: name,
      JournalDescription: reference,
      DefaultTradeAgreementType: 'PriceSales',
    };
    const made = await client.create('OpenTradeAgreementJournalHeadersV2', row, { row: PriceJournal, signal });
    return made.JournalNumber;
  }
}

function isOf(row: PriceAgreement, { item, group, customer, quantity, place }: Subject, currency: string): boolean {
  const agreed = itemOf(row);
  return (
    agreed.ItemNumber === item.ItemNumber &&
    dimensionNames.every((name) => agreed[name] === item[name]) &&
    row.PriceCustomerGroupCode === group &&
    row.CustomerAccountNumber === customer &&
    row.PriceCurrencyCode === currency &&
    row.PriceWarehouseId === (place?.warehouse ?? '') &&
    Number(row.FromQuantity) === quantity
  );
}

function heldIn(
  row: Pick<PriceJournalLine, 'Price' | 'SalesPriceQuantity' | 'PriceApplicableFromDate' | 'PriceApplicableToDate'>,
  currency: string,
): Held {
  return {
    price: perUnit(fromWire(row.Price, currency), row.SalesPriceQuantity),
    from: dateOf(row.PriceApplicableFromDate),
    to: dateOf(row.PriceApplicableToDate),
  };
}

/** A price without a first day is wanted at once: one that began already is as wanted. */
function isAsWanted(held: Held, { price }: Published, { from, to }: Days, today: string): boolean {
  const begins = from === undefined ? (held.from ?? today) <= today : held.from === from;
  return begins && held.to === to && compare(held.price, price) === 0;
}

function filled({ ItemNumber, ...dimensions }: ItemKey): Partial<Dimensions> & { readonly ItemNumber: string } {
  return { ItemNumber, ...Object.fromEntries(Object.entries(dimensions).filter(([, value]) => value !== '')) };
}

const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();
