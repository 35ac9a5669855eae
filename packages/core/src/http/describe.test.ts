import { expect, it } from 'vitest';
import { describeExchange } from './describe.ts';

it('a request and its answer are described without query, values or confidential headers', () => {
  const headers = new Headers({
    authorization: 'Bearer s3cret',
    'set-cookie': 's3cret',
    'content-type': 'application/json',
    'x-request-id': 'r-1',
    'x-customer-email': 'jane@doe.test',
  });
  const request = {
    method: 'GET',
    url: 'https://user:s3cret@erp.test/customers/jane%40doe.test?token=s3cret',
    path: '/customers/{email}?token=s3cret',
  };
  expect(describeExchange(request, { status: 200, headers })).toEqual({
    method: 'GET',
    origin: 'https://erp.test',
    path: '/customers/{email}',
    status: 200,
    headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
  });
});
