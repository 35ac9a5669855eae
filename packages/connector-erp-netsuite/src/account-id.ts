import { z } from 'zod';

/** One account in the forms that its addresses and headers need. */
export interface NetsuiteAccount {
  /** As people and sign-in realms write it: `1234567_SB1`. */
  readonly id: string;
  /** `https://1234567-sb1.suitetalk.api.netsuite.com`. Credentials are sent nowhere else. */
  readonly origin: string;
}

const accountPattern = /^[a-z0-9]{3,40}(?:[-_](?:sb|rp)\d{0,3})?$/i;
const originPattern = /^https:\/\/[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.suitetalk\.api\.netsuite\.com$/;

/**
 * Account id in any of its forms: `1234567`, `1234567_SB1`, `1234567-sb1`, `TSTDRV1234567`. Anything that would lead to
 * another host (a URL, a dot, a slash) is refused.
 */
export const AccountId = z.string().transform((text, context): NetsuiteAccount => {
  const host = text.trim().toLowerCase().replaceAll('_', '-');
  const origin = `https://${host}.suitetalk.api.netsuite.com`;
  if (!accountPattern.test(text.trim()) || !originPattern.test(origin)) {
    context.addIssue({ code: 'custom', message: 'is no account id: write it as 1234567 or 1234567_SB1' });
    return z.NEVER;
  }
  return { id: host.toUpperCase().replaceAll('-', '_'), origin };
});
