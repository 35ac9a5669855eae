import { numberOf, textOf, type Json } from './json.ts';
import { Problem, userError } from './problem.ts';
import type { RecordInput } from './record-input.ts';
import { returnableUnits, returnedUnits, returnStatus } from './returns.ts';
import { isFulfillable, orderStatus, takenUnits } from './sales.ts';
import type { Line, Store, StoredRecord } from './store.ts';

/** A record to start from, and what is left of the request to apply to it. */
interface Start {
  readonly record: StoredRecord;
  readonly input: RecordInput;
}

/** Targets of `!transform` that the model knows, with the states in which they may be made; without states, in any. */
const transforms: Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> = {
  salesOrder: {
    itemFulfillment: ['B', 'D', 'E'],
    cashSale: ['D', 'E', 'F'],
    invoice: ['D', 'E', 'F'],
    // What has not left cannot come back.
    returnAuthorization: ['D', 'E', 'F', 'G', 'H'],
  },
  cashSale: { returnAuthorization: undefined },
  returnAuthorization: {
    itemReceipt: ['B', 'D', 'E'],
    creditMemo: ['B', 'D', 'E', 'F'],
    cashRefund: ['B', 'D', 'E', 'F'],
  },
  customerDeposit: { depositApplication: undefined },
};

/**
 * The record that a transform starts from, before the request's own fields are applied. Fulfilments and receipts take every
 * open line unless the request says `itemreceive: false`; sales documents bill what was shipped and not yet billed, credits
 * what came back and was not yet credited.
 */
export function transformed(source: StoredRecord, target: string, input: RecordInput, store: Store): Start {
  const targets = transforms[source.type] ?? {};
  if (!Object.hasOwn(targets, target))
    throw new Problem(400, 'INVALID_REQUEST', `The record ${source.type} cannot be transformed to ${target}.`);
  const states = targets[target];
  if (states && !states.includes(stateOf(source, store))) throw cannotInitialize(target, source.id);
  switch (target) {
    case 'itemFulfillment':
      return moving(source, target, input, (line) =>
        isFulfillable(line, store) && line['isClosed'] !== true
          ? (numberOf(line['quantity']) ?? 0) - takenUnits(source, line.line, store).picked
          : undefined,
      );
    case 'itemReceipt':
      return moving(source, target, input, (line) =>
        isFulfillable(line, store) && line['isClosed'] !== true
          ? (numberOf(line['quantity']) ?? 0) - returnedUnits(source, line.line, store).received
          : undefined,
      );
    case 'depositApplication': {
      const values = copied(source, ['customer', 'subsidiary', 'currency', 'exchangeRate']);
      return { record: blank(source, target, { ...values, deposit: { id: source.id } }, {}), input };
    }
    case 'returnAuthorization':
      return priced(source, target, input, (line) => returnableUnits(source, line, store));
    case 'creditMemo':
    case 'cashRefund':
      return priced(source, target, input, (line) => {
        if (line['isClosed'] === true) return 0;
        const { received, credited } = returnedUnits(source, line.line, store);
        return (isFulfillable(line, store) ? received : (numberOf(line['quantity']) ?? 0)) - credited;
      });
    default:
      return priced(source, target, input, (line) => {
        const taken = takenUnits(source, line.line, store);
        const ordered = line['isClosed'] === true ? 0 : (numberOf(line['quantity']) ?? 0);
        return (isFulfillable(line, store) ? taken.shipped : ordered) - taken.billed;
      });
  }
}

function stateOf(source: StoredRecord, store: Store): string {
  return source.type === 'returnAuthorization' ? returnStatus(source, store) : orderStatus(source, store);
}

function blank(
  source: StoredRecord,
  type: string,
  values: StoredRecord['values'],
  lines: StoredRecord['lines'],
): StoredRecord {
  return { type, id: '', createdFrom: source.id, createdAt: 0, modifiedAt: 0, version: 0, values, lines };
}

/** Units of one line that a document may still take; `undefined` when it may not name the line at all. */
type Left = (line: Line) => number | undefined;

