import { simulatorFetch } from '@crossdock/testing';
import { SquareClient, SquareError, WebhooksHelper } from 'square';
import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';

/**
 * The platform's own client as a witness: what it accepts from the simulated seller, it would accept from a real one; what it makes
 * of its refusals is what the real ones look like to it.
 */
function open() {
  const opened = openSeller();
  const { seller } = opened;
  const client = (token = seller.credentials.accessToken) =>
    new SquareClient({ token, fetch: simulatorFetch(seller), baseUrl: seller.origin, maxRetries: 0 });
  return { ...opened, client };
}

describe('the official client', () => {
  test('reads the locations', async () => {
    const { locations } = await open().client().locations.list();
    expect(locations?.map((it) => [it.id, it.timezone])).toContainEqual(['LCHICAGO1', 'America/Chicago']);
  });

  test('searches orders page by page and reads each with its returns', async () => {
    const { seller, client } = open();
    const sale = seller.till.sell(usualSale);
    const back = seller.till.takeBack({ orderId: sale.id });
    for (let count = 0; count < 5; count++) seller.till.sell(usualSale);
    const ids: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await client().orders.search({
        locationIds: ['LCHICAGO1'],
        limit: 3,
        query: { sort: { sortField: 'UPDATED_AT', sortOrder: 'ASC' } },
        ...(cursor !== undefined && { cursor }),
      });
      ids.push(...(page.orders ?? []).map((it) => it.id));
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(ids).toEqual([...seller.books.orders.keys()]);
    const { order } = await client().orders.get({ orderId: back.id });
    expect(order?.returns?.[0]).toMatchObject({
      sourceOrderId: sale.id,
      returnLineItems: [{ sourceLineItemUid: 'line-1' }, {}],
    });
    expect(order?.netAmounts?.totalMoney?.amount).toBe(-9623n);
  });

  test('reads a payment that was taken offline, and lists payments and refunds', async () => {
    const { seller, client } = open();
    const { id } = seller.till.sell({ ...usualSale, offlineAt: '2026-11-24T10:00:00Z' });
    seller.till.refundAmount({ orderId: id, amount: 100 });
    const payments = await client().payments.list({ locationId: 'LCHICAGO1' });
    expect(payments.data.map((it) => [it.orderId, it.offlinePaymentDetails?.clientCreatedAt])).toEqual([
      [id, '2026-11-24T10:00:00Z'],
    ]);
    const refunds = await client().refunds.list({});
    expect(refunds.data).toMatchObject([{ status: 'COMPLETED', amountMoney: { amount: 100n } }]);
  });

  test('changes stock, and reads changes and counts', async () => {
    const { seller, client, clock } = open();
    const [shoe] = seller.books.variations();
    const adjustment = {
      catalogObjectId: shoe?.id ?? '',
      fromState: 'NONE' as const,
      toState: 'IN_STOCK' as const,
      fromLocationId: 'LCHICAGO1',
      toLocationId: 'LCHICAGO1',
      quantity: '3',
      occurredAt: new Date(clock.now()).toISOString(),
    };
    const { counts, changes } = await client().inventory.batchCreateChanges({
      idempotencyKey: 'one',
      changes: [{ type: 'ADJUSTMENT', adjustment }],
    });
    expect(counts).toMatchObject([{ quantity: '15', state: 'IN_STOCK' }]);
    expect(changes).toMatchObject([{ type: 'ADJUSTMENT', adjustment: { toLocationId: 'LCHICAGO1' } }]);
    const read = await client().inventory.batchGetChanges({
      catalogObjectIds: [shoe?.id ?? ''],
      types: ['ADJUSTMENT'],
    });
    expect(read.data).toMatchObject([{ adjustment: { quantity: '3' } }]);
    const counted = await client().inventory.batchGetCounts({ catalogObjectIds: [shoe?.id ?? ''] });
    expect(counted.data).toMatchObject([{ quantity: '15' }]);
  });

  test('creates an item, finds it, and loses the variation that it leaves out', async () => {
    const { client } = open();
    const variation = (id: string, sku: string) => ({
      type: 'ITEM_VARIATION' as const,
      id,
      itemVariationData: { itemId: '#item', name: sku, sku, pricingType: 'VARIABLE_PRICING' as const },
    });
    const variations = [variation('#a', 'A'), variation('#b', 'B')];
    const { idMappings } = await client().catalog.batchUpsert({
      idempotencyKey: 'one',
      batches: [{ objects: [{ type: 'ITEM', id: '#item', itemData: { name: 'Boot', variations } }] }],
    });
    expect(idMappings?.map((it) => it.clientObjectId)).toEqual(['#item', '#a', '#b']);
    const bySku = { exactQuery: { attributeName: 'sku', attributeValue: 'b' } };
    const found = await client().catalog.search({ objectTypes: ['ITEM_VARIATION'], query: bySku });
    expect(found.objects).toHaveLength(1);
    const { objects } = await client().catalog.search({ objectTypes: ['ITEM'] });
    const item = objects?.find((it) => it.type === 'ITEM' && it.itemData?.name === 'Boot');
    if (item?.type !== 'ITEM') throw new Error('There is no such item');
    const rest = item.itemData?.variations?.slice(0, 1) ?? [];
    await client().catalog.batchUpsert({
      idempotencyKey: 'two',
      batches: [{ objects: [{ ...item, itemData: { ...item.itemData, variations: rest } }] }],
    });
    const gone = await client().catalog.search({ objectTypes: ['ITEM_VARIATION'], query: bySku });
    expect(gone.objects ?? []).toEqual([]);
  });

  test('creates, changes and finds a customer', async () => {
    const { client, clock } = open();
    const created = await client().customers.create({ emailAddress: 'ada@shoppers.example', familyName: 'Byrne' });
    await clock.advance(60_000);
    const filter = { emailAddress: { exact: 'ada@shoppers.example' } };
    const { customers } = await client().customers.search({ query: { filter } });
    expect(customers).toMatchObject([{ id: created.customer?.id, familyName: 'Byrne' }]);
    const changed = await client().customers.update({ customerId: created.customer?.id ?? '', familyName: 'King' });
    expect(changed.customer).toMatchObject({ familyName: 'King', emailAddress: 'ada@shoppers.example' });
  });

  test('reads a cash drawer', async () => {
    const { seller, client, clock } = open();
    const shift = seller.endShift({
      openedAt: new Date(clock.now()).toISOString(),
      opening: 10_000,
      paidOut: 500,
      counted: 9_400,
    });
    const listed = await client().cashDrawers.shifts.list({ locationId: 'LCHICAGO1' });
    expect(listed.data).toMatchObject([{ id: shift.id, state: 'CLOSED' }]);
    const { cashDrawerShift } = await client().cashDrawers.shifts.get({ shiftId: shift.id, locationId: 'LCHICAGO1' });
    expect(cashDrawerShift).toMatchObject({
      cashPaidOutMoney: { amount: -500n },
      expectedCashMoney: { amount: 9500n },
    });
  });

  test('renews a token', async () => {
    const { seller, client } = open();
    const { clientId, clientSecret, refreshToken } = seller.credentials;
    const granted = await client().oAuth.obtainToken({
      clientId,
      clientSecret,
      refreshToken,
      grantType: 'refresh_token',
    });
    expect(await client(granted.accessToken).locations.list()).toMatchObject({ locations: [{}, {}, {}] });
  });

  test.each([
    ['another body under a used key', 'IDEMPOTENCY_KEY_REUSED', 400],
    ['a key that is too long', 'VALUE_TOO_LONG', 400],
    ['more than ten locations', 'ARRAY_LENGTH_TOO_LONG', 400],
    ['a credential that is not known', 'UNAUTHORIZED', 401],
    ['an order that is not there', 'NOT_FOUND', 404],
    ['too much at once', 'RATE_LIMITED', 429],
  ])('understands the refusal of %s', async (what, code, status) => {
    const { seller, client } = open();
    const customer = (idempotencyKey: string, familyName: string) =>
      client().customers.create({ idempotencyKey, familyName });
    const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
      IDEMPOTENCY_KEY_REUSED: async () => [await customer('one', 'A'), await customer('one', 'B')],
      VALUE_TOO_LONG: () => customer('x'.repeat(129), 'A'),
      ARRAY_LENGTH_TOO_LONG: () =>
        client().orders.search({ locationIds: Array.from({ length: 11 }, () => 'LCHICAGO1') }),
      UNAUTHORIZED: () => client('another').locations.list(),
      NOT_FOUND: () => client().orders.get({ orderId: 'NOSUCHORDER' }),
      RATE_LIMITED: () => {
        seller.faults.arm('throttle-storm');
        return client().locations.list();
      },
    };
    const failure: unknown = await attempts[code]?.().catch((error: unknown) => error);
    expect(failure, what).toBeInstanceOf(SquareError);
    expect(failure).toMatchObject({ statusCode: status, errors: [{ code }] });
  });

  test('verifies what the simulated seller signs', async () => {
    const { seller, delivery } = open();
    seller.till.sell(usualSale);
    const { body, headers } = await delivery('order.created');
    const signed = {
      requestBody: body,
      signatureHeader: headers['x-square-hmacsha256-signature'] ?? '',
      signatureKey: seller.signatureKey,
      notificationUrl: seller.webhookUrl,
    };
    expect(await WebhooksHelper.verifySignature(signed)).toBe(true);
    expect(await WebhooksHelper.verifySignature({ ...signed, requestBody: `${body} ` })).toBe(false);
  });
});
