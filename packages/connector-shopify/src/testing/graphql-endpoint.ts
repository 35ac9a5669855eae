import {
  type DocumentNode,
  execute,
  GraphQLError,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { CostBucket } from './cost-bucket.ts';
import { maxQueryCost, mutationCost, requestedCost } from './query-cost.ts';
import { simulatedSchema } from './schema/index.ts';

/** A request to the GraphQL endpoint, read. */
export interface GraphqlCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Reads the body of a request; undefined if it is no GraphQL call. */
export function readCall(text: string): GraphqlCall | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string')
      return undefined;
    const variables =
      'variables' in body && typeof body.variables === 'object' && body.variables !== null ? { ...body.variables } : {};
    const operationName =
      'operationName' in body && typeof body.operationName === 'string' ? body.operationName : undefined;
    return { query: body.query, variables, operationName };
  } catch {
    return undefined;
  }
}

/** Answers a call: validates it, charges it and executes it on the given root. Always HTTP 200, as the platform does. */
export async function answerCall(
  call: GraphqlCall,
  bucket: CostBucket,
  root: Record<string, unknown>,
): Promise<unknown> {
  const document = parsed(call.query);
  if (document instanceof GraphQLError) return { errors: [wireError(document, 'parseError')] };
  const problems = validate(simulatedSchema, document);
  if (problems.length > 0) return { errors: problems.map((problem) => wireError(problem, 'undefinedField')) };
  const operation = operationOf(document, call.operationName);
  if (!operation) return { errors: [{ message: 'Operation not found', extensions: { code: 'BAD_REQUEST' } }] };

  const long = longestList(call.variables);
  if (long > mostInputs) {
    const message = `The input array size of ${long} is greater than the maximum allowed of ${mostInputs}.`;
    return { errors: [{ message, extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } }] };
  }

  const requested = requestedCost({
    schema: simulatedSchema,
    operation,
    fragments: fragmentsOf(document),
    variables: call.variables,
  });
  const verdict = bucket.take(requested);
  if (verdict === 'too-expensive') return tooExpensive(requested);
  const cost = (actual: number | null): unknown => ({
    cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() },
  });
  if (verdict === 'throttled') {
    return { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: cost(null) };
  }

  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const { data, errors } = await execute({
    schema: simulatedSchema,
    document,
    rootValue: root,
    variableValues: call.variables,
    operationName: operation.name?.value ?? null,
  });
  const actual = Math.min(requested, actualCost(data) + (isMutation ? mutationCost(operation) : 0));
  bucket.giveBack(requested - actual);
  return {
    data,
    ...(errors && { errors: errors.map((error) => wireError(error, 'INTERNAL_SERVER_ERROR')) }),
    extensions: cost(actual),
  };
}

/** Most entries of a list that is sent. */
const mostInputs = 250;

/** The longest list in what is sent. Variants of a product have a limit of their own. */
function longestList(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts = Object.entries(value).map(([name, part]) => (name === 'variants' ? 0 : longestList(part)));
  return Math.max(Array.isArray(value) ? value.length : 0, ...parts);
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    return error instanceof GraphQLError ? error : new GraphQLError('The query cannot be parsed');
  }
}

function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return name === undefined ? operations[0] : operations.find((operation) => operation.name?.value === name);
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** What the answer really held: every object 1, money and page information nothing. */
function actualCost(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + actualCost(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const isFree = 'amount' in value || 'shopMoney' in value || 'hasNextPage' in value || 'paymentSet' in value;
  return Object.values(value).reduce<number>((sum, part) => sum + actualCost(part), isFree ? 0 : 1);
}

function wireError(error: GraphQLError, fallbackCode: string): unknown {
  return {
    message: error.message,
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: error.path }),
    extensions: { code: fallbackCode, ...error.extensions },
  };
}

function tooExpensive(cost: number): unknown {
  const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${maxQueryCost}).`;
  return { errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost: maxQueryCost } }] };
}
