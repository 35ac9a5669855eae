import { type Clock, IntegrationError, isIntegrationError, parse } from '@crossdock/core';
import { z } from 'zod';
import { Certificate, type CertificateProvider } from './credentials.ts';

/** The certificates that are good now, the one that began last first. */
export interface Certificates {
  current(): Promise<readonly Certificate[]>;
  /** One of them was refused: the next look asks the provider again. Tells whether there is one to ask. */
  forget(): boolean;
}

const Provided = z.union([z.array(Certificate).min(1), Certificate.transform((it) => [it])]);

export function createCertificates(source: readonly Certificate[] | CertificateProvider, clock: Clock): Certificates {
  let held: readonly Certificate[] | undefined = typeof source === 'function' ? undefined : source;
  return {
    async current() {
      held ??= await provided(source);
      const now = clock.now();
      const good = held.filter(
        ({ validFrom, validUntil }) =>
          startOf(validFrom) <= now && (validUntil === undefined || now < Date.parse(validUntil)),
      );
      if (good.length > 0) return good.toSorted((a, b) => startOf(b.validFrom) - startOf(a.validFrom));
      throw new IntegrationError('No certificate for NetSuite is valid now', { code: 'unauthorized' });
    },
    forget() {
      if (typeof source !== 'function') return false;
      held = undefined;
      return true;
    },
  };
}

function startOf(validFrom: string | undefined): number {
  return validFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(validFrom);
}

async function provided(source: readonly Certificate[] | CertificateProvider): Promise<readonly Certificate[]> {
  if (typeof source !== 'function') return source;
  let answer: unknown;
  try {
    answer = await source();
  } catch (cause) {
    if (isIntegrationError(cause)) throw cause;
    // Its message may carry what it was to keep secret.
    throw new IntegrationError('The function that hands out the certificates failed', { code: 'system-unavailable' });
  }
  return parse(Provided, answer, { what: 'The certificate that was handed out', code: 'config-invalid' });
}
