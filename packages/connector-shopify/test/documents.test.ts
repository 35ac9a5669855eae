import {
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  NoDeprecatedCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { documents } from '../src/api/documents.ts';
import { maxQueryCost, requestedCost } from '../src/testing/query-cost.ts';
import { simulatedSchema } from '../src/testing/schema/index.ts';
import { adminSchema, type RealSchema, realOrSkip, schemaOrSkip } from './support/admin-schema.ts';

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

describe.each(documents)('the document $name', ({ text, cost, scopes = [] }) => {
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

  test('names the access scopes that the real schema demands, and no others', ({ skip }) => {
    const demands = demandsOf(realOrSkip(real, skip), text);
    expect(demands.filter(({ anyOf }) => !anyOf.some((it) => scopes.some((scope) => scope === it)))).toEqual([]);
    expect(scopes.filter((scope) => !demands.some(({ anyOf }) => anyOf.includes(scope)))).toEqual([]);
  });

  test('selects the user errors of every change, with their codes where there are codes', () => {
    for (const { name, wanted, selected } of userErrorsIn(text)) expect([name, ...selected]).toEqual([name, ...wanted]);
  });
});

/** What each mutation of a document must select of its user errors, and what it does select. */
function userErrorsIn(text: string) {
  const operation = parse(text).definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.MUTATION) return [];
  return operation.selectionSet.selections.flatMap((field) => {
    if (field.kind !== Kind.FIELD) return [];
    const payload = getNamedType(simulatedSchema.getMutationType()?.getFields()[field.name.value]?.type);
    if (!isObjectType(payload)) return [];
    const name = 'orderCancelUserErrors' in payload.getFields() ? 'orderCancelUserErrors' : 'userErrors';
    const error = getNamedType(payload.getFields()[name]?.type);
    const wanted = ['code', 'field', 'message'].filter((it) => isObjectType(error) && it in error.getFields());
    const errors = field.selectionSet?.selections.find((it) => it.kind === Kind.FIELD && it.name.value === name);
    const inside = errors?.kind === Kind.FIELD ? (errors.selectionSet?.selections ?? []) : [];
    const selected = inside.flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : [])).toSorted();
    return [{ name: field.name.value, wanted, selected }];
  });
}

/** The places of a document that need an access scope, and which ones would do. */
function demandsOf({ schema, scopes }: RealSchema, text: string) {
  const needed = new Map(
    scopes.map(({ typeName, fieldName = '', offlineScopes }) => [`${typeName}.${fieldName}`, offlineScopes]),
  );
  const places = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    parse(text),
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (!field) return;
        places.add(`${types.getParentType()?.name ?? ''}.${field.name}`);
        places.add(`${getNamedType(field.type).name}.`);
      },
    }),
  );
  return [...places].flatMap((place) => {
    const anyOf = needed.get(place) ?? [];
    return anyOf.length === 0 ? [] : [{ place, anyOf }];
  });
}
