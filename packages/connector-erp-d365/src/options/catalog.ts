import { z } from 'zod';

const Name = z.string().min(1).max(60);

/** Where a price list is: the agreements of a price group, of one customer, or of everybody. */
const PriceList = z.object({
  /** Customer price group of the agreements. */
  group: Name.optional(),
  /** Customer account of the agreements. Neither this nor a group: the agreements for all customers. */
  customer: Name.optional(),
  /** The price of so many units or more. @default 0 */
  quantity: z.number().nonnegative().default(0),
});

/** What products and prices of the environment are in our words. */
export const catalogFields = {
  /**
   * Units of the environment in our code (UN/ECE recommendation 20). A unit that is not named is refused.
   *
   * @default `{ ea: 'EA', pcs: 'EA' }`
   */
  units: z
    .record(Name, z.string().regex(/^[A-Z0-9]{1,3}$/, 'must be a unit code, like EA or KGM'))
    .default({ ea: 'EA', pcs: 'EA' }),
  products: z
    .object({
      /** What the states of a product's life cycle mean. Without a state a product is active; one that is not named is refused. */
      lifecycle: z.record(Name, z.enum(['draft', 'active', 'archived'])).default({}),
    })
    .prefault({}),
  prices: z
    .object({
      /** Currency of base prices, which is that of the legal entity. @default 'USD' */
      currency: z.string().length(3).default('USD'),
      /** Further price lists, from trade agreements. */
      lists: z.record(z.string().min(1), PriceList).default({}),
      /** Whether prices of this company have their tax in them. @default false */
      taxIncluded: z.boolean().default(false),
    })
    .prefault({}),
} as const;
