import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { documents } from '../src/api/documents.ts';
import { maxQueryCost, requestedCost } from '../src/testing/query-cost.ts';
import { simulatedSchema } from '../src/testing/schema/index.ts';
import { adminSchema, schemaOrSkip } from './support/admin-schema.ts';

function problems(schema: GraphQLSchema, text: string): string[] {
  return validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]).map(({ message }) => message);
}

function costOf(schema: GraphQLSchema, text: string): number {
  const { definitions } = parse(text);
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return Number.NaN;
  const fragments = definitions.filter(
    (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return requestedCost({
    schema,
    operation,
    fragments: new Map(fragments.map((it) => [it.name.value, it])),
    variables: {},
  });
}

describe.each(documents)('the document $name', ({ text, cost }) => {
  let real: Awaited<ReturnType<typeof adminSchema>>;
  beforeAll(async () => {
    real = await adminSchema();
  }, 150_000);

  test('is valid on the real schema of 2026-10 and uses nothing deprecated', ({ skip }) => {
    const schema = schemaOrSkip(real, skip);
    expect(problems(schema, text)).toEqual([]);
  });

  test('is valid on the simulated schema', () => {
    expect(problems(simulatedSchema, text)).toEqual([]);
  });

  test('declares the cost that the documented formula gives, below the limit of one query', ({ skip }) => {
    expect(costOf(simulatedSchema, text)).toBe(cost);
    expect(cost).toBeLessThanOrEqual(maxQueryCost);
    const schema = schemaOrSkip(real, skip);
    expect(costOf(schema, text)).toBe(cost);
  });
});
