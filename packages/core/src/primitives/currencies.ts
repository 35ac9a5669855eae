import { IntegrationError } from './errors.ts';

const two =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';
const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const three = 'BHD IQD JOD KWD LYD OMR TND';
const four = 'CLF UYW';

const exponents: ReadonlyMap<string, number> = new Map(
  Object.entries({ 0: none, 2: two, 3: three, 4: four }).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  ),
);

/**
 * Every active ISO 4217 currency code that has a minor unit. ANG and BGN, which ended in 2025, are still read, because
 * their sales are still refunded.
 */
export const currencyCodes: readonly string[] = [...exponents.keys()];

/** Whether a text is an active ISO 4217 code. */
export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/**
 * Decimal places of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD, 4 for CLF.
 *
 * @throws IntegrationError `money-invalid` for an unknown code.
 */
export function exponentOf(code: string): number {
  const exponent = exponents.get(code);
  if (exponent !== undefined) return exponent;
  throw new IntegrationError('A currency is an active ISO 4217 code such as USD', { code: 'money-invalid' });
}
