/** The side door of the news: things that change in the company, and what it pushes of them. */
import type { EventName } from '@crossdock/core';
import type { EventArrangement, Happening, PostedDelivery } from '@crossdock/testing/contracts';
import { address, aSale, clientState, occurredAt, openCompany, type OpenCompany } from './company.ts';

/** Lets the company push to a receiver that says yes to everything. */
export async function subscribed(): Promise<OpenCompany> {
  const open = openCompany({ simulator: { deliver: echo } });
  const upkeep = open.system.connection.upkeep?.['subscriptions'];
  const { signal } = new AbortController();
  await open.clock.settle(upkeep?.run({ signal }) ?? Promise.resolve([]));
  open.company.collectNotifications();
  return open;
}

/** Answers a handshake as it should be. */
const echo = (request: Request): Promise<Response> =>
  Promise.resolve(new Response(new URL(request.url).searchParams.get('validationToken') ?? ''));

let serial = 0;

export async function arrangeEvents(): Promise<EventArrangement> {
  const { company, system, reconfigure } = await subscribed();
  return {
    system,
    proof: { bodySecret: clientState },
    async happen(event: EventName): Promise<Happening> {
      serial += 1;
      if (event === 'posting.confirmed') {
        const ref = `shop-${serial}`;
        const office = reconfigure();
        await office.call('createOrder', aSale(ref));
        await office.call('postInvoice', { ref: `${ref}-I1`, orderRef: ref, kind: 'cash-sale', occurredAt });
        return { key: ref, delivery: deliveryOf(company) };
      }
      if (event === 'customer.changed') company.seedCustomer(`C${serial}`, { email: `c${serial}@shoppers.example` });
      else company.seedItem({ number: `I${serial}`, unitPrice: 10 });
      const key = event === 'customer.changed' ? `erp-C${serial}` : `I${serial}`;
      return { key, delivery: deliveryOf(company) };
    },
  };
}

/** What the company pushes now. */
function deliveryOf(company: OpenCompany['company']): PostedDelivery {
  const [pushed] = company.collectNotifications();
  return { headers: { 'content-type': 'application/json' }, body: pushed?.body ?? '', url: address };
}
