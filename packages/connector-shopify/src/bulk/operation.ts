import { type Clock, IntegrationError, isIntegrationError } from '@crossdock/core';
import {
  type BulkOperation,
  BulkOperationData,
  BulkOperationRunQueryData,
  RecentBulkOperationsData,
} from '../api/bulk-data.ts';
import { bulkOperation, bulkOperationRunQuery, recentBulkOperations } from '../api/bulk-documents.ts';
import type { GraphqlClient } from '../client.ts';

/** What operations are started and watched with. */
export interface OperationPorts {
  readonly client: GraphqlClient;
  readonly clock: Clock;
}

/** Pauses between two looks at an operation: short at first, most are small. */
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** How long we queue behind other operations of the app before we give up. */
const queueMs = 3_600_000;

/** How far the platform's clock may be behind ours when an operation is known again by its time. */
const clockSkewMs = 120_000;

/**
 * Starts an operation and returns its id. Waits while the app has as many under way as it may have; a start that was not
 * answered is looked for before it is made again.
 */
export async function startOperation(
  query: string,
  { client, clock }: OperationPorts,
  signal: AbortSignal,
): Promise<string> {
  const begunAt = clock.now();
  for (;;) {
    try {
      const { bulkOperationRunQuery: started } = await client.mutate(bulkOperationRunQuery, {
        variables: { query },
        data: BulkOperationRunQueryData,
        signal,
      });
      return started.bulkOperation.id;
    } catch (error) {
      if (!isIntegrationError(error) || error.disposition === 'reject' || error.code === 'cancelled') throw error;
      const landed = error.disposition === 'unknown' ? await find(query, begunAt, client, signal) : undefined;
      if (landed !== undefined) return landed;
      if (clock.now() - begunAt > queueMs) throw error;
      const pauseMs = error.code === 'busy' ? longestPauseMs : firstPauseMs;
      await clock.sleep(Math.max(pauseMs, error.retryAfterMs ?? 0), signal);
    }
  }
}

async function find(
  query: string,
  begunAt: number,
  client: GraphqlClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { bulkOperations } = await client.queryPatiently(recentBulkOperations, {
    data: RecentBulkOperationsData,
    signal,
  });
  return bulkOperations.nodes.find(
    (it) => it.query === query && Date.parse(it.createdAt) >= begunAt - clockSkewMs && it.status !== 'CANCELED',
  )?.id;
}

async function operationById(
  id: string,
  { client }: OperationPorts,
  signal: AbortSignal,
): Promise<BulkOperation | undefined> {
  const answer = await client.queryPatiently(bulkOperation, { variables: { id }, data: BulkOperationData, signal });
  return answer.bulkOperation ?? undefined;
}

/** Waits until an operation is over; undefined if the platform does not know it any more. */
export async function endOf(
  id: string,
  ports: OperationPorts,
  signal: AbortSignal,
  tell: (objects: number) => void,
): Promise<BulkOperation | undefined> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const operation = await operationById(id, ports, signal);
    if (!operation) return undefined;
    if (!['CREATED', 'RUNNING', 'CANCELING'].includes(operation.status)) return operation;
    tell(Number(operation.rootObjectCount));
    await ports.clock.sleep(pauseMs, signal);
  }
}

/** Why an operation that ended without a whole result did. */
export function failureOf({ status, errorCode, rootObjectCount }: BulkOperation): IntegrationError {
  const details = { status, ...(errorCode !== null && { errorCode }), objects: Number(rootObjectCount) };
  if (errorCode === 'ACCESS_DENIED') {
    return new IntegrationError('The app may not read what the bulk operation asks for', {
      code: 'forbidden',
      details,
    });
  }
  if (status === 'CANCELED') {
    return new IntegrationError('Somebody cancelled the bulk operation', { code: 'conflict', details });
  }
  return new IntegrationError('Shopify did not bring the bulk operation to its end', {
    code: 'system-unavailable',
    details,
  });
}
