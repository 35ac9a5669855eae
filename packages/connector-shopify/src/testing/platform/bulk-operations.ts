import { seededRandom } from '@crossdock/core';
import {
  execute,
  type FieldNode,
  getNamedType,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { type Page, type PageArguments, pageOf } from '../connection.ts';
import { gid, graphqlTime } from '../platform-formats.ts';
import { simulatedSchema } from '../schema/index.ts';
import { bulkLines } from './bulk-lines.ts';

/** How an operation of the simulated shop ends, when it does not end well. */
export interface BulkFailure {
  readonly errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT';
  /** Share of the lines that were written by then, from 0 to 1. */
  readonly written?: number;
}

interface Operation {
  readonly id: bigint;
  readonly query: string;
  readonly createdAt: number;
  /** When it is over. */
  readonly endsAt: number;
  readonly lines: readonly string[];
  readonly roots: number;
  readonly failure: BulkFailure | undefined;
  cancelled: boolean;
}

/** How long an operation takes, how long its result stays, and how many may be under way. */
const takesMs = 30_000;
const keptMs = 7 * 86_400_000;
const mostAtOnce = 5;

/** Where results lie. */
const resultsHost = 'https://storage.googleapis.com';

/** The app's bulk operations. The shop is read when one begins; its result is there half a minute later. */
export class BulkOperations {
  readonly #now: () => number;
  readonly #operations: Operation[] = [];
  readonly #failures: BulkFailure[] = [];
  #root: Record<string, unknown> = {};
  #lastId = 780_000_000n;

  constructor(options: { readonly now: () => number }) {
    this.#now = options.now;
  }

  /** Hands over what inner queries are answered from. */
  readFrom(root: Record<string, unknown>): void {
    this.#root = root;
  }

  /** Makes the next operation fail. */
  failNext(failure: BulkFailure): void {
    this.#failures.push(failure);
  }

  /** Answers `bulkOperationRunQuery`. */
  readonly run = async ({ query, groupObjects }: { query: string; groupObjects: boolean }): Promise<unknown> => {
    const refused = (code: string, message: string): unknown => ({ userErrors: [{ field: ['query'], message, code }] });
    if (this.#operations.filter((it) => this.#statusOf(it) === 'RUNNING').length >= mostAtOnce) {
      return refused('LIMIT_REACHED', 'Too many bulk operations are in progress');
    }
    const problem = problemOf(query);
    if (problem !== undefined) return refused('INVALID', problem);
    const { data } = await execute({
      schema: simulatedSchema,
      document: parse(query),
      rootValue: this.#root,
      fieldResolver: withoutPages,
    });
    const createdAt = this.#now();
    const id = ++this.#lastId;
    const { lines, roots } = bulkLines(data ?? {}, groupObjects ? undefined : seededRandom(id.toString()));
    const failure = this.#failures.shift();
    const operation = { id, query, createdAt, endsAt: createdAt + takesMs, lines, roots, failure, cancelled: false };
    this.#operations.push(operation);
    return { bulkOperation: this.#view(operation), userErrors: [] };
  };

  /** Answers `bulkOperationCancel`. */
  readonly cancel = ({ id }: { id: string }): unknown => {
    const operation = this.#find(id);
    if (!operation) return { userErrors: [{ field: ['id'], message: 'Bulk operation does not exist' }] };
    if (this.#statusOf(operation) === 'RUNNING') operation.cancelled = true;
    return { bulkOperation: this.#view(operation), userErrors: [] };
  };

  /** Answers `bulkOperation`. */
  readonly one = ({ id }: { id: string }): unknown => {
    const operation = this.#find(id);
    return operation ? this.#view(operation) : null;
  };

  /** Answers `bulkOperations`. */
  readonly page = (page: PageArguments): Page<unknown> =>
    pageOf(
      this.#operations,
      page,
      ({ createdAt, id }) => [createdAt, id.toString()],
      (operation) => this.#view(operation),
    );

  /** Answers a request for a result; undefined if it is not for one. */
  answer(request: Request): Response | undefined {
    const { origin, pathname } = new URL(request.url);
    const id = /^\/simulated-bulk\/(\d+)\.jsonl$/.exec(pathname)?.[1];
    if (origin !== resultsHost || id === undefined) return undefined;
    const operation = this.#operations.find((it) => it.id === BigInt(id));
    if (!operation || this.#now() > operation.endsAt + keptMs) {
      return new Response('<Error><Code>ExpiredToken</Code></Error>', { status: 400 });
    }
    return portionOf(contentOf(operation), request.headers.get('range'));
  }

  #find(id: string): Operation | undefined {
    return this.#operations.find((it) => gid('BulkOperation', it.id) === id);
  }

  #statusOf(operation: Operation): string {
    if (operation.cancelled) return 'CANCELED';
    if (this.#now() < operation.endsAt) return 'RUNNING';
    if (operation.failure) return 'FAILED';
    return this.#now() > operation.endsAt + keptMs ? 'EXPIRED' : 'COMPLETED';
  }

  #view(operation: Operation): Record<string, unknown> {
    const status = this.#statusOf(operation);
    const content = contentOf(operation);
    const link = content.length === 0 ? null : `${resultsHost}/simulated-bulk/${operation.id}.jsonl?signature=hush`;
    const over = status === 'COMPLETED' || status === 'FAILED';
    return {
      id: gid('BulkOperation', operation.id),
      type: 'QUERY',
      query: operation.query,
      status,
      errorCode: status === 'FAILED' ? operation.failure?.errorCode : null,
      createdAt: graphqlTime(operation.createdAt),
      completedAt: status === 'COMPLETED' ? graphqlTime(operation.endsAt) : null,
      objectCount: String(over ? operation.lines.length : Math.floor(operation.lines.length / 2)),
      rootObjectCount: String(over ? operation.roots : Math.floor(operation.roots / 2)),
      fileSize: status === 'COMPLETED' ? String(content.length) : null,
      url: status === 'COMPLETED' ? link : null,
      partialDataUrl: status === 'FAILED' ? link : null,
    };
  }
}

function contentOf({ lines, failure }: Operation): Buffer {
  const written = failure ? lines.slice(0, Math.floor(lines.length * (failure.written ?? 0))) : lines;
  return Buffer.from(written.map((line) => `${line}\n`).join(''));
}

function portionOf(content: Buffer, range: string | null): Response {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (from === undefined || to === undefined) return new Response(new Uint8Array(content));
  if (Number(from) >= content.length) return new Response(null, { status: 416 });
  const last = Math.min(Number(to), content.length - 1);
  return new Response(new Uint8Array(content.subarray(Number(from), last + 1)), {
    status: 206,
    headers: { 'content-range': `bytes ${from}-${last}/${content.length}` },
  });
}

/** Connections give all their rows: a bulk operation knows no pages. */
const withoutPages: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const value = (source as Readonly<Record<string, unknown>>)[info.fieldName];
  if (typeof value !== 'function') return value;
  const isPaged = getNamedType(info.returnType).name.endsWith('Connection');
  // The views are plain objects: their functions need no `this`.
  const resolve = value as (...given: readonly unknown[]) => unknown;
  return resolve(isPaged ? { ...args, first: null, all: true } : args, context, info);
};

/** Why a query is none for a bulk operation, as the platform would say. */
function problemOf(query: string): string | undefined {
  const document = parse(query);
  const [operation, ...others] = document.definitions;
  const [problem] = validate(simulatedSchema, document);
  if (problem) return problem.message;
  if (others.length > 0 || operation?.kind !== Kind.OPERATION_DEFINITION) return 'Only one plain query is allowed';
  if ((operation.variableDefinitions?.length ?? 0) > 0) return 'Variables are not allowed';
  return problemOfOperation(operation);
}

function problemOfOperation({ selectionSet }: OperationDefinitionNode): string | undefined {
  const [root, ...others] = selectionSet.selections;
  if (others.length > 0 || root?.kind !== Kind.FIELD) return 'Only one top-level field is allowed';
  const type = simulatedSchema.getQueryType();
  const found = type && connectionsIn(root, type, { depth: 0, inList: false });
  if (!found?.isConnection) return 'The query must have at least one connection';
  if (found.problem !== undefined) return found.problem;
  return found.connections > 5 ? 'At most five connections are allowed' : undefined;
}

interface Found {
  readonly isConnection: boolean;
  readonly connections: number;
  readonly problem?: string | undefined;
}

function connectionsIn(
  field: FieldNode,
  parent: GraphQLNamedType,
  at: { readonly depth: number; readonly inList: boolean },
): Found {
  const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
  if (!definition || !field.selectionSet) return { isConnection: false, connections: 0 };
  const type = getNamedType(definition.type);
  const isConnection = type.name.endsWith('Connection');
  const isPlumbing = type.name.endsWith('Edge') || parent.name.endsWith('Edge');
  const isList = !isPlumbing && String(definition.type).includes('[');
  const problem = isConnection ? problemOfConnection(type, at) : undefined;
  const below = { depth: at.depth + (isConnection ? 1 : 0), inList: at.inList || isList };
  const inside = field.selectionSet.selections
    .filter((it) => it.kind === Kind.FIELD)
    .map((it) => connectionsIn(it, type, below));
  return {
    isConnection,
    connections: inside.reduce((sum, it) => sum + it.connections, isConnection ? 1 : 0),
    problem: problem ?? inside.find((it) => it.problem !== undefined)?.problem,
  };
}

function problemOfConnection(
  type: GraphQLNamedType,
  { depth, inList }: { readonly depth: number; readonly inList: boolean },
): string | undefined {
  if (inList) return 'A connection inside a list is not allowed';
  if (depth > 2) return 'Connections may be nested two levels deep';
  const edge = isObjectType(type) ? getNamedType(type.getFields()['edges']?.type) : undefined;
  const node = isObjectType(edge) ? getNamedType(edge.getFields()['node']?.type) : undefined;
  const isNode = isObjectType(node) && node.getInterfaces().some(({ name }) => name === 'Node');
  return isNode || isInterfaceType(node) ? undefined : `The rows of ${type.name} are no nodes`;
}