/** A document that moves goods. Its lines are made here, from what the request asks for. */
function moving(source: StoredRecord, target: string, input: RecordInput, left: Left): Start {
  const item = movedLines(source, input.lines['item'] ?? [], left);
  if (item.length === 0) throw userError('You must have at least one valid line item for this transaction.');
  const values = copied(source, ['entity', 'subsidiary', 'currency', 'exchangeRate', 'location']);
  const { item: _, ...lines } = input.lines;
  return { record: blank(source, target, values, { item }), input: { ...input, lines } };
}

/** A document with prices: it takes what is left of every line, and the request changes that. */
function priced(source: StoredRecord, target: string, input: RecordInput, left: Left): Start {
  const item = leftLines(source, left);
  if (item.length === 0) throw cannotInitialize(target, source.id);
  const whole =
    item.length === (source.lines['item'] ?? []).length &&
    item.every((line) => line['quantity'] === lineOf(source, line)?.['quantity']);
  const names = ['entity', 'subsidiary', 'currency', 'exchangeRate', 'location', 'otherRefNum', 'memo'];
  // A part of a document does not inherit its tax: that is computed anew unless the request overrides it.
  const values = copied(source, whole ? [...names, 'taxDetailsOverride', 'shippingCost', 'handlingCost'] : names);
  const taxDetails = whole ? (source.lines['taxDetails'] ?? []) : [];
  for (const wish of input.lines['item'] ?? []) {
    if (wish['orderLine'] === undefined) continue;
    const line = item.find((it) => it['orderLine'] === wish['orderLine']);
    if ((numberOf(wish['quantity']) ?? 0) > (numberOf(line?.['quantity']) ?? 0))
      throw userError('The quantity exceeds the quantity that remains.');
  }
  return { record: blank(source, target, values, { item, taxDetails }), input: addressed(input, item) };
}

function cannotInitialize(target: string, id: string): Problem {
  return userError(`You can not initialize ${target}: invalid reference ${id}.`);
}

function copied(order: StoredRecord, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    names.flatMap((name) => (order.values[name] === undefined ? [] : [[name, order.values[name]]])),
  );
}

function lineOf(order: StoredRecord, line: Line): Line | undefined {
  return (order.lines['item'] ?? []).find((candidate) => candidate.line === line['orderLine']);
}

function movedLines(
  source: StoredRecord,
  asked: readonly Readonly<Record<string, Json>>[],
  left: Left,
): readonly Line[] {
  const open = (source.lines['item'] ?? []).filter((line) => left(line) !== undefined);
  for (const wish of asked) {
    if (!open.some((line) => line.line === wish['orderLine']))
      throw userError(`The order line ${textOf(wish['orderLine']) ?? ''} cannot be fulfilled.`);
  }
  const moved: Line[] = [];
  for (const line of open) {
    const wish = asked.find((candidate) => candidate['orderLine'] === line.line);
    const remaining = left(line) ?? 0;
    const quantity = numberOf(wish?.['quantity']) ?? remaining;
    if (wish?.['itemreceive'] === false || (wish === undefined && remaining <= 0)) continue;
    if (quantity > remaining)
      throw userError('The fulfillment quantity exceeds the quantity that remains on the order.');
    if (quantity <= 0) throw userError('Please enter value(s) for: Quantity.');
    moved.push({
      line: moved.length + 1,
      orderLine: line.line,
      item: line['item'] ?? null,
      quantity,
      location: wish?.['location'] ?? line['location'] ?? source.values['location'] ?? null,
    });
  }
  return moved;
}

function leftLines(source: StoredRecord, left: Left): readonly Line[] {
  const taken: Line[] = [];
  for (const line of source.lines['item'] ?? []) {
    const quantity = left(line) ?? 0;
    if (quantity <= 0) continue;
    const whole = quantity === line['quantity'];
    const amount = whole ? (line['amount'] ?? null) : null;
    const { amount: _, isClosed: _closed, quantity: _quantity, ...rest } = line;
    taken.push({
      ...rest,
      line: taken.length + 1,
      orderLine: line.line,
      quantity,
      price: { id: '-1' },
      ...(amount === null ? {} : { amount }),
    });
  }
  return taken;
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
  // A line of which nothing is left can only be named as not taken.
  const known = lines.filter(
    (line) => line['orderLine'] === undefined || item.some((it) => it['orderLine'] === line['orderLine']),
  );
  return { ...input, lines: { ...input.lines, item: known.map(addressedLine) } };
}
