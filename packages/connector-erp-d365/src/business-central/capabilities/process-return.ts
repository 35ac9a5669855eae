import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isIntegrationError,
  type Money,
  negate,
} from '@crossdock/core';
import { DocumentLine, SalesCreditMemo, type SalesCreditMemo as Credit } from '../api/documents.ts';
import type { Place } from '../client.ts';
import { dayOf, documentOf, type Rooms } from '../context.ts';
import { currencyCodeOf } from '../currencies.ts';
import { skusOfReturn } from '../mapping/entries.ts';
import { type CreditBody, toCredit } from '../mapping/return.ts';
import { locationsOf } from '../mapping/sales-order.ts';
import { inOpenPeriod, openDayFor } from '../periods.ts';
import { type Look, makeOnce } from './claims.ts';
import { proveTotal, requireSameLines } from './proofs.ts';
import { areRefundsBooked, bookRefunds, refundsOf } from './refunds.ts';
import { unlessPosted } from './refused-yet-posted.ts';
import { readSellables } from './sellables.ts';

type Back = CheckedInput<'processReturn'>;

/** Sets and fields of the documents that close a return. */
const kinds = {
  salesCreditMemo: { set: 'salesCreditMemos', lines: 'salesCreditMemoLines', date: 'creditMemoDate' },
  salesInvoice: { set: 'salesInvoices', lines: 'salesInvoiceLines', date: 'invoiceDate' },
} as const;

/**
 * Books a return as a credit memo, which takes the goods in and is posted, and the money of each tender as an entry of its own. An exchange
 * that costs the buyer more is an invoice.
 *
 * Every document has a number or a reference of its own, so whatever was made before an answer was lost is found and not made again.
 */
export function processReturn(rooms: Rooms): Implementation<'processReturn'> {
  const { client, config } = rooms;

  async function bodyOf(back: Back, signal: AbortSignal): Promise<CreditBody> {
    const wanted = { skus: skusOfReturn(back), locations: locationsOf(back, config) };
    return toCredit(back, await readSellables(rooms, wanted, signal));
  }

  /** Lines of a draft that was found. Another process may have posted it since, which gives it another id. */
  async function linesOf(place: Place, signal: AbortSignal): Promise<readonly DocumentLine[]> {
    try {
      return await client.list(place, { row: DocumentLine, signal });
    } catch (error) {
      if (!isIntegrationError(error) || error.code !== 'not-found') throw error;
      throw new IntegrationError('Another process posted the draft of this return meanwhile', {
        code: 'conflict',
        disposition: 'retry',
        cause: error,
      });
    }
  }

  /** What makes the draft, or completes one without lines. */
  async function next(back: Back, body: CreditBody, postingDate: string, signal: AbortSignal): Promise<Look<Credit>> {
    const { set, lines: part, date } = kinds[body.kind];
    const found = await findCredit(rooms, body, signal);
    const currencyCode = currencyCodeOf(config, back.currency, 'currency');
    if (!found) {
      const json = {
        externalDocumentNumber: body.externalDocumentNumber,
        customerNumber: config.customer,
        ...(currencyCode !== undefined && { currencyCode }),
        [date]: dayOf(rooms, back),
        postingDate,
        [part]: body.lines,
      };
      return { writes: [{ create: { set }, json }] };
    }
    if (found.status !== 'Draft') return { found };
    const create = { set, id: found.id, part };
    const present = await linesOf(create, signal);
    if (present.length === 0) return { writes: body.lines.map((json) => ({ create, json })) };
    requireSameLines(body.lines, present, back.currency);
    return { found };
  }

  /** A draft, made or completed; or what is posted. */
  async function written(back: Back, postingDate: string, signal: AbortSignal): Promise<Credit> {
    const body = await bodyOf(back, signal);
    const name = `return ${body.externalDocumentNumber}`;
    const found = await makeOnce(rooms, name, () => next(back, body, postingDate, signal), signal);
    const credit = found ?? (await findCredit(rooms, body, signal));
    if (!credit) throw notShown();
    const total = body.kind === 'salesCreditMemo' ? back.total : negate(back.total);
    return proven(rooms, body, credit, total, signal);
  }

  async function posted(draft: Credit, kind: CreditBody['kind'], date: string, signal: AbortSignal): Promise<Credit> {
    if (draft.status !== 'Draft') return draft;
    const place = { set: kinds[kind].set, id: draft.id };
    const wanted = { kind, externalDocumentNumber: draft.externalDocumentNumber };
    const find = () => findCredit(rooms, wanted, signal);
    const post = async (postingDate: string): Promise<void> => {
      if (postingDate !== draft.postingDate.slice(0, 10)) {
        await client.update(place, { version: draft['@odata.etag'], json: { postingDate }, signal });
      }
      await client.act(place, 'post', signal);
    };
    await unlessPosted(
      () => inOpenPeriod(rooms, date, post, signal),
      async () => !['Draft', undefined].includes((await find())?.status),
    );
    const credit = await find();
    if (!credit || credit.status === 'Draft') throw notShown();
    return credit;
  }

  return {
    once: {
      visibleWithin: '1m',
      async probe(back, { signal }) {
        const body = await bodyOf(back, signal);
        const credit = await findCredit(rooms, body, signal);
        if (!credit || credit.status === 'Draft' || !(await areRefundsBooked(rooms, back, signal))) return undefined;
        return creditDocument(rooms, body.kind, credit, back.ref);
      },
    },
    async run(back, { signal }) {
      currencyCodeOf(config, back.currency, 'currency');
      refundsOf(rooms, back);
      const { kind } = await bodyOf(back, signal);
      const postingDate = await openDayFor(rooms, dayOf(rooms, back), signal);
      const credit = await posted(await written(back, postingDate, signal), kind, postingDate, signal);
      await bookRefunds(rooms, back, postingDate, signal);
      return creditDocument(rooms, kind, credit, back.ref);
    },
  };
}

/** Looks by our reference, which the platform does not check. Two of them are a `conflict`. */
async function findCredit(
  { client }: Rooms,
  { kind, externalDocumentNumber }: Pick<CreditBody, 'kind' | 'externalDocumentNumber'>,
  signal: AbortSignal,
): Promise<Credit | undefined> {
  const filter = { externalDocumentNumber };
  const rows = await client.list({ set: kinds[kind].set }, { filter, row: SalesCreditMemo, signal });
  const found = rows.filter((row) => row.externalDocumentNumber.toUpperCase() === externalDocumentNumber);
  if (found.length <= 1) return found[0];
  const numbers = found.map((row) => row.number).join(', ');
  throw new IntegrationError(`Business Central has several documents under the reference of this return: ${numbers}`, {
    code: 'conflict',
    path: 'ref',
  });
}

/** A draft that the company computes to another total is removed again. */
async function proven(
  { client, config }: Rooms,
  { kind }: CreditBody,
  credit: Credit,
  total: Money,
  signal: AbortSignal,
): Promise<Credit> {
  try {
    proveTotal('The credit memo in Business Central', credit, total, config);
    return credit;
  } catch (error) {
    const version = credit['@odata.etag'];
    if (credit.status === 'Draft') await client.remove({ set: kinds[kind].set, id: credit.id }, { version, signal });
    throw error;
  }
}

function creditDocument(rooms: Rooms, kind: CreditBody['kind'], credit: Credit, reference: string): DocumentRef {
  const { id, number, status } = credit;
  return documentOf(rooms, kind, { id, number, reference, state: status });
}

const notShown = (): IntegrationError =>
  new IntegrationError('Business Central took the credit memo and does not show it', {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
