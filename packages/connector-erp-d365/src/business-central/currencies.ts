import { exponentOf, IntegrationError, type Money, round } from '@crossdock/core';
import type { BusinessCentralConfig } from './options.ts';

type Needed = Pick<BusinessCentralConfig, 'currency' | 'currencies'>;

/** Amounts of journals, and prices of items, have the ledger's currency: the API has no other one for them, so one in another is refused. */
export function requireCurrency({ currency: own }: Needed, currency: string, path: string): void {
  if (currency === own) return;
  const message = `The API keeps this in ${own}, the currency of the ledger; it takes no ${currency} for it`;
  throw new IntegrationError(message, { code: 'unsupported-document', path });
}

/** The platform's code of a document's currency. The ledger's own is not named; one that the configuration does not know is refused. */
export function currencyCodeOf(config: Needed, currency: string, path: string): string | undefined {
  const code = config.currencies[currency];
  if (currency === config.currency || code !== undefined) return code;
  throw new IntegrationError(
    `The ledger is kept in ${config.currency}, and ${currency} is not among currencies: add its code to currencies.${currency}`,
    { code: 'unsupported-document', path },
  );
}

/**
 * Currency of a document that was read. Inside of the platform the ledger's own has an empty code; the API tells it by its name.
 * `undefined` for one that the configuration does not know.
 */
export function currencyIn(config: Needed, code: string): string | undefined {
  if (code === '' || code.toUpperCase() === config.currency) return config.currency;
  return Object.entries(config.currencies).find(([, it]) => it?.toUpperCase() === code.toUpperCase())?.[0];
}

/** As {@link currencyIn}, for a document that cannot be told without. */
export function requireCurrencyIn(config: Needed, code: string): string {
  const currency = currencyIn(config, code);
  if (currency !== undefined) return currency;
  throw new IntegrationError(`A document in ${code} is not read: the currency is not among currencies`, {
    code: 'unsupported-document',
    path: 'currencyCode',
  });
}

/** Places to which the platform rounds amounts: those of the currency, two at most. */
function placesOf(currency: string): number {
  return Math.min(2, exponentOf(currency));
}

/** An amount as the platform rounds it. */
export function rounded(amount: Money): Money {
  return round(amount, { mode: 'half-up', places: placesOf(amount.currency) });
}
