import { type Crossdock, type DockStatus } from '@crossdock/core';

/** What a load balancer and an operator want to know: is it well, and what waits for whom. */
export type Health = Pick<DockStatus, 'healthy' | 'concerns' | 'runs' | 'openExceptions' | 'undecoded'>;

/** The status for people and probes. No payload, no customer, nothing that needs a password. */
export async function healthOf(
  dock: Pick<Crossdock, 'status'>,
): Promise<{ readonly status: 200 | 503; readonly body: Health }> {
  const { healthy, concerns, runs, openExceptions, undecoded } = await dock.status();
  return { status: healthy ? 200 : 503, body: { healthy, concerns, runs, openExceptions, undecoded } };
}
