import { readFileSync } from 'node:fs';
import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { type DockSettings } from './dock.ts';
import { type Address } from './listen.ts';

const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== ''),
);
const pairs = z
  .string('must be set, as name=value,name=value')
  .regex(/^\s*[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*\s*$/, 'must be written as name=value,name=value')
  .transform(
    (text) =>
      Object.fromEntries(text.split(',').map((pair) => pair.split('=').map((it) => it.trim()))) as Record<
        string,
        string
      >,
  );

const needed = 'must be set';

/** The variables of `.env.example`. What the connectors demand of their values they check themselves. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  CROSSDOCK_JOURNAL: z.string().min(1).default('crossdock.db'),
  SHOPIFY_SHOP: z.string(needed),
  SHOPIFY_CLIENT_ID: z.string(needed),
  SHOPIFY_CLIENT_SECRET: z.string(needed),
  SHOPIFY_WEBHOOK_SECRETS: commaList.optional(),
  SHOPIFY_TIME_ZONE: z.string().optional(),
  SHOPIFY_LOCATIONS: pairs.optional(),
  SHOPIFY_ORDERS_FROM: z.string().optional(),
  NETSUITE_ACCOUNT: z.string(needed),
  NETSUITE_CLIENT_ID: z.string(needed),
  NETSUITE_CERTIFICATE_ID: z.string(needed),
  NETSUITE_PRIVATE_KEY_FILE: z.string(needed),
  NETSUITE_CUSTOMER: z.string(needed),
  NETSUITE_SUBSIDIARY: z.string().optional(),
  NETSUITE_LOCATIONS: pairs,
  NETSUITE_DEFAULT_LOCATION: z.string().optional(),
  NETSUITE_CURRENCIES: pairs,
  NETSUITE_TAX_TYPE: z.string(needed),
  NETSUITE_TAX_CODE: z.string(needed),
  NETSUITE_CHARGE_ITEMS: pairs.optional(),
  NETSUITE_TIME_ZONE: z.string().default('UTC'),
});

/**
 * Reads the settings of the service from the environment.
 *
 * @throws IntegrationError `config-invalid` naming every variable that is missing or cannot be read
 */
export function settingsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): Omit<DockSettings, 'journal'> & Address & { readonly journal: string } {
  // A variable that is set to nothing is one that is not set.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    throw unusable(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  const env = parsed.data;
  return {
    host: env.HOST,
    port: env.PORT,
    journal: env.CROSSDOCK_JOURNAL,
    shop: {
      shop: env.SHOPIFY_SHOP,
      credentials: { clientId: env.SHOPIFY_CLIENT_ID, clientSecret: env.SHOPIFY_CLIENT_SECRET },
      webhookSecrets: env.SHOPIFY_WEBHOOK_SECRETS ?? [env.SHOPIFY_CLIENT_SECRET],
      timeZone: env.SHOPIFY_TIME_ZONE,
      locations: env.SHOPIFY_LOCATIONS,
      ordersFrom: env.SHOPIFY_ORDERS_FROM,
      // No flow waits for what changes in the shop beside its orders.
      changes: { of: [] },
    },
    erp: {
      account: env.NETSUITE_ACCOUNT,
      clientId: env.NETSUITE_CLIENT_ID,
      certificateId: env.NETSUITE_CERTIFICATE_ID,
      privateKey: readKey(env.NETSUITE_PRIVATE_KEY_FILE),
      customer: env.NETSUITE_CUSTOMER,
      subsidiary: env.NETSUITE_SUBSIDIARY,
      locations: env.NETSUITE_LOCATIONS,
      defaultLocation: env.NETSUITE_DEFAULT_LOCATION,
      currencies: env.NETSUITE_CURRENCIES,
      tax: { mode: 'suitetax-override', standard: { taxType: env.NETSUITE_TAX_TYPE, taxCode: env.NETSUITE_TAX_CODE } },
      items: { charges: env.NETSUITE_CHARGE_ITEMS },
      timeZone: env.NETSUITE_TIME_ZONE,
      // No flow waits for what changes in the ERP.
      changes: { of: [] },
    },
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw unusable([{ path: 'NETSUITE_PRIVATE_KEY_FILE', message: 'names a file that cannot be read' }]);
  }
}

function unusable(problems: readonly { readonly path: string; readonly message: string }[]): IntegrationError {
  const list = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
  return new IntegrationError(`The environment is not complete; .env.example names every variable:${list}`, {
    code: 'config-invalid',
    path: problems[0]?.path,
  });
}
