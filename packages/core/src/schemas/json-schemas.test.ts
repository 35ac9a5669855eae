import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as schemas from './index.ts';

describe('JSON Schema', () => {
  const written = schemas.jsonSchemas();

  it('is there for every model that is exported, and for nothing else', () => {
    const models = Object.entries(schemas).flatMap(([name, value]) => (value instanceof z.ZodType ? [name] : []));
    expect(Object.keys(written).toSorted()).toEqual(models.toSorted());
  });

  it.each(Object.entries(written))('of %s is of the 2020-12 kind and survives JSON', (_name, schema) => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('says what has to be there and what an amount looks like', () => {
    expect(written.Order.required).toEqual(
      expect.arrayContaining(['ref', 'number', 'lines', 'total', 'outstanding', 'currency']),
    );
    expect(written.Order.required).not.toContain('charges');
    expect(written.Money.properties?.['amount']).toMatchObject({ type: 'string', maxLength: 40 });
  });
});
