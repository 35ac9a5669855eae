import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDateOf } from './business-date.ts';

describe('the business date', () => {
  it('of a sale at 20:00 in UTC−10 is the day of the store, not that of UTC', () => {
    expect(businessDateOf('2026-11-28T06:00:00Z', { timeZone: 'Pacific/Honolulu' })).toBe('2026-11-27');
    expect(businessDateOf('2026-11-27T20:00:00-10:00', { timeZone: 'Pacific/Honolulu' })).toBe('2026-11-27');
  });

  it('is ahead of UTC in the east', () => {
    expect(businessDateOf('2026-11-27T10:30:00Z', { timeZone: 'Pacific/Kiritimati' })).toBe('2026-11-28');
    expect(businessDateOf('2026-12-31T18:31:00Z', { timeZone: 'Asia/Kolkata' })).toBe('2027-01-01');
  });

  it('of a sale after midnight and before the cut is that of the day before', () => {
    const bar = { timeZone: 'Europe/Berlin', dayCut: '04:00' };
    expect(businessDateOf('2026-11-28T02:59:59.999Z', bar)).toBe('2026-11-27');
    expect(businessDateOf('2026-11-28T03:00:00Z', bar)).toBe('2026-11-28');
    expect(businessDateOf('2026-03-01T00:30:00+01:00', bar)).toBe('2026-02-28');
    expect(businessDateOf('2027-01-01T01:00:00+01:00', bar)).toBe('2026-12-31');
  });

  it('begins at the cut on days of 23 and of 25 hours', () => {
    const store = { timeZone: 'America/New_York', dayCut: '04:00' };
    expect(businessDateOf('2026-03-08T07:59:00Z', store)).toBe('2026-03-07');
    expect(businessDateOf('2026-03-08T08:00:00Z', store)).toBe('2026-03-08');
    expect(businessDateOf('2026-11-01T08:59:00Z', store)).toBe('2026-10-31');
    expect(businessDateOf('2026-11-01T09:00:00Z', store)).toBe('2026-11-01');
  });

  it('that began does not end again when the clock is put back over the cut', () => {
    const store = { timeZone: 'America/New_York', dayCut: '01:30' };
    expect(businessDateOf('2026-11-01T05:29:00Z', store)).toBe('2026-10-31');
    expect(businessDateOf('2026-11-01T05:30:00Z', store)).toBe('2026-11-01');
    // 01:10 for the second time.
    expect(businessDateOf('2026-11-01T06:10:00Z', store)).toBe('2026-11-01');
  });

  it('begins after the gap when the clock is put forward over the cut', () => {
    const store = { timeZone: 'America/New_York', dayCut: '02:30' };
    expect(businessDateOf('2026-03-08T06:59:59Z', store)).toBe('2026-03-07');
    expect(businessDateOf('2026-03-08T07:00:00Z', store)).toBe('2026-03-08');
  });

  it('never goes back as time goes on, in any zone, with any cut', () => {
    const zones = [
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/Nuuk',
      'Africa/Cairo',
      'Atlantic/Azores',
      'Asia/Beirut',
    ];
    const start = Date.parse('2026-01-01T00:00:00Z');
    const minute = fc.integer({ min: 0, max: 365 * 24 * 60 });
    const cut = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('00', '15', '30', '45'))
      .map(([hour, rest]) => `0${hour}:${rest}`);
    const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        minute,
        fc.integer({ min: 0, max: 180 }),
        cut,
        (timeZone, first, later, dayCut) => {
          const dates = [first, first + later].map((minutes) => businessDateOf(at(minutes), { timeZone, dayCut }));
          expect(dates).toEqual(dates.toSorted());
        },
      ),
    );
  });

  it('never goes back around any change of the clock in Berlin and New York', () => {
    for (const [timeZone, change] of [
      ['Europe/Berlin', '2026-10-25T01:00:00Z'],
      ['America/New_York', '2026-11-01T06:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ] as const) {
      for (const dayCut of ['01:15', '01:45', '02:15', '02:45']) {
        const minutes = Array.from({ length: 300 }, (_, index) => Date.parse(change) + (index - 150) * 60_000);
        const dates = minutes.map((it) => businessDateOf(new Date(it).toISOString(), { timeZone, dayCut }));
        expect(dates, `${timeZone} ${dayCut}`).toEqual(dates.toSorted());
      }
    }
  });

  it('is never guessed from a text without an offset, because that would be the day of this machine', () => {
    for (const text of ['2026-11-27', '2026-11-27T20:00:00', 'Nov 27 2026 20:00', '2026-13-01T00:00:00Z', '']) {
      const guess = () => businessDateOf(text, { timeZone: 'UTC' });
      expect(guess).toThrow(expect.objectContaining({ code: 'input-invalid', path: 'instant' }));
    }
  });

  it('is never that of a day after it, when the calendar has no such day', () => {
    for (const day of ['2026-02-29', '2026-02-30', '2026-04-31']) {
      const guess = () => businessDateOf(`${day}T10:00:00Z`, { timeZone: 'UTC' });
      expect(guess, day).toThrow(expect.objectContaining({ code: 'input-invalid', path: 'instant' }));
    }
    expect(businessDateOf('2028-02-29T10:00:00Z', { timeZone: 'UTC' })).toBe('2028-02-29');
  });

  it('is refused for a zone or a cut that is none', () => {
    const of = (options: { timeZone: string; dayCut?: string }) => () =>
      businessDateOf('2026-11-27T10:00:00Z', options);
    expect(of({ timeZone: 'Europe/Springfield' })).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'timeZone' }),
    );
    expect(of({ timeZone: 'UTC', dayCut: '24:00' })).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'dayCut' }),
    );
    expect(of({ timeZone: 'UTC', dayCut: '4am' })).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'dayCut' }),
    );
  });
});
