import { IntegrationError, type Money } from '@crossdock/core';

/** What a document says of itself, before the ledger is asked. */
export interface Claim {
  readonly total: Money;
  readonly vouchers: readonly string[];
}

export const pending = (message: string): IntegrationError =>
  new IntegrationError(message, { code: 'posting-pending' });

export const conflict = (message: string): IntegrationError =>
  new IntegrationError(message, { code: 'conflict', path: 'document' });

export const notFound = (what: string): IntegrationError =>
  new IntegrationError(`Dynamics 365 has no such ${what}`, { code: 'not-found', path: 'document.id' });
