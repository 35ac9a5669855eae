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
export async function adminSchema(): Promise<{ readonly schema: GraphQLSchema } | { readonly missing: string }> {
  try {
    const path = existsSync(besideTheRepository) ? besideTheRepository : await fetchAdminSchema();
    const text = gunzipSync(await readFile(path)).toString();
    const { data } = JSON.parse(text) as { data: IntrospectionQuery };
    return { schema: buildClientSchema(data) };
  } catch (error) {
    const reason = `The real Admin schema cannot be fetched: ${error instanceof Error ? error.message : String(error)}`;
    if (process.env['CI']) throw new Error(`${reason}. CI needs the package registry for this test.`, { cause: error });
    return { missing: `${reason}. Run scripts/fetch-admin-schema.mjs with a connection.` };
  }
}

/** The schema, or the end of the test with the reason printed. */
export function schemaOrSkip(
  found: { readonly schema: GraphQLSchema } | { readonly missing: string },
  skip: (note: string) => never,
): GraphQLSchema {
  return 'missing' in found ? skip(found.missing) : found.schema;
}
