import { parse } from '@crossdock/core';
import { type ChangeSpan, changedWithin, inOrderOfChange } from './api/changed-rows.ts';
import { CustomerRow, customerQuery } from './api/customer.ts';
import { literal, type QueryRow } from './api/query.ts';
import type { NextRows } from './capabilities/listing.ts';
import type { NetsuiteClient } from './client.ts';
import { externalIdOf } from './external-id.ts';
import { customerRefOf } from './mapping/customer-from-row.ts';
import { unmapped } from './mapping/refusals.ts';
import type { NetsuiteConfig } from './options.ts';

/** Something that a customer is known by. */
export interface Identity {
  readonly ref?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly taxId?: string | undefined;
}

/** Reads customers out of the account. */
export interface CustomerReader {
  changed(span: ChangeSpan, next: NextRows, signal: AbortSignal): Promise<readonly QueryRow[]>;
  byId(id: string, signal: AbortSignal): Promise<readonly QueryRow[]>;
  /** Everybody who carries one of the identities exactly. */
  carrying(identity: Identity, signal: AbortSignal): Promise<readonly CustomerRow[]>;
}

/** So many digits at the end of a telephone number are looked for; all of them are compared. */
const significantDigits = 7;

export function createCustomerReader(
  client: Pick<NetsuiteClient, 'query'>,
  config: NetsuiteConfig,
  system: string,
): CustomerReader {
  const select = (conditions: readonly string[], tail: string, signal: AbortSignal) =>
    client.query(customerQuery(config, conditions, tail), signal);

  return {
    changed: (span, { after, limit }, signal) =>
      select(changedWithin('c', span, config.changes.timeZone, after), inOrderOfChange('c', limit), signal),
    byId: (id, signal) => select([`c.id = ${literal(id)}`], 'ORDER BY c.id', signal),
    async carrying(identity, signal) {
      const conditions = conditionsFor(identity, config, system);
      if (conditions.length === 0) return [];
      const rows = await select([`(${conditions.join(' OR ')})`], 'ORDER BY c.id', signal);
      return rows.map(customerIn).filter((row) => carries(row, identity, config, system));
    },
  };
}

/** A row of the query as a customer. */
export function customerIn(row: QueryRow): CustomerRow {
  return parse(CustomerRow, row, { what: 'A customer of NetSuite', code: 'response-invalid' });
}

function conditionsFor(identity: Identity, config: NetsuiteConfig, system: string): readonly string[] {
  const { ref, email, phone, taxId } = identity;
  const conditions: string[] = [];
  if (ref !== undefined) {
    const own = ref.startsWith(`${system}-`) ? ref.slice(system.length + 1) : '';
    if (/^\d+$/.test(own)) conditions.push(`c.id = ${literal(own)}`);
    conditions.push(`c.externalid = ${literal(externalIdOf(config.externalIdPrefix, 'customer', ref))}`);
  }
  if (email !== undefined) conditions.push(`LOWER(c.email) = ${literal(email.trim().toLowerCase())}`);
  const digits = digitsOf(phone ?? '');
  if (digits.length >= significantDigits)
    conditions.push(`${bare('c.phone')} LIKE ${literal(`%${digits.slice(-significantDigits)}`)}`);
  if (taxId !== undefined) {
    const column = config.customerColumns.taxId;
    if (column === undefined) throw unmapped('A tax id', 'customerColumns.taxId', 'taxId');
    conditions.push(`c.${column} = ${literal(taxId)}`);
  }
  return conditions;
}

/** A column without the marks that people write between digits. */
function bare(column: string): string {
  return [' ', '-', '(', ')', '.', '/'].reduce((inner, mark) => `REPLACE(${inner}, ${literal(mark)}, '')`, column);
}

/** A search is not trusted: what it found is compared, whole. */
function carries(row: CustomerRow, identity: Identity, config: NetsuiteConfig, system: string): boolean {
  const { ref, email, phone, taxId } = identity;
  return (
    (ref !== undefined && customerRefOf(row, config.externalIdPrefix, system) === ref) ||
    (email !== undefined && row.email?.trim().toLowerCase() === email.trim().toLowerCase()) ||
    (phone !== undefined &&
      digitsOf(phone).length >= significantDigits &&
      digitsOf(row.phone ?? '') === digitsOf(phone)) ||
    (taxId !== undefined && row.taxid === taxId)
  );
}

/** `+45 4545 4545` and `0045 45454545` are one number. */
function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '').replace(/^00/, '');
}
