import type { AccountFeatures } from './account.ts';
import { idOf } from './json.ts';
import { returnStates, returnStatus } from './returns.ts';
import { isApproved, orderStates, orderStatus } from './sales.ts';
import { openCents } from './settlement.ts';
import type { Store, StoredRecord } from './store.ts';

const fulfillmentStates: Readonly<Record<string, string>> = { A: 'Picked', B: 'Packed', C: 'Shipped' };

export interface Status {
  readonly id: string;
  readonly refName: string;
}

/** The status of any transaction as the record service shows it. */
export function statusOf(record: StoredRecord, store: Store, features: AccountFeatures): Status {
  const lettered = (names: Readonly<Record<string, string>>, id: string): Status => ({ id, refName: names[id] ?? id });
  const isOpen = () => openCents(record, store, features) > 0;
  switch (record.type) {
    case 'salesOrder':
      return lettered(orderStates, orderStatus(record, store));
    case 'returnAuthorization':
      return lettered(returnStates, returnStatus(record, store));
    case 'itemFulfillment':
      return lettered(fulfillmentStates, idOf(record.values['shipStatus']) ?? 'A');
    case 'invoice':
      if (!isApproved(record)) return { id: 'D', refName: 'Pending Approval' };
      return isOpen() ? { id: 'A', refName: 'Open' } : { id: 'B', refName: 'Paid In Full' };
    case 'creditMemo':
      return isOpen() ? { id: 'A', refName: 'Open' } : { id: 'B', refName: 'Fully Applied' };
    case 'customerDeposit':
      if (!isOpen()) return { id: 'C', refName: 'Fully Applied' };
      return record.values['account'] === undefined
        ? { id: 'A', refName: 'Not Deposited' }
        : { id: 'B', refName: 'Deposited' };
    case 'cashSale':
      return { id: 'C', refName: 'Deposited' };
    default:
      return isApproved(record)
        ? { id: 'B', refName: 'Approved for Posting' }
        : { id: 'A', refName: 'Pending Approval' };
  }
}
