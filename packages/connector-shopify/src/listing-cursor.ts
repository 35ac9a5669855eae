import { IntegrationError } from '@crossdock/core';
import type { z } from 'zod';

/** Writes the place where a listing goes on: opaque to whoever keeps it. */
export function writeCursor(place: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Reads the place; a cursor of another listing is refused. */
export function readCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> {
  const result = schema.safeParse(jsonOf(cursor));
  if (result.success) return result.data;
  throw new IntegrationError('The cursor is not one of this listing', { code: 'input-invalid', path: 'cursor' });
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
