import type { RefusedEvent, SourceEvent } from '@crossdock/core';
import { expect, test } from 'vitest';
import { customersInBulk } from '../src/api/customer-documents.ts';
import { productsInBulk } from '../src/api/catalog-documents.ts';
import { openNewsShop } from './support/news-arrangements.ts';
import type { OpenShop } from './support/open-shop.ts';
import { always } from './support/read.ts';

type Told = SourceEvent | RefusedEvent;

async function told({ clock, system }: OpenShop, name: 'products' | 'customers', way: 'backfill' | 'sweep') {
  const { events } = system.connection;
  const collect = async (): Promise<Told[]> => {
    const all: Told[] = [];
    const { signal } = new AbortController();
    if (way === 'sweep') {
      for await (const event of events?.sweeps?.[name]?.run({ from: always[0], to: always[1], signal }) ?? [])
        all.push(event);
      return all;
    }
    const portions = events?.backfills?.[name]?.run({ signal, progress: () => undefined }) ?? [];
    for await (const portion of portions) all.push(...portion.events);
    return all;
  };
  return (await clock.settle(collect())).map((event) => JSON.stringify(event)).toSorted();
}

function open(): OpenShop {
  const opened = openNewsShop({ simulator: { plan: 'plus' } });
  const { shop } = opened;
  for (let index = 0; index < 70; index++) {
    shop.addProduct({
      title: `Product ${index}`,
      variants: ['S', 'M', 'L'].map((size) => ({
        ...(index % 9 !== 3 && { sku: `SKU-${index}-${size}` }),
        price: `${index}.50`,
        options: { size },
      })),
    });
    shop.addCustomer({
      lastName: `Customer ${index}`,
      email: `c${index}@shoppers.example`,
      addresses: [{ id: BigInt(1000 + index), address1: `${index} Lane`, countryCode: 'CH' }],
    });
  }
  return opened;
}

test('the backfill of products tells what the sweep tells, under the same ids, and parks the same', async () => {
  const opened = open();
  await opened.clock.advance(2_000);
  const swept = await told(opened, 'products', 'sweep');
  const restarted = { ...opened, system: opened.system.restart() };
  expect(await told(restarted, 'products', 'backfill')).toEqual(swept);
  expect(swept.filter((text) => text.includes('refused')).length).toBe(8 * 3);
});

test('the backfill of customers tells what the sweep tells, under the same ids', async () => {
  const opened = open();
  const swept = await told(opened, 'customers', 'sweep');
  expect(swept).toHaveLength(70);
  const restarted = { ...opened, system: opened.system.restart() };
  expect(await told(restarted, 'customers', 'backfill')).toEqual(swept);
});

test('a backfill since an instant asks for what changed since', () => {
  const since = '2026-11-24T09:30:00Z';
  for (const query of [productsInBulk(since), customersInBulk(since)]) {
    expect(query).toContain(`(query: "updated_at:>='${since}'")`);
  }
});
