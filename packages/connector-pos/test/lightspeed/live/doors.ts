import { money, type Return, seededRandom, toDecimal } from '@crossdock/core';
import { generateCustomer, generateReturn } from '@crossdock/testing';
import { type LiveArrange, openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { lightspeed } from '../../../src/lightspeed/index.ts';
import { backOffice, type LivePorts } from './back-office.ts';

const Id = z.object({ id: z.string() });
const Outlet = z.object({ id: z.string(), currency: z.string(), default_tax_id: z.string() });
const Sale = z.object({
  id: z.string(),
  source_id: z.string().nullish(),
  version: z.number(),
  total_price: z.coerce.number(),
  total_tax: z.coerce.number(),
  payments: z.array(z.object({ amount: z.coerce.number() })),
});
const Level = z.object({ outlet_id: z.string(), inventory_level: z.coerce.number() });
const Consignment = z.object({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  reference: z.string().nullish(),
  outlet_id: z.string(),
});
const ConsignedRow = z.object({
  product_id: z.string(),
  count: z.coerce.number().nullish(),
  received: z.coerce.number().nullish(),
});
const Customer = z.object({
  customer_code: z.string().nullish(),
  email: z.string().nullish(),
  last_name: z.string().nullish(),
});

/** So long the platform's search may not show what was just written, in milliseconds. */
const searchLagMs = 60_000;

/**
 * Side doors into a retailer, real or simulated: everything is asked of the platform's own API. Each fact leaves a sale, a movement or a
 * customer behind.
 */
export function liveDoors(ports: LivePorts) {
  const { clock, settings } = ports;
  const office = backOffice(ports);
  const random = seededRandom(clock.now());
  let openings = 0;

  const open = (): { readonly run: string; readonly system: OpenSystem } => {
    const { domainPrefix, accessToken, outlets } = settings;
    const named = Object.fromEntries(outlets.map((id, index) => [id, { code: `store-${index + 1}` }]));
    const connector = lightspeed({ domainPrefix, credentials: { accessToken }, outlets: named });
    const run = `${clock.now().toString(36)}-${++openings}`;
    return { run, system: openSystem(connector, { clock, fetch: ports.fetch, name: 'stores' }) };
  };
  const outletAt = async (index: number): Promise<z.output<typeof Outlet>> => {
    const path = `/api/2.0/outlets/${settings.outlets[index] ?? ''}`;
    return (await office.ask('GET', path, z.object({ data: Outlet }))).data;
  };
  const productOf = async (sku: string): Promise<string> => {
    const path = `/api/2.0/products?sku=${encodeURIComponent(sku)}`;
    const { data } = await office.ask('GET', path, z.object({ data: z.array(Id) }));
    const [product] = data;
    if (!product || data.length > 1) throw new Error(`The retailer must have SKU ${sku} on one product`);
    return product.id;
  };

  /** A sale of both products, paid in cash, as a till writes it. */
  const soldByHand = async (run: string): Promise<z.output<typeof Sale>> => {
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
    const made = await office.ask('POST', '/api/register_sales', z.object({ register_sale: Id }), body);
    return (await office.ask('GET', `/api/2.0/sales/${made.register_sale.id}`, z.object({ data: Sale }))).data;
  };
  const paid = (sale: z.output<typeof Sale>): number => sale.payments.reduce((total, it) => total + it.amount, 0);
  const inMoney = (amount: number, currency: string) =>
    money(toDecimal(amount.toFixed(5), 'money-invalid').toFixed(), currency);

  const getOrder: LiveArrange<'getOrder'> = () => {
    const door = open();
    return {
      ...door,
      input: async () => ({ orderRef: `stores-${(await soldByHand(door.run)).id}` }),
      truth: async ({ orderRef }) => {
        const path = `/api/2.0/sales/${orderRef.slice('stores-'.length)}`;
        const { data } = await office.ask('GET', path, z.object({ data: Sale }));
        const { currency } = await outletAt(0);
        return {
          total: inMoney(paid(data), currency),
          location: 'store-1',
          lines: settings.skus.slice(0, 2).map((sku) => ({ sku })),
        };
      },
    };
  };

  const processReturn: LiveArrange<'processReturn'> = () => {
    const door = open();
    let after = 0;
    let facts = 0;
    const under = async (ref: string) =>
      (await office.rows('/api/2.0/sales', Sale, after)).filter((it) => it.source_id === ref);
    const taken = async (): Promise<Return> => {
      const sale = await soldByHand(door.run);
      after ||= sale.version;
      const order = await open().system.call('getOrder', { orderRef: `stores-${sale.id}` });
      const back = generateReturn(random, order, { share: 'all', location: 'store-1' });
      return { ...back, ref: `live-${door.run}-${++facts}` };
    };
    return {
      ...door,
      input: taken,
      count: async (ref) => (await under(ref)).length,
      inspect: async (ref) => {
        const [sale] = await under(ref);
        const { currency } = await outletAt(0);
        return sale && { total: inMoney(-paid(sale), currency) };
      },
      refused: async () => [
        { what: 'a return that was taken at a till', input: { ...(await taken()), ref: 'stores-1' }, code: 'refused' },
      ],
    };
  };

  const levelOf = async (sku: string): Promise<number> => {
    const path = `/api/2.0/products/${await productOf(sku)}/inventory`;
    const { data } = await office.ask('GET', path, z.object({ data: z.array(Level) }));
    return data.find((it) => it.outlet_id === settings.outlets[0])?.inventory_level ?? 0;
  };
  const getInventory: LiveArrange<'getInventory'> = () => ({
    ...open(),
    input: () => ({ skus: settings.skus.slice(0, 2), locations: ['store-1'] }),
    truth: () =>
      Promise.all(
        settings.skus.slice(0, 2).map(async (sku) => ({
          sku,
          location: 'store-1',
          onHand: { amount: String(await levelOf(sku)), unit: 'EA' },
        })),
      ),
  });

  const doneUnder = async (ref: string) => {
    const all = await office.rows('/api/2.0/consignments', Consignment);
    const isDone = ({ type, status }: z.output<typeof Consignment>): boolean =>
      ['RECEIVED', 'STOCKTAKE_COMPLETE'].includes(status) || (type === 'RETURN' && status === 'SENT');
    const latest = new Map(all.map((it) => [it.id, it]));
    return [...latest.values()].filter((it) => it.reference?.startsWith(`${ref}/`) === true && isDone(it));
  };
  const adjustInventory: LiveArrange<'adjustInventory'> = () => {
    const door = open();
    let facts = 0;
    const [sku = ''] = settings.skus;
    return {
      ...door,
      input: () => ({
        ref: `live-${door.run}-${++facts}`,
        reason: 'receipt' as const,
        changes: [{ sku, location: 'store-1', delta: { amount: '2' } }],
        occurredAt: new Date(clock.now() - 60_000).toISOString(),
      }),
      count: async (ref) => (await doneUnder(ref)).length,
      inspect: async (ref) => {
        const [done] = await doneUnder(ref);
        if (!done) return undefined;
        const rows = await office.rows(`/api/2.0/consignments/${done.id}/products`, ConsignedRow);
        return { changes: rows.map((it) => ({ sku, location: 'store-1', quantity: String(it.received ?? 0) })) };
      },
      refused: () => [
        {
          what: 'an unknown SKU',
          input: {
            ref: `live-${door.run}-refused`,
            reason: 'receipt' as const,
            changes: [{ sku: 'NO-SUCH-SKU-9999999', location: 'store-1', delta: { amount: '1' } }],
            occurredAt: new Date(clock.now() - 60_000).toISOString(),
          },
          code: 'unmapped',
        },
      ],
    };
  };

  const codedUnder = async (ref: string) =>
    (await office.rows('/api/2.0/customers', Customer)).filter((it) => it.customer_code === ref);
  const somebody = () => {
    const customer = generateCustomer(random);
    const part = `${clock.now().toString(36)}${Math.floor(random() * 1e6)}`;
    return { ...customer, ref: `live-C${part}`, email: `live.${part}@shoppers.example` };
  };
  const upsertCustomer: LiveArrange<'upsertCustomer'> = () => ({
    ...open(),
    input: somebody,
    count: async (ref) => (await codedUnder(ref)).length,
    inspect: async (ref) => {
      const [found] = await codedUnder(ref);
      return found && { email: found.email ?? undefined, lastName: found.last_name ?? undefined };
    },
  });
  const findCustomers: LiveArrange<'findCustomers'> = () => ({
    ...open(),
    input: async () => {
      const customer = somebody();
      await open().system.call('upsertCustomer', customer);
      await clock.advance(searchLagMs);
      return { email: customer.email };
    },
    truth: ({ email }) => [{ email }],
  });

  return { getOrder, processReturn, getInventory, adjustInventory, upsertCustomer, findCustomers };
}
