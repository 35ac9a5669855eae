import { isIntegrationError } from '@crossdock/core';

/** What is refused whatever was asked for: nothing was posted. */
const beforehand: ReadonlySet<string> = new Set(['cancelled', 'unauthorized', 'forbidden']);

/**
 * Posts, and believes a refusal only when nothing is there. Posting commits on its way (inside a batch too), so what comes after the effect may
 * still fail and be answered as a refusal.
 */
export async function unlessPosted(post: () => Promise<void>, isThere: () => Promise<boolean>): Promise<void> {
  try {
    await post();
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject' || beforehand.has(error.code)) throw error;
    if (!(await isThere())) throw error;
  }
}
