import { expect, it } from 'vitest';
import { silentObserver } from './observer.ts';

it('an observer that is silent still runs what it observes, and lets its failure through', async () => {
  const seen = silentObserver.span('call', {}, (span) => {
    span.set('attempt', 1);
    return Promise.resolve('done');
  });
  await expect(seen).resolves.toBe('done');
  await expect(silentObserver.span('call', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  silentObserver.count('calls');
  silentObserver.measure('ms', 1);
  silentObserver.log('info', 'nothing');
});
