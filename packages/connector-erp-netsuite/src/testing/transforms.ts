import { numberOf, textOf, type Json } from './json.ts';
import { Problem, userError } from './problem.ts';
import type { RecordInput } from './record-input.ts';
import { isFulfillable, orderStatus, takenUnits } from './sales.ts';
import type { Line, Store, StoredRecord } from './store.ts';

/** Targets of `!transform` that the model knows, with the order states in which they may be made. */
const transforms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  salesOrder: {
    itemFulfillment: ['B', 'D', 'E'],
    cashSale: ['D', 'E', 'F'],
    invoice: ['D', 'E', 'F'],
  },
};

/**
 * The record that a transform starts from, before the request's own fields are applied. Fulfilments take every open
 * line unless the request says `itemreceive: false`; sales documents bill what was shipped and not yet billed.
 */
export function transformed(
  order: StoredRecord,
  target: string,
  input: RecordInput,
  store: Store,
): { readonly record: StoredRecord; readonly input: RecordInput } {
  const states = transforms[order.type]?.[target];
  if (!states)
    throw new Problem(400, 'INVALID_REQUEST', `The record ${order.type} cannot be transformed to ${target}.`);
  if (!states.includes(orderStatus(order, store))) throw cannotInitialize(target, order.id);
  const base = { type: target, id: '', createdFrom: order.id, createdAt: 0, modifiedAt: 0, version: 0 };
  if (target === 'itemFulfillment') {
    const item = fulfilledLines(order, input.lines['item'] ?? [], store);
    if (item.length === 0) throw userError('You must have at least one valid line item for this transaction.');
    const values = copied(order, ['entity', 'subsidiary', 'currency', 'exchangeRate', 'location']);
    return { record: { ...base, values, lines: { item } }, input: { ...input, lines: without(input.lines, 'item') } };
  }
  const item = billedLines(order, store);
  if (item.length === 0) throw cannotInitialize(target, order.id);
  const wholeOrder =
    item.length === (order.lines['item'] ?? []).length &&
    item.every((line) => line['quantity'] === lineOf(order, line)?.['quantity']);
  const names = ['entity', 'subsidiary', 'currency', 'exchangeRate', 'location', 'otherRefNum', 'memo'];
  // A part of an order does not inherit the order's tax: it is computed anew unless the request overrides it.
  const values = copied(order, wholeOrder ? [...names, 'taxDetailsOverride', 'shippingCost', 'handlingCost'] : names);
  const taxDetails = wholeOrder ? (order.lines['taxDetails'] ?? []) : [];
  return { record: { ...base, values, lines: { item, taxDetails } }, input: addressed(input, item) };
}

function cannotInitialize(target: string, id: string): Problem {
  return userError(`You can not initialize ${target}: invalid reference ${id}.`);
}

function copied(order: StoredRecord, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    names.flatMap((name) => (order.values[name] === undefined ? [] : [[name, order.values[name]]])),
  );
}

function without(lines: RecordInput['lines'], name: string): RecordInput['lines'] {
  return Object.fromEntries(Object.entries(lines).filter(([key]) => key !== name));
}

function lineOf(order: StoredRecord, line: Line): Line | undefined {
  return (order.lines['item'] ?? []).find((candidate) => candidate.line === line['orderLine']);
}

function fulfilledLines(
  order: StoredRecord,
  asked: readonly Readonly<Record<string, Json>>[],
  store: Store,
): readonly Line[] {
  const open = (order.lines['item'] ?? []).filter((line) => line['isClosed'] !== true && isFulfillable(line, store));
  for (const wish of asked) {
    if (!open.some((line) => line.line === wish['orderLine']))
      throw userError(`The order line ${textOf(wish['orderLine']) ?? ''} cannot be fulfilled.`);
  }
  const fulfilled: Line[] = [];
  for (const line of open) {
    const wish = asked.find((candidate) => candidate['orderLine'] === line.line);
    const remaining = (numberOf(line['quantity']) ?? 0) - takenUnits(order, line.line, store).picked;
    const quantity = numberOf(wish?.['quantity']) ?? remaining;
    if (wish?.['itemreceive'] === false || (wish === undefined && remaining <= 0)) continue;
    if (quantity > remaining)
      throw userError('The fulfillment quantity exceeds the quantity that remains on the order.');
    if (quantity <= 0) throw userError('Please enter value(s) for: Quantity.');
    fulfilled.push({
      line: fulfilled.length + 1,
      orderLine: line.line,
      item: line['item'] ?? null,
      quantity,
      location: wish?.['location'] ?? line['location'] ?? order.values['location'] ?? null,
    });
  }
  return fulfilled;
}

function billedLines(order: StoredRecord, store: Store): readonly Line[] {
  const billed: Line[] = [];
  for (const line of order.lines['item'] ?? []) {
    const taken = takenUnits(order, line.line, store);
    const ordered = line['isClosed'] === true ? 0 : (numberOf(line['quantity']) ?? 0);
    const ready = isFulfillable(line, store) ? taken.shipped : ordered;
    const quantity = ready - taken.billed;
    if (quantity <= 0) continue;
    const whole = quantity === line['quantity'];
    const amount = whole ? (line['amount'] ?? null) : null;
    const { amount: _, isClosed: _closed, quantity: _quantity, ...rest } = line;
    billed.push({
      ...rest,
      line: billed.length + 1,
      orderLine: line.line,
      quantity,
      price: { id: '-1' },
      ...(amount === null ? {} : { amount }),
    });
  }
  return billed;
}

/** Lines of the request that name an order line change the copied one; the others are added. */
function addressed(input: RecordInput, item: readonly Line[]): RecordInput {
  const lines = input.lines['item'];
  if (!lines) return input;
  const addressedLine = (line: (typeof lines)[number]) => {
    const target = item.find(
      (candidate) => candidate['orderLine'] !== undefined && candidate['orderLine'] === line['orderLine'],
    );
    return target ? { ...line, line: target.line } : line;
  };
  return { ...input, lines: { ...input.lines, item: lines.map(addressedLine) } };
}
