import { type CheckedInput, type DocumentRef, equals, type Implementation } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { readLedger } from '../environment/ledger.ts';
import { unbalanced } from '../lookups/refusals.ts';
import { readPeriods } from '../environment/periods.ts';
import { type Claim, pending } from './claims.ts';
import { claimOf } from './document-claims.ts';

type Request = CheckedInput<'confirmPosting'>;

/** Asks the general ledger for the vouchers of a document. An order counts as posted when all of it is invoiced and every invoice is there. */
export function confirmPosting(rooms: Rooms): Implementation<'confirmPosting'> {
  return {
    async run({ document, expected }: Request, { signal }) {
      const claim = await claimOf(rooms, document, signal);
      if (expected && !equals(claim.total, expected.total))
        throw unbalanced('The posting in Dynamics 365', claim.total, expected.total);
      return postingOf(rooms, { document, claim, at: new Date(rooms.clock.now()).toISOString() }, signal);
    },
  };
}

/** What the general ledger says about the claim of a document, or `posting-pending` while it says nothing. */
export async function postingOf(
  rooms: Rooms,
  { document, claim, at }: { readonly document: DocumentRef; readonly claim: Claim; readonly at: string },
  signal: AbortSignal,
) {
  const entry = await readLedger(rooms, claim.vouchers, claim.total.currency, signal);
  if (!entry) throw pending('The document is posted in Dynamics 365 and its entries are not in the ledger yet');
  const { postingDate, debit, credit } = entry;
  const [period] = await readPeriods(rooms, { from: postingDate, to: postingDate }, signal);
  return {
    document,
    postingDate,
    ...(period && { period: period.name }),
    total: claim.total,
    debit,
    credit,
    confirmedAt: at,
  };
}
