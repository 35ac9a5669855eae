import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';

/** Most points one query may ask for, on any plan. */
export const maxQueryCost = 1000;

/** What a query is charged for: the document and the variables that size its pages. */
export interface PricedQuery {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const freeTypes = new Set(['MoneyBag', 'MoneyV2', 'PageInfo', 'CashRoundingAdjustment']);

/**
 * The points that a query is charged up front, by the formula that the sheet derived from live recordings:
 * an object costs 1, scalars and money nothing, a list as much as one of its objects, a connection
 * 2 + max(1, floor(2 ln n)) times its node, each mutation 10 more.
 */
export function requestedCost(query: PricedQuery): number {
  const { schema, operation } = query;
  const root = operation.operation === OperationTypeNode.MUTATION ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  const cost = selectionCost(query, operation.selectionSet, root);
  return operation.operation === OperationTypeNode.MUTATION ? cost + mutationCost(operation) : cost;
}

/** Mutations that recordings show to cost more than the usual ten points. */
const dearMutations: Readonly<Record<string, number>> = { refundCreate: 20, fulfillmentTrackingInfoUpdate: 50 };

/** What the changes themselves cost, beside what is read of them. */
export function mutationCost({ selectionSet }: OperationDefinitionNode): number {
  const names = selectionSet.selections.flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : []));
  return names.reduce((sum, name) => sum + (dearMutations[name] ?? 10), 0);
}

function selectionCost(query: PricedQuery, selections: SelectionSetNode, type: GraphQLNamedType): number {
  if (isAbstractType(type)) {
    return Math.max(
      ...query.schema.getPossibleTypes(type).map((possible) => selectionCost(query, selections, possible)),
    );
  }
  if (!isObjectType(type)) return 0;
  return [...fieldsFor(query, selections, type)].reduce((sum, [, field]) => sum + fieldCost(query, field, type), 0);
}

/** The fields that apply to one object type, each response key once. */
function fieldsFor(query: PricedQuery, selections: SelectionSetNode, type: GraphQLNamedType): Map<string, FieldNode> {
  const fields = new Map<string, FieldNode>();
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      fields.set(key, merged(fields.get(key), selection));
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? query.fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition?.name.value;
    if (!fragment || !(condition === undefined || appliesTo(query.schema, condition, type))) continue;
    for (const [key, field] of fieldsFor(query, fragment.selectionSet, type))
      fields.set(key, merged(fields.get(key), field));
  }
  return fields;
}

function merged(known: FieldNode | undefined, field: FieldNode): FieldNode {
  if (!known?.selectionSet || !field.selectionSet) return field;
  const selections = [...known.selectionSet.selections, ...field.selectionSet.selections];
  return { ...field, selectionSet: { ...field.selectionSet, selections } };
}

function appliesTo(schema: GraphQLSchema, condition: string, type: GraphQLNamedType): boolean {
  if (condition === type.name) return true;
  const named = schema.getType(condition);
  return isObjectType(type) && isAbstractType(named) && schema.isSubType(named, type);
}

function fieldCost(query: PricedQuery, field: FieldNode, parent: GraphQLNamedType): number {
  if (!isObjectType(parent) || !field.selectionSet) return 0;
  const definition = parent.getFields()[field.name.value];
  if (!definition) return 0;
  const type = getNamedType(definition.type);
  if (freeTypes.has(type.name)) return 0;
  if (type.name.endsWith('Connection')) return connectionCost(query, field, type);
  if (type.name.endsWith('Edge')) return selectionCost(query, field.selectionSet, type);
  return 1 + selectionCost(query, field.selectionSet, type);
}

function connectionCost(query: PricedQuery, field: FieldNode, type: GraphQLNamedType): number {
  if (!field.selectionSet) return 0;
  const rows = Math.max(1, Math.floor(2 * Math.log(pageSize(query, field))));
  return 2 + rows * selectionCost(query, field.selectionSet, type);
}

function pageSize(query: PricedQuery, field: FieldNode): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    if (argument.value.kind === Kind.INT) return Number(argument.value.value);
    if (argument.value.kind === Kind.VARIABLE) {
      const value = query.variables[argument.value.name.value];
      if (typeof value === 'number') return value;
    }
  }
  return 1;
}
