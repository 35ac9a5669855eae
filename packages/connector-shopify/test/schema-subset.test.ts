import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { simulatedSchema } from '../src/testing/schema/index.ts';
import { adminSchema, schemaOrSkip } from './support/admin-schema.ts';

/** Where ours says something that the real schema does not. */
function strangers(ours: GraphQLSchema, real: GraphQLSchema): string[] {
  const own = Object.values(ours.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  return own.flatMap((type) => {
    const theirs = real.getType(type.name);
    return theirs ? strangersOf(type, theirs) : [`${type.name} is no type of the real schema`];
  });
}

function strangersOf(ours: GraphQLNamedType, real: GraphQLNamedType): string[] {
  if (isScalarType(ours)) return isScalarType(real) ? [] : [`${ours.name} is no scalar`];
  if (isEnumType(ours)) {
    if (!isEnumType(real)) return [`${ours.name} is no enum`];
    return ours
      .getValues()
      .filter(({ name }) => !real.getValue(name))
      .map(({ name }) => `${ours.name}.${name} is no value`);
  }
  if (isUnionType(ours)) return isUnionType(real) ? [] : [`${ours.name} is no union`];
  if (isInputObjectType(ours)) {
    if (!isInputObjectType(real)) return [`${ours.name} is no input`];
    const missing = Object.values(ours.getFields()).filter(
      (field) => String(real.getFields()[field.name]?.type) !== String(field.type),
    );
    return missing.map((field) => `${ours.name}.${field.name} differs`);
  }
  const comparable = (isObjectType(ours) && isObjectType(real)) || (isInterfaceType(ours) && isInterfaceType(real));
  if (!comparable) return [`${ours.name} is of another kind`];
  const interfaces = ours.getInterfaces().filter(({ name }) => !real.getInterfaces().some((it) => it.name === name));
  const fields = Object.values(ours.getFields()).flatMap((field) => {
    const theirs = real.getFields()[field.name];
    if (!theirs) return [`${ours.name}.${field.name} is no field`];
    if (String(theirs.type) !== String(field.type))
      return [`${ours.name}.${field.name} is ${String(theirs.type)}, not ${String(field.type)}`];
    if (theirs.deprecationReason != null) return [`${ours.name}.${field.name} is deprecated`];
    return field.args.flatMap((argument) => {
      const known = theirs.args.find(({ name }) => name === argument.name);
      const same =
        known && String(known.type) === String(argument.type) && known.defaultValue === argument.defaultValue;
      return same ? [] : [`${ours.name}.${field.name}(${argument.name}) differs`];
    });
  });
  return [...interfaces.map(({ name }) => `${ours.name} does not implement ${name}`), ...fields];
}

describe('the simulated schema', () => {
  let real: Awaited<ReturnType<typeof adminSchema>>;
  beforeAll(async () => {
    real = await adminSchema();
  }, 150_000);

  test('every type, field, argument and enum value exists in the real schema of 2026-10 with the same type', ({
    skip,
  }) => {
    const schema = schemaOrSkip(real, skip);
    expect(strangers(simulatedSchema, schema)).toEqual([]);
  });

  test('a field that the real schema does not have is noticed', ({ skip }) => {
    const schema = schemaOrSkip(real, skip);
    expect(strangers(schema, simulatedSchema).length).toBeGreaterThan(1000);
    expect(getNamedType(simulatedSchema.getQueryType())?.name).toBe('QueryRoot');
  });
});
