/** What a run against a retailer needs to know of it. */
export interface LiveSettings {
  readonly domainPrefix: string;
  /** A personal token, or one that somebody renews. */
  readonly accessToken: string;
  /** Ids of the outlets: two, each with a register of its own. */
  readonly outlets: readonly string[];
  /** SKUs of two products that are counted, stocked at the first outlet. */
  readonly skus: readonly string[];
  /** Where the API is, where it is not the platform's own host. */
  readonly baseUrl?: string;
}

/** What the settings are read from, by the name of the environment variable. */
export const environment = {
  CROSSDOCK_LIGHTSPEED_DOMAIN: process.env['CROSSDOCK_LIGHTSPEED_DOMAIN'],
  CROSSDOCK_LIGHTSPEED_TOKEN: process.env['CROSSDOCK_LIGHTSPEED_TOKEN'],
  CROSSDOCK_LIGHTSPEED_OUTLETS: process.env['CROSSDOCK_LIGHTSPEED_OUTLETS'],
  CROSSDOCK_LIGHTSPEED_SKUS: process.env['CROSSDOCK_LIGHTSPEED_SKUS'],
} as const;

/** Only `yes` lets the suites change the account. */
export const mayWrite = {
  CROSSDOCK_LIGHTSPEED_WRITE: process.env['CROSSDOCK_LIGHTSPEED_WRITE'] === 'yes' ? 'yes' : undefined,
} as const;

/** Reads the settings; what is missing is empty. */
export function readSettings(from: Readonly<Record<keyof typeof environment, string | undefined>>): LiveSettings {
  const list = (text = ''): readonly string[] =>
    text
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== '');
  return {
    domainPrefix: from.CROSSDOCK_LIGHTSPEED_DOMAIN ?? '',
    accessToken: from.CROSSDOCK_LIGHTSPEED_TOKEN ?? '',
    outlets: list(from.CROSSDOCK_LIGHTSPEED_OUTLETS),
    skus: list(from.CROSSDOCK_LIGHTSPEED_SKUS),
  };
}
