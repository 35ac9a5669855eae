import { match } from 'ts-pattern';
import { type Change, type StepRecord } from '../journal/index.ts';
import { decodeFailure, decodeResult } from '../orchestrator/index.ts';

/** One journal entry in words that a person in operations understands. */
export function describeChange(change: Change): string {
  return match(change)
    .with(
      { type: 'delivery.received' },
      ({ delivery }) => `${delivery.source} sent '${delivery.topic}', stored and acknowledged`,
    )
    .with({ type: 'delivery.settled' }, ({ delivery, state }) => `delivery ${delivery} ${state}`)
    .with({ type: 'delivery.reopened' }, ({ delivery }) => `delivery ${delivery} is to be decoded again`)
    .with(
      { type: 'event.recorded' },
      ({ event, runs }) =>
        `${event.source} told ${event.name}${runs.length > 0 ? `; started ${runs.map((it) => `${it.flow} v${it.version}`).join(', ')}` : ''}`,
    )
    .with(
      { type: 'run.started' },
      ({ run, generation }) => `${run.flow} v${run.version} started again (generation ${generation})`,
    )
    .with({ type: 'step.attempted' }, ({ attempt }) => describeAttempt(attempt))
    .with({ type: 'step.finished' }, ({ step }) => describeStep(step))
    .with({ type: 'run.waiting' }, ({ waitingFor }) => `waits for ${waitingFor}`)
    .with({ type: 'run.woken' }, () => 'woken by its timer')
    .with(
      { type: 'run.parked' },
      ({ exception }) => `stopped for ${exception.owner}: ${exception.reason} (${exception.code})`,
    )
    .with({ type: 'run.resumed' }, ({ exceptionState, note }) =>
      withNote(`goes on, ${exceptionState} by a person`, note),
    )
    .with({ type: 'run.undoing' }, ({ reason }) => `is undone: ${reason}`)
    .with({ type: 'run.finished' }, ({ outcome, note }) => withNote(`ended: ${outcome}`, note))
    .with(
      { type: 'exception.opened' },
      ({ exception }) => `exception for ${exception.owner}: ${exception.reason} (${exception.code})`,
    )
    .with({ type: 'exception.closed' }, ({ state, note }) => withNote(`exception ${state}`, note))
    .with({ type: 'cursor.moved' }, ({ name, value }) => `cursor ${name} moved to ${value}`)
    .with({ type: 'decision.made' }, ({ text }) => text)
    .exhaustive();
}

type Attempt = Extract<Change, { type: 'step.attempted' }>['attempt'];

function describeAttempt({ name, outcome, system, code, message, retryAt }: Attempt): string {
  if (name === '') return message ?? 'the tries are counted anew';
  if (outcome === 'sent') return `sends '${name}'${system === undefined ? '' : ` to ${system}`}`;
  const why = `${message ?? 'no reason given'} (${code ?? 'internal'})`;
  if (retryAt !== undefined) return `'${name}' to be tried again at ${new Date(retryAt).toISOString()}: ${why}`;
  const ending = { retry: 'did not happen', reject: 'was refused', unknown: 'may have happened' }[outcome];
  return `'${name}' ${ending}: ${why}`;
}

function describeStep({ kind, name, result }: StepRecord): string {
  const failure = decodeFailure(result);
  if (failure) return `'${name}' failed: ${failure.message} (${failure.code})`;
  if (kind === 'undo') return `'${name}' undone`;
  if (kind === 'event') return `${name}: came`;
  if (kind === 'sleep')
    return name.endsWith('(over)') ? `'${name.replace(' (over)', '')}' is over` : `timer '${name}' set`;
  const document = documentOf(decodeResult(result));
  return document === undefined ? `'${name}' done` : `'${name}' done: ${document}`;
}

function documentOf(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { type, id, number, system } = result as Record<string, unknown>;
  if (typeof type !== 'string' || typeof id !== 'string') return undefined;
  const shown = typeof number === 'string' ? `${number} (${id})` : id;
  return `${typeof system === 'string' ? `${system} ` : ''}${type} ${shown}`;
}

const withNote = (text: string, note: string | undefined): string => (note === undefined ? text : `${text} (${note})`);
