/** Units that come back, and the states of a return authorisation. */
import { sumOf } from './cents.ts';
import { idOf, numberOf } from './json.ts';
import { isFulfillable, takenUnits } from './sales.ts';
import type { Line, Store, StoredRecord } from './store.ts';

function unitsTaken(from: StoredRecord, line: number, types: ReadonlySet<string>, store: Store): number {
  const documents = store.madeFrom(from.id).filter(({ type }) => types.has(type));
  const lines = documents.flatMap((document) => document.lines['item'] ?? []);
  return sumOf(
    lines.filter((taken) => taken['orderLine'] === line),
    (taken) => numberOf(taken['quantity']) ?? 0,
  );
}

const authorizations: ReadonlySet<string> = new Set(['returnAuthorization']);
const receipts: ReadonlySet<string> = new Set(['itemReceipt']);
const credits: ReadonlySet<string> = new Set(['creditMemo', 'cashRefund']);

/** Units of a sold line that may still be authorised to come back: of an order what has shipped, of a cash sale all. */
export function returnableUnits(sale: StoredRecord, line: Line, store: Store): number {
  const sold = numberOf(line['quantity']) ?? 0;
  const left =
    sale.type === 'salesOrder' && isFulfillable(line, store) ? takenUnits(sale, line.line, store).shipped : sold;
  return left - unitsTaken(sale, line.line, authorizations, store);
}

/** Units of a line of a return authorisation that have come back and that were credited. */
export function returnedUnits(
  authorization: StoredRecord,
  line: number,
  store: Store,
): { readonly received: number; readonly credited: number } {
  return {
    received: unitsTaken(authorization, line, receipts, store),
    credited: unitsTaken(authorization, line, credits, store),
  };
}

export const returnStates: Readonly<Record<string, string>> = {
  A: 'Pending Approval',
  B: 'Pending Receipt',
  C: 'Cancelled',
  D: 'Partially Received',
  E: 'Pending Refund/Partially Received',
  F: 'Pending Refund',
  G: 'Refunded',
  H: 'Closed',
};

/** Status letter of a return authorisation, derived from what was received and credited. */
export function returnStatus(authorization: StoredRecord, store: Store): string {
  const asked = idOf(authorization.values['orderStatus']) ?? 'A';
  if (asked === 'A' || asked === 'C') return asked;
  let toReceive = 0;
  let received = 0;
  let uncredited = 0;
  let creditable = 0;
  for (const line of authorization.lines['item'] ?? []) {
    const taken = returnedUnits(authorization, line.line, store);
    const quantity = line['isClosed'] === true ? taken.received : (numberOf(line['quantity']) ?? 0);
    uncredited += quantity - taken.credited;
    received += taken.received;
    if (isFulfillable(line, store)) toReceive += quantity - taken.received;
    creditable += (isFulfillable(line, store) ? taken.received : quantity) - taken.credited;
  }
  if (uncredited <= 0 && toReceive <= 0) return 'G';
  if (toReceive <= 0) return 'F';
  if (received === 0) return 'B';
  return creditable > 0 ? 'E' : 'D';
}
