import { type ConfigFinding } from '@crossdock/core';
import { WireOutlet, WirePaymentType } from './api/stores.ts';
import { type ConnectorContext } from './context.ts';
import { allRows } from './feed.ts';
import { kindOfPaymentType } from './mapping/payment-kinds.ts';
import { api } from './options.ts';

/** Compares the options with the retailer's outlets and payment types. */
export async function checkRetailer(
  { client, config }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const { pageSize, outlets: named, paymentTypes } = config;
  const outlets = await allRows(client, WireOutlet, { path: `${api}/outlets`, pageSize, signal });
  const types = await allRows(client, WirePaymentType, { path: `${api}/payment_types`, pageSize, signal });
  const findings: ConfigFinding[] = [];
  const known = new Map(outlets.map((it) => [it.id, it]));
  for (const id of named ? Object.keys(named) : known.keys()) {
    const outlet = known.get(id);
    const path = `outlets.${id}`;
    if (!outlet) findings.push({ severity: 'error', path, message: 'the retailer has no such outlet' });
    else if (outlet.time_zone === undefined || !/^[A-Z]{3}$/.test(outlet.currency ?? '')) {
      findings.push({ severity: 'error', path, message: 'the outlet tells no time zone or currency at Lightspeed' });
    }
  }
  const codes = Object.values(named ?? {}).map((it) => it.code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) {
    findings.push({ severity: 'error', path: 'outlets', message: `two outlets have the code '${twice}'` });
  }
  for (const { id } of named ? outlets : []) {
    if (named?.[id]) continue;
    findings.push({ severity: 'warning', path: 'outlets', message: `outlet ${id} is not named and is left alone` });
  }
  for (const { id, name, deleted_at } of types) {
    if (deleted_at !== undefined || kindOfPaymentType({ id, name }, paymentTypes) !== undefined) continue;
    findings.push({
      severity: 'warning',
      path: `paymentTypes.${id}`,
      message: 'the payment type is not named: sales that were paid by it are refused',
    });
  }
  return findings;
}
