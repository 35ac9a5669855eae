import type { NetsuiteConfig } from '../options.ts';
import { unmapped } from './refusals.ts';

type Currencies = Pick<NetsuiteConfig, 'currencies'>;

/** NetSuite currency of an ISO code. */
export function currencyOf(code: string, { currencies }: Currencies): string {
  const id = currencies[code];
  if (id === undefined) throw unmapped(`Currency ${code}`, `currencies.${code}`, 'currency');
  return id;
}

/** ISO code of a NetSuite currency. */
export function currencyCodeOf(id: string, { currencies }: Currencies): string {
  const entry = Object.entries(currencies).find(([, known]) => known === id);
  if (!entry) throw unmapped(`NetSuite currency ${id}`, 'currencies', 'currency');
  return entry[0];
}
