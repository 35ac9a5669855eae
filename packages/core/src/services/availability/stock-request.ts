import { hash } from 'node:crypto';
import { z } from 'zod';
import { type StockRequest } from '../../orchestrator/index.ts';
import { IntegrationError } from '../../primitives/index.ts';
import {
  Decimal,
  EventKey,
  FulfillmentMethod,
  Instant,
  LocationCode,
  type Order,
  parse,
  Sku,
  Unit,
} from '../../schemas/index.ts';
import { toQuantity, toThousandths } from './units.ts';

const PositiveDecimal = Decimal.refine((amount) => !amount.startsWith('-') && /[1-9]/.test(amount), {
  error: 'must be more than zero',
});

const ReserveRequest = z.object({
  /** The business reference of what the units are for. The same key again is the same reservation. */
  key: EventKey,
  /** The order, if there is one: units that leave for it are no longer held. */
  orderRef: EventKey.optional(),
  /** Absent: rules of channels do not count, buffers of every channel do. */
  channel: z.string().min(1).optional(),
  method: FulfillmentMethod.optional(),
  lines: z.array(
    z.object({
      sku: Sku,
      // In thousandths `2.0` is `2`, so it need not be brought into canonical form, which is felt where many ask at once.
      quantity: z.object({ amount: PositiveDecimal, unit: Unit.default('EA') }),
      /** Absent: the sourcing rules decide. */
      location: LocationCode.optional(),
    }),
  ),
  /** Where somebody waits for the goods, to find the nearest location. */
  near: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  /** ISO instant until which the units are held, or `never`: until they are given back. Absent: as the rules say. */
  expiresAt: z.union([Instant, z.literal('never')]).optional(),
});

/** What is asked for, checked and completed. */
export type AskedStock = z.output<typeof ReserveRequest>;

/**
 * Reads what is asked of availability: a request, or the goods of an order.
 *
 * @throws IntegrationError `input-invalid` naming the path
 */
export function askedOf(request: StockRequest | Order): AskedStock {
  if ('tenders' in request) return parse(ReserveRequest, ofOrder(request), { what: 'the reservation of an order' });
  const asked = parse(ReserveRequest, request, { what: 'the reservation' });
  if (asked.lines.length > 0) return asked;
  throw new IntegrationError('A reservation asks for at least one line', { code: 'input-invalid', path: 'lines' });
}

/**
 * What an order asks for: its goods that were neither taken off nor sent yet; none, if it has no goods. It is sold, so the
 * promise lasts until it is released or its goods leave.
 */
function ofOrder(order: Order): StockRequest {
  return {
    key: order.ref,
    orderRef: order.ref,
    channel: order.channel,
    expiresAt: 'never',
    lines: order.lines.flatMap(({ kind, sku, quantity, removed, fulfilled, location, method }) => {
      if (kind !== 'goods' || method === 'digital') return [];
      const gone = [removed, fulfilled].map((it) => toThousandths({ amount: it ?? '0', unit: quantity.unit }));
      const units = toThousandths(quantity) - gone.reduce((sum, it) => sum + it, 0);
      if (units <= 0) return [];
      return { sku, quantity: toQuantity(units, quantity.unit), ...(location !== undefined && { location }) };
    }),
  };
}

/** Longest text that stands for itself; a hash of a longer one is shorter. */
const longestContent = 120;

/**
 * What is asked for, whatever the order of its members and however long it is to last: as text, or as a hash of it when that
 * is shorter by far.
 */
export function contentOf({ orderRef, channel, method, near, lines }: AskedStock): string {
  const units = lines.map(({ sku, quantity, location }, index) => {
    return [sku, toThousandths(quantity, `lines.${index}.quantity`), quantity.unit, location];
  });
  const text = JSON.stringify([orderRef, channel, method, near?.latitude, near?.longitude, units]);
  // In a flash sale many ask for the same: their reservations share one text.
  if (text !== lastText) lastText = text;
  return text.length <= longestContent ? lastText : hash('sha256', text, 'base64url');
}

let lastText = '';
