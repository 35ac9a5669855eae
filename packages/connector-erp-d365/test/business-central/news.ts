/** The side door of the news: things that change in the company, and what it pushes of them. */
import type { EventName } from '@crossdock/core';
import type { EventArrangement, Happening } from '@crossdock/testing/contracts';
import { address, clientState, openCompany, type OpenCompany } from './company.ts';

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
  const { company, system } = await subscribed();
  return {
    system,
    proof: { bodySecret: clientState },
    happen(event: EventName): Happening {
      serial += 1;
      if (event === 'customer.changed') company.seedCustomer(`C${serial}`, { email: `c${serial}@shoppers.example` });
      else company.seedItem({ number: `I${serial}`, unitPrice: 10 });
      const key = event === 'customer.changed' ? `erp-C${serial}` : `I${serial}`;
      const [pushed] = company.collectNotifications();
      const body = pushed?.body ?? '';
      return { key, delivery: { headers: { 'content-type': 'application/json' }, body, url: address } };
    },
  };
}
