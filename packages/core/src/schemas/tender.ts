import { z } from 'zod';
import { Money } from './money.ts';

/** How something was paid. */
export const Tender = z.object({
  id: z.string().min(1).optional(),
  /** `gift-card` redeems a card that was sold before; `store-credit` uses what the shop owed; `invoice` is paid later. */
  kind: z.enum([
    'card',
    'cash',
    'gift-card',
    'store-credit',
    'wallet',
    'bank-transfer',
    'cheque',
    'invoice',
    'loyalty',
    'other',
  ]),
  /** The gateway or means by its own name: `shopify_payments`, `Visa`. */
  name: z.string().optional(),
  /** What was kept: tendered less change. Negative when money of a sale went back; positive in a return or refund. */
  amount: Money,
  /** The payment's id at the gateway or till, or the gift card's. Never a card number. */
  reference: z.string().optional(),
});
export type Tender = z.output<typeof Tender>;
