import { money, type Random, seededRandom, toDecimal } from '@crossdock/core';
import { type ManualClock } from '@crossdock/testing';
import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { lightspeed } from '../../../src/lightspeed/index.ts';
import { type BackOffice, backOffice, type LivePorts } from './back-office.ts';
import { type LiveSettings } from './settings.ts';

const Id = z.object({ id: z.string() });
const Outlet = z.object({
  id: z.string(),
  currency: z.string(),
  default_tax_id: z.string(),
  display_prices: z.string().nullish(),
});
const Product = z.object({ id: z.string(), name: z.string().nullish(), deleted_at: z.string().nullish() });

/** A sale as the platform has it. */
export const LiveSale = z.object({
  id: z.string(),
  source_id: z.string().nullish(),
  version: z.number(),
  status: z.string().nullish(),
  return_for: z.string().nullish(),
  updated_at: z.string().nullish(),
  total_price: z.coerce.number(),
  total_tax: z.coerce.number(),
  payments: z.array(z.object({ amount: z.coerce.number() })),
});
export type LiveSale = z.output<typeof LiveSale>;

/** What all side doors into one retailer share. */
export interface LiveRetailer {
  readonly office: BackOffice;
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
  readonly random: Random;
  /** Connects anew, for another fact. */
  open(): Promise<{ readonly run: string; readonly system: OpenSystem }>;
  /** Another reference each time, in every run. */
  another(what: string): string;
  outletAt(index: number): Promise<z.output<typeof Outlet>>;
  /** The products with a SKU that are not deleted. */
  productsWith(sku: string): Promise<readonly z.output<typeof Product>[]>;
  /** The one product with a SKU. */
  productOf(sku: string): Promise<string>;
  /** A sale of both products, paid in cash, as a till writes it. */
  soldByHand(run: string): Promise<LiveSale>;
  /** Makes something once for all openings, and says from when on it is there. */
  since(name: string, make: () => Promise<void>): Promise<string>;
}

/** Reaches a retailer, real or simulated. Nothing is asked before the first fact. */
export function liveRetailer(ports: LivePorts): LiveRetailer {
  const { clock, settings } = ports;
  const office = backOffice(ports);
  const made = new Map<string, Promise<string>>();
  let openings = 0;
  let serial = 0;
  const outletAt: LiveRetailer['outletAt'] = async (index) => {
    const path = `/api/2.0/outlets/${settings.outlets[index] ?? ''}`;
    return (await office.ask('GET', path, z.object({ data: Outlet }))).data;
  };
  const productsWith: LiveRetailer['productsWith'] = async (sku) => {
    const path = `/api/2.0/products?sku=${encodeURIComponent(sku)}`;
    const { data } = await office.ask('GET', path, z.object({ data: z.array(Product) }));
    return data.filter((it) => it.deleted_at == null);
  };
  const productOf: LiveRetailer['productOf'] = async (sku) => {
    const [product, ...others] = await productsWith(sku);
    if (!product || others.length > 0) throw new Error(`The retailer must have SKU ${sku} on one product`);
    return product.id;
  };
  return {
    office,
    clock,
    settings,
    random: seededRandom(clock.now()),
    outletAt,
    productsWith,
    productOf,
    async open() {
      await office.rest();
      const { domainPrefix, accessToken, outlets } = settings;
      const named = Object.fromEntries(outlets.map((id, index) => [id, { code: `store-${index + 1}` }]));
      const connector = lightspeed({ domainPrefix, credentials: { accessToken }, outlets: named });
      const run = `${clock.now().toString(36)}-${++openings}`;
      return { run, system: openSystem(connector, { clock, fetch: ports.fetch, name: 'stores' }) };
    },
    another: (what) => `live-${what}-${clock.now().toString(36)}-${++serial}`,
    async soldByHand(run) {
      const outlet = await outletAt(0);
      const registers = await office.rows('/api/2.0/registers', z.object({ id: z.string(), outlet_id: z.string() }));
      const types = await office.rows('/api/2.0/payment_types', z.object({ id: z.string(), name: z.string() }));
      const register = registers.find((it) => it.outlet_id === outlet.id);
      const cash = types.find((it) => it.name === 'Cash');
      const lines = await Promise.all(
        settings.skus.slice(0, 2).map(async (sku, index) => ({
          product_id: await productOf(sku),
          quantity: index + 1,
          price: 10,
          discount: 0,
          tax: 1,
          tax_id: outlet.default_tax_id,
          price_set: true,
          status: 'CONFIRMED',
        })),
      );
      const body = {
        register_id: register?.id,
        sale_date: new Date(clock.now()).toISOString(),
        status: 'CLOSED',
        source: 'USER',
        note: `crossdock live ${run}`,
        register_sale_products: lines,
        register_sale_payments: [{ register_id: register?.id, retailer_payment_type_id: cash?.id, amount: 33 }],
      };
      const sale = await office.ask('POST', '/api/register_sales', z.object({ register_sale: Id }), body);
      return (await office.ask('GET', `/api/2.0/sales/${sale.register_sale.id}`, z.object({ data: LiveSale }))).data;
    },
    since(name, make) {
      const known = made.get(name);
      if (known) return known;
      const begun = (async () => {
        // What changed in the second before is in the span too.
        await clock.advance(2_000);
        const from = new Date(clock.now()).toISOString();
        await make();
        return from;
      })();
      made.set(name, begun);
      return begun;
    },
  };
}

/** What a sale was paid with. */
export const paid = (sale: LiveSale): number => sale.payments.reduce((total, it) => total + it.amount, 0);

/** An amount as the contracts compare it. */
export const inMoney = (amount: number, currency: string) =>
  money(toDecimal(amount.toFixed(5), 'money-invalid').toFixed(), currency);

/** Whether a row changed in the span that begins at an instant, as listings reckon: in whole seconds. */
export const isSince = (changedAt: string | null | undefined, from = ''): boolean =>
  changedAt == null || Date.parse(changedAt) >= Date.parse(from) - 999;
