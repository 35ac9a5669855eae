import { describe, expect, test } from 'vitest';
import { decodeBatch, encodeChangeset } from '../src/odata/batch.ts';
import { dateOf, filterOf, keyPath, literal, noonOf } from '../src/odata/literals.ts';

describe('literals', () => {
  test('an apostrophe is doubled, in keys and filters', () => {
    expect(literal("O'Neill")).toBe("'O''Neill'");
    expect(filterOf({ CustomersOrderReference: "O'Neill", LineNumber: 2 })).toBe(
      "CustomersOrderReference eq 'O''Neill' and LineNumber eq 2",
    );
    expect(keyPath('Warehouses', { dataAreaId: 'usmf', WarehouseId: "O'1" })).toEqual({
      path: '/data/Warehouses(dataAreaId={dataAreaId},WarehouseId={WarehouseId})',
      params: { dataAreaId: "'usmf'", WarehouseId: "'O''1'" },
    });
  });

  test('enums stand with their type, days at noon, spans open at their end', () => {
    expect(filterOf({ IsPosted: { enum: 'NoYes', value: 'Yes' } })).toBe(
      "IsPosted eq Microsoft.Dynamics.DataEntities.NoYes'Yes'",
    );
    expect(filterOf({ InvoiceDate: { from: { date: '2026-11-01' }, before: { date: '2026-12-01' } } })).toBe(
      'InvoiceDate ge 2026-11-01T12:00:00Z and InvoiceDate lt 2026-12-01T12:00:00Z',
    );
    const span = { after: 'SO-1', upTo: 'SO-9' };
    expect(filterOf({ SalesOrderNumber: span, At: { from: { instant: '2026-11-27T10:00:00+02:00' } } })).toBe(
      "SalesOrderNumber gt 'SO-1' and SalesOrderNumber le 'SO-9' and At ge 2026-11-27T08:00:00.000Z",
    );
    expect(noonOf('2026-11-27')).toBe('2026-11-27T12:00:00Z');
  });

  test('a star would look for a part of a text, so it is refused', () => {
    expect(() => filterOf({ ItemNumber: 'SHOE*' })).toThrow("Dynamics 365 reads '*' in a filter as a part of a text");
  });

  test('the two ways to say that there is no date are none', () => {
    expect(['1900-01-01T12:00:00Z', '1900-01-01T00:00:00Z', '0001-01-01', '', null].map(dateOf)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(dateOf('2026-11-27T12:00:00Z')).toBe('2026-11-27');
    for (const text of ['2026-02-30T12:00:00Z', '27.11.2026', 'soon', '2026-1', '2026-11-271', '2026-11-27 noon']) {
      expect(() => dateOf(text), text).toThrow(expect.objectContaining({ code: 'response-invalid' }));
    }
  });
});

describe('batches', () => {
  test('a changeset is written with CRLF, content ids and binary encoding', () => {
    const { contentType, body } = encodeChangeset([
      { method: 'POST', path: '/data/A?cross-company=true', json: { Name: 'x' } },
      { method: 'DELETE', path: "/data/A(Id='1')?cross-company=true" },
    ]);
    expect(contentType).toBe('multipart/mixed; boundary=batch_crossdock');
    expect(body.split('\r\n')).toEqual([
      '--batch_crossdock',
      'Content-Type: multipart/mixed; boundary=changeset_crossdock',
      '',
      '--changeset_crossdock',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'POST /data/A?cross-company=true HTTP/1.1',
      'Content-Type: application/json; charset=utf-8',
      'Accept: application/json',
      '',
      '{"Name":"x"}',
      '--changeset_crossdock',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 2',
      '',
      "DELETE /data/A(Id='1')?cross-company=true HTTP/1.1",
      'Content-Type: application/json; charset=utf-8',
      'Accept: application/json',
      '',
      '',
      '--changeset_crossdock--',
      '--batch_crossdock--',
      '',
    ]);
    expect(body.replaceAll('\r\n', '')).not.toContain('\n');
  });

  const answer = (lines: readonly string[], newline = '\r\n') => lines.join(newline);

  test.each(['\r\n', '\n'])(
    'a refused changeset is one part inside an answer of 200 (lines end with %j)',
    (newline) => {
      const text = answer(
        [
          '--b',
          'Content-Type: application/http',
          '',
          'HTTP/1.1 400 Bad Request',
          'Content-ID: 2',
          '',
          '{"error":{"code":""}}',
          '--b--',
          '',
        ],
        newline,
      );
      expect(decodeBatch('multipart/mixed; boundary="b"', text)).toEqual([
        { status: 400, body: { error: { code: '' } } },
      ]);
    },
  );

  test('an answer that ends too early is not taken for success', () => {
    const cut = answer(['--b', 'Content-Type: application/http', '', 'HTTP/1.1 201 Created', '', '{"a":1}']);
    for (const [type, text] of [
      ['multipart/mixed; boundary=b', cut],
      ['multipart/mixed; boundary=b', 'Service Unavailable'],
      ['text/html', '<html></html>'],
      [null, '--b--'],
      ['multipart/mixed; boundary=b', answer(['--b', 'Content-Type: application/http', '', 'No such thing', '--b--'])],
      ['multipart/mixed; boundary=b', answer(['--b', 'Content-Type: application/http', '', 'HTTP/1.1 2010', '--b--'])],
    ] as const) {
      expect(() => decodeBatch(type, text)).toThrow(
        expect.objectContaining({ code: 'response-invalid', disposition: 'unknown' }),
      );
    }
  });

  test('a boundary is taken as it stands, and what is no JSON as text', () => {
    const text = answer([
      '--a+b(1)',
      'content-type: application/http',
      '',
      'HTTP/1.1 502 Bad Gateway',
      '',
      '<html>',
      '--a+b(1)--',
    ]);
    expect(decodeBatch('multipart/mixed; boundary="a+b(1)"', text)).toEqual([{ status: 502, body: '<html>' }]);
  });

  test('a batch within a batch within a batch is none of the platform', () => {
    const within = (boundary: string, type: string, inner: readonly string[]) => [
      `--${boundary}`,
      `Content-Type: ${type}`,
      '',
      ...inner,
      `--${boundary}--`,
      '',
    ];
    const reply = ['HTTP/1.1 201 Created', '', '{"a":1}'];
    const changeset = within('c', 'application/http', reply);
    const batch = within('b', 'multipart/mixed; boundary=c', changeset);
    expect(decodeBatch('multipart/mixed; boundary=b', answer(batch))).toEqual([{ status: 201, body: { a: 1 } }]);
    const deeper = within('a', 'multipart/mixed; boundary=b', batch);
    expect(() => decodeBatch('multipart/mixed; boundary=a', answer(deeper))).toThrow(
      expect.objectContaining({ code: 'response-invalid', disposition: 'unknown' }),
    );
  });
});
