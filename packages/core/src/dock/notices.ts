import { type EventEmitter } from 'eventemitter3';
import { type NewEvent, type NewException, type RunRecord } from '../journal/index.ts';
import { type Notice } from '../orchestrator/index.ts';
import { IntegrationError, nearestName } from '../primitives/index.ts';

/** What the dock tells listeners in this process, by event. For durable reactions write a flow instead. */
export interface DockEvents {
  'event.recorded': (event: Pick<NewEvent, 'id' | 'name' | 'key' | 'source' | 'occurredAt'>) => void;
  'run.changed': (run: Pick<RunRecord, 'id' | 'flow' | 'version' | 'key'> & { readonly state: string }) => void;
  /** With its `id`, for `dock.exceptions`. */
  'exception.opened': (exception: NewException & { readonly id: number }) => void;
  'journal.failed': (error: IntegrationError) => void;
}

const told = {
  'event.recorded': true,
  'run.changed': true,
  'exception.opened': true,
  'journal.failed': true,
} satisfies { readonly [K in keyof DockEvents]: true };

/** Adds a listener. One that throws, or fails later, is reported and stops nothing, nor the listeners after it. */
export function listen<K extends keyof DockEvents>(
  emitter: EventEmitter<DockEvents>,
  event: K,
  listener: DockEvents[K],
  report: (event: string, error: unknown) => void,
): () => void {
  if (!Object.hasOwn(told, event)) throw neverTold(event);
  const failed = (error: unknown) => report(event, error);
  const guarded = (...values: unknown[]): void => {
    try {
      const outcome: unknown = Reflect.apply(listener, undefined, values);
      if (outcome instanceof Promise) outcome.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  emitter.on(event, guarded);
  return () => void emitter.off(event, guarded);
}

function neverTold(event: string): IntegrationError {
  const meant = nearestName(event, Object.keys(told));
  const hint = meant === undefined ? `there are: ${Object.keys(told).join(', ')}` : `did you mean '${meant}'?`;
  return new IntegrationError(`The dock never tells '${event}'; ${hint}`, { code: 'input-invalid', path: 'event' });
}

/** Tells the listeners in this process what the orchestrator says. */
export function tell(emitter: EventEmitter<DockEvents>, notice: Notice): void {
  switch (notice.type) {
    case 'event.recorded': {
      const { id, name, key, source, occurredAt } = notice.event;
      emitter.emit('event.recorded', { id, name, key, source, occurredAt });
      return;
    }
    case 'run.changed': {
      const { id, flow, version, key } = notice.run;
      emitter.emit('run.changed', { id, flow, version, key, state: notice.state });
      return;
    }
    case 'exception.opened':
      emitter.emit('exception.opened', notice.exception);
      return;
    case 'journal.failed':
      emitter.emit('journal.failed', notice.error);
      return;
  }
}
