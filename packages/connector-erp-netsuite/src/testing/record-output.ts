import { toAmount } from './cents.ts';
import type { AccountFeatures } from './account.ts';
import { idOf, isObject, numberOf, textOf, type Json, type JsonObject } from './json.ts';
import { returnedUnits } from './returns.ts';
import { isPriced, takenUnits, totalsOf } from './sales.ts';
import { documentCents, openCents, settledBy } from './settlement.ts';
import { statusOf } from './status.ts';
import type { Line, Store, StoredRecord } from './store.ts';

export interface OutputContext {
  readonly store: Store;
  readonly features: AccountFeatures;
  /** `https://….suitetalk.api.netsuite.com` */
  readonly origin: string;
}

export interface OutputOptions {
  readonly expandSubResources: boolean;
  readonly simpleEnums: boolean;
  /** Body fields to answer with; without it all. */
  readonly fields?: readonly string[];
}

const recordPath = '/services/rest/record/v1';

export function recordUrl(record: StoredRecord, context: OutputContext): string {
  return `${context.origin}${recordPath}/${record.type}/${record.id}`;
}

/** A record as `GET` answers it. Sublists are links unless they are expanded. */
export function showRecord(record: StoredRecord, context: OutputContext, options: OutputOptions): JsonObject {
  const url = recordUrl(record, context);
  const shown: Record<string, Json> = { links: [{ rel: 'self', href: url }], id: record.id };
  if (record.externalId !== undefined) shown['externalId'] = record.externalId;
  for (const [name, value] of Object.entries(record.values)) shown[name] = showValue(value, context.store);
  if (record.createdFrom !== undefined) shown['createdFrom'] = showValue({ id: record.createdFrom }, context.store);
  shown['createdDate'] = instant(record.createdAt);
  shown['lastModifiedDate'] = instant(record.modifiedAt);
  if (isTransaction(record)) Object.assign(shown, showTransaction(record, context, options));
  for (const [name, lines] of Object.entries(record.lines)) {
    const items = lines.map((line) => showLine(record, name, line, context));
    const link = { links: [{ rel: 'self', href: `${url}/${name}` }] };
    shown[name] = options.expandSubResources ? { ...link, items, totalResults: items.length } : link;
  }
  if (!options.fields) return shown;
  const wanted = new Set(['links', 'id', ...options.fields]);
  return Object.fromEntries(Object.entries(shown).filter(([name]) => wanted.has(name)));
}

function isTransaction(record: StoredRecord): boolean {
  return record.values['tranId'] !== undefined;
}

function showTransaction(record: StoredRecord, context: OutputContext, options: OutputOptions): JsonObject {
  const { store, features } = context;
  const status = statusOf(record, store, features);
  const shown: Record<string, Json> = { status: options.simpleEnums ? status.id : { ...status } };
  const open = () => toAmount(openCents(record, store, features));
  const settled = () => toAmount(settledBy(record));
  if (record.type === 'customerPayment' || record.type === 'depositApplication')
    return { ...shown, total: toAmount(documentCents(record, features)), applied: settled(), unapplied: open() };
  if (record.type === 'customerRefund') return { ...shown, total: settled() };
  if (!isPriced(record)) return shown;
  const totals = totalsOf(record, features);
  return {
    ...shown,
    subtotal: toAmount(totals.subtotalCents),
    taxTotal: toAmount(totals.taxCents),
    total: toAmount(totals.totalCents),
    ...(record.type === 'invoice' || record.type === 'creditMemo' ? { amountRemaining: open() } : {}),
    ...(record.type === 'creditMemo' ? { applied: settled(), unapplied: open() } : {}),
  };
}

export function showLine(record: StoredRecord, sublist: string, line: Line, context: OutputContext): JsonObject {
  const shown: Record<string, Json> = {};
  for (const [name, value] of Object.entries(line)) shown[name] = showValue(value, context.store);
  if (sublist !== 'item') return shown;
  if (record.type === 'returnAuthorization')
    return { ...shown, quantityReceived: returnedUnits(record, line.line, context.store).received };
  if (record.type !== 'salesOrder') return shown;
  const taken = takenUnits(record, line.line, context.store);
  const isClosed = line['isClosed'] === true;
  return { ...shown, isClosed, quantityFulfilled: taken.shipped, quantityBilled: taken.billed };
}

/** References get the name that people see beside the id. */
function showValue(value: Json, store: Store): Json {
  const id = isObject(value) && Object.keys(value).length === 1 ? idOf(value) : undefined;
  const target = id === undefined ? undefined : store.get(id);
  return target ? { id: target.id, refName: displayName(target) } : value;
}

export function displayName(record: StoredRecord): string {
  for (const name of ['tranId', 'itemId', 'entityId', 'name', 'periodName', 'symbol']) {
    const text = textOf(record.values[name]);
    if (text !== undefined) return text;
  }
  return record.id;
}

function instant(epochMs: number): string {
  return `${new Date(numberOf(epochMs) ?? 0).toISOString().slice(0, 19)}Z`;
}
