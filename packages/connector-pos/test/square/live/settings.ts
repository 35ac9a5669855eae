/** What a run against a seller needs to know of it. */
export interface LiveSettings {
  readonly accessToken: string;
  /** Ids of two locations. */
  readonly locations: readonly string[];
  /** SKUs of two articles whose stock is tracked. */
  readonly skus: readonly string[];
  readonly baseUrl: string;
}

/** What the settings are read from, by the name of the environment variable. */
export const environment = {
  CROSSDOCK_SQUARE_TOKEN: process.env['CROSSDOCK_SQUARE_TOKEN'],
  CROSSDOCK_SQUARE_LOCATIONS: process.env['CROSSDOCK_SQUARE_LOCATIONS'],
  CROSSDOCK_SQUARE_SKUS: process.env['CROSSDOCK_SQUARE_SKUS'],
} as const;

/** Only `yes` lets the suites change the seller. */
export const mayWrite = {
  CROSSDOCK_SQUARE_WRITE: process.env['CROSSDOCK_SQUARE_WRITE'] === 'yes' ? 'yes' : undefined,
} as const;

/** Reads the settings; what is missing is empty. */
export function readSettings(from: Readonly<Record<keyof typeof environment, string | undefined>>): LiveSettings {
  const list = (text = ''): readonly string[] =>
    text
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== '');
  return {
    accessToken: from.CROSSDOCK_SQUARE_TOKEN ?? '',
    locations: list(from.CROSSDOCK_SQUARE_LOCATIONS),
    skus: list(from.CROSSDOCK_SQUARE_SKUS),
    baseUrl: process.env['CROSSDOCK_SQUARE_URL'] ?? 'https://connect.squareupsandbox.com',
  };
}
