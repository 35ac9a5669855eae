import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { type MaintenanceWindow } from '../capabilities/index.ts';
import { createGate } from './gate.ts';

const minutes = 60_000;
const hours = 60 * minutes;

function gateAt(instant: string, window: Partial<MaintenanceWindow> = {}) {
  const clock = virtualClock(Date.parse(instant));
  return createGate({ clock, windows: [{ from: '22:00', to: '02:00', timeZone: 'America/Los_Angeles', ...window }] });
}

it.each([
  ['2026-11-24T05:59:00Z', 'open'],
  ['2026-11-24T06:00:00Z', 'closed'],
  ['2026-11-24T09:59:59Z', 'closed'],
  ['2026-11-24T10:00:00Z', 'open'],
])('a window across midnight, by the wall clock: at %s it is %s', (instant, state) => {
  expect(gateAt(instant).check().state).toBe(state);
});

it('a closed gate says when it opens', () => {
  const gate = gateAt('2026-11-24T07:30:00Z', { reason: 'Nightly batch' });
  expect(gate.check()).toEqual({
    state: 'closed',
    code: 'maintenance',
    reason: 'Nightly batch',
    retryAfterMs: 2.5 * hours,
  });
  expect(() => gate.pass()).toThrow(expect.objectContaining({ code: 'maintenance', retryAfterMs: 2.5 * hours }));
});

it.each([
  ['autumn, when an hour comes twice', '2026-11-01T06:30:00Z', '2026-11-01T11:00:00Z'],
  ['spring, when an hour is missing', '2026-03-08T06:30:00Z', '2026-03-08T10:00:00Z'],
])('a window in which the clocks change ends by the wall clock in %s', (_, instant, end) => {
  const gate = gateAt(instant, { to: '03:00' });
  const now = gate.check();
  expect(now.state === 'closed' && now.retryAfterMs).toBe(Date.parse(end) - Date.parse(instant));
});

it('the day of a window is the day on which it begins', () => {
  const saturdayNight = { days: ['saturday'] } as const;
  expect(gateAt('2026-11-29T08:00:00Z', saturdayNight).check().state).toBe('closed');
  expect(gateAt('2026-11-28T08:00:00Z', saturdayNight).check().state).toBe('open');
});

it.each([{ timeZone: 'Mars/Olympus' }, { from: '25:00' }, { to: '2:00' }])(
  '%j is refused when the gate is made',
  (window) => {
    expect(() => gateAt('2026-11-24T07:30:00Z', window)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  },
);

it('a gate that was closed by observation opens by itself at the time that was told', async () => {
  const clock = virtualClock(0);
  const gate = createGate({ clock });
  gate.close({ code: 'maintenance', reason: 'The ERP says it is being updated', reopenAt: 20 * minutes });
  expect(gate.check()).toMatchObject({ state: 'closed', code: 'maintenance', retryAfterMs: 20 * minutes });
  await clock.advance(20 * minutes);
  expect(gate.check()).toEqual({ state: 'open' });
});

it('a gate that a person closed stays closed until it is opened', async () => {
  const clock = virtualClock(0);
  const gate = createGate({ clock });
  gate.close({ reason: 'Stocktaking' });
  await clock.advance(48 * hours);
  expect(gate.check()).toMatchObject({ state: 'closed', code: 'gate-closed', reason: 'Stocktaking' });
  gate.open();
  expect(gate.check()).toEqual({ state: 'open' });
});

it('an open circuit closes the gate, a half-open one lets the call through', () => {
  const clock = virtualClock();
  const open = createGate({ clock, breaker: { check: () => ({ state: 'open', retryAfterMs: 700 }) } });
  expect(open.check()).toMatchObject({ state: 'closed', code: 'circuit-open', retryAfterMs: 700 });
  const halfOpen = createGate({ clock, breaker: { check: () => ({ state: 'half-open' }) } });
  expect(halfOpen.check()).toEqual({ state: 'open' });
});
