import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { fetchAdminSchema } from '../../scripts/fetch-admin-schema.mjs';

/** A copy that may lie beside the repository; the cache is used when it does not. */
const besideTheRepository = fileURLToPath(
  new URL('../../../../../shared/vendors/shopify/admin_2026-10.json.gz', import.meta.url),
);

/**
 * The real Admin schema of 2026-10, or the reason why it cannot be had.
 *
 * In CI there is no excuse: a schema that cannot be fetched fails the test.
 */
export function adminSchema(): Promise<RealSchema | { readonly missing: string }> {
  loaded ??= loadSchema();
  return loaded;
}

/** It is large: built once for all documents. */
let loaded: ReturnType<typeof loadSchema> | undefined;

async function loadSchema(): Promise<RealSchema | { readonly missing: string }> {
  try {
    const path = existsSync(besideTheRepository) ? besideTheRepository : await fetchAdminSchema();
    const text = gunzipSync(await readFile(path)).toString();
    const { data, offline_scopes: scopes } = JSON.parse(text) as {
      data: IntrospectionQuery;
      offline_scopes: { items: readonly ScopedPlace[] };
    };
    return { schema: buildClientSchema(data), scopes: scopes.items };
  } catch (error) {
    const reason = `The real Admin schema cannot be fetched: ${error instanceof Error ? error.message : String(error)}`;
    if (process.env['CI']) throw new Error(`${reason}. CI needs the package registry for this test.`, { cause: error });
    return { missing: `${reason}. Run scripts/fetch-admin-schema.mjs with a connection.` };
  }
}

/** A type or a field, and the access scopes of which one is needed for it. */
export interface ScopedPlace {
  readonly typeName: string;
  /** Absent for the type as a whole. */
  readonly fieldName?: string;
  readonly offlineScopes: readonly string[];
}

/** The real schema, and what each place of it needs. */
export interface RealSchema {
  readonly schema: GraphQLSchema;
  readonly scopes: readonly ScopedPlace[];
}

/** The schema, or the end of the test with the reason printed. */
export function schemaOrSkip(
  found: RealSchema | { readonly missing: string },
  skip: (note: string) => never,
): GraphQLSchema {
  return realOrSkip(found, skip).schema;
}

/** The schema with its scopes, or the end of the test with the reason printed. */
export function realOrSkip(
  found: RealSchema | { readonly missing: string },
  skip: (note: string) => never,
): RealSchema {
  return 'missing' in found ? skip(found.missing) : found;
}
