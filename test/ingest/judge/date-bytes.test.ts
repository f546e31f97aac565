import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Zone } from '../../../engine/calendar/zone.ts'
import { DateReader } from '../../../engine/ingest/judge/date-bytes.ts'
import { dateFormatProblem } from '../../../engine/ingest/judge/date-pattern.ts'

const hongKong = new Zone('Asia/Hong_Kong')

function read(text: string, formats: readonly string[], zone = hongKong): string | null {
  const reader = new DateReader(formats, zone)
  // Digits on either side: a reader that looked past the cell would take them in.
  const bytes = Buffer.from(`12${text}34`)
  return reader.read(bytes, 2, bytes.length - 2) ? new Date(reader.at).toISOString() : null
}

it.each([
  ['dd/MM/yyyy', '01/05/2026', '2026-04-30T16:00:00.000Z'],
  ['dd/MM/yyyy', '1/05/2026', null],
  ['dd/MM/yyyy', '31/04/2026', null],
  ['dd/MM/yyyy', '01/05/2026 ', null],
  ['dd/MM/yyyy', '01/05/20261', null],
  ['d/M/yyyy', '1/5/2026', '2026-04-30T16:00:00.000Z'],
  ['d/M/yyyy', '01/05/2026', '2026-04-30T16:00:00.000Z'],
  ['MM/dd/yyyy HH:mm', '05/13/2026 23:59', '2026-05-13T15:59:00.000Z'],
  ['MM/dd/yyyy HH:mm', '13/05/2026 23:59', null],
  ['MM/dd/yyyy HH:mm', '05/13/2026 24:00', null],
  ['dd.MM.yy', '01.05.26', '2026-04-30T16:00:00.000Z'],
  ['yyyyMMddHHmmss', '20260501101530', '2026-05-01T02:15:30.000Z'],
  ["yyyyMMdd'T'HHmmssSSSXXX", '20260501T101530250+0200', '2026-05-01T08:15:30.250Z'],
  ['yyyy-MM-ddTHH:mm:ssXXX', '2026-05-01T10:15:30Z', '2026-05-01T10:15:30.000Z'],
  ['yyyy-MM-ddTHH:mm:ssXXX', '2026-05-01T10:15:30', null],
  ['dd MMM yyyy', '01 May 2026', '2026-04-30T16:00:00.000Z'],
  ['dd-MMM-yyyy', '01-SEP-2025', '2025-08-31T16:00:00.000Z'],
  ['dd-MMM-yyyy', '01-Mai-2025', null],
  ['dd/MM/yyyy hh:mm a', '01/05/2026 12:30 AM', '2026-04-30T16:30:00.000Z'],
  ['dd/MM/yyyy hh:mm a', '01/05/2026 12:30 pm', '2026-05-01T04:30:00.000Z'],
  ['dd/MM/yyyy h:mma', '01/05/2026 9:05PM', '2026-05-01T13:05:00.000Z'],
  ['dd/MM/yyyy hh:mm a', '01/05/2026 13:30 PM', null],
  ['dd/MM/yyyy hh:mm a', '01/05/2026 00:30 AM', null],
  ["yyyy'年'MM'月'dd'日'", '2026年05月01日', '2026-04-30T16:00:00.000Z'],
  ['yyyy年M月d日', '2026年5月1日', '2026-04-30T16:00:00.000Z'],
  ['epoch_s', '1777600800', '2026-05-01T02:00:00.000Z'],
  ['epoch_ms', '1777600800123', '2026-05-01T02:00:00.123Z'],
  // Milliseconds taken for seconds would lie 56,000 years ahead.
  ['epoch_s', '1777600800123', null],
  ['epoch_s', '-1', null],
  ['epoch_s', '1777600800.5', null],
  ['epoch_ms', '1.7776008e12', null],
  ['iso', '01/05/2026', null],
])('by %s reads %s as %s', (format, text, instant) => {
  expect(read(text, [format])).toBe(instant)
})

it('takes the first of several formats that fits', () => {
  expect(read('03/04/2026', ['MM/dd/yyyy', 'dd/MM/yyyy'])).toBe('2026-03-03T16:00:00.000Z')
  expect(read('13/04/2026', ['MM/dd/yyyy', 'dd/MM/yyyy'])).toBe('2026-04-12T16:00:00.000Z')
  expect(read('2026-04-13', ['MM/dd/yyyy', 'iso'])).toBe('2026-04-12T16:00:00.000Z')
})

it.each([
  ['iso', null],
  ['epoch_s', null],
  ['epoch_ms', null],
  ['dd/MM/yyyy', null],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", null],
  ['dd/MM', 'missing:year'],
  ['yyyy-dd', 'missing:month'],
  ['MM/yyyy', 'missing:day'],
  ['dd/MM/yyyy dd', 'twice:day'],
  ['dd/MM/yyyy yy', 'twice:year'],
  ['dd/MM/yyyy HH hh a', 'twice:hour'],
  ['dd/MM/yyyy hh:mm', 'missing:half'],
  ['dd/MM/yyyy HH:mm a', 'missing:hour12'],
  ['dd/MM/yyyy mm', 'missing:hour'],
  ['dd/MM/yyyy HH:ss', 'missing:minute'],
  ['dd/MM/yyyy HH:mm:SSS', 'missing:second'],
  ['dd/MM/yyyyXXX', 'missing:hour'],
  ['dMyyyy', 'digits_run_together'],
  ['dd/MM/yyyyy', 'letter_unknown:yyyyy'],
  ['DD/MM/YYYY', 'letter_unknown:DD'],
  ['dd/MM/yyyy EEE', 'letter_unknown:EEE'],
  ["dd/MM/yyyy 'at", 'quote_not_closed'],
  // Read as a letter, an instant in UTC would be taken for local time.
  ["yyyy-MM-ddTHH:mm:ss'Z'", 'offset_must_be_XXX'],
  ['yyyy-MM-ddTHH:mm:ssZ', 'offset_must_be_XXX'],
])('of the format %s says %s', (format, problem) => {
  expect(dateFormatProblem(format)).toBe(problem)
})

const isoLike = fc.oneof(
  fc
    .record({
      date: fc.date({ min: new Date('0050-01-01'), max: new Date('2400-01-01'), noInvalidDate: true }),
      length: fc.constantFrom(10, 16, 19, 21, 23),
      between: fc.constantFrom('T', ' ', 't'),
      offset: fc.constantFrom('', 'Z', '+08:00', '-0530', '+14:59', '+15:00', '+8', '+08:60', 'z'),
    })
    .map(({ date, length, between, offset }) => date.toISOString().slice(0, length).replace('T', between) + offset),
  fc.stringMatching(/^20\d\d-[01]\d-[0-3]\d([T ][0-2]\d:[0-6]\d(:[0-6]\d([.,]\d{0,10})?)?(Z|[+-][01]\d:?[0-6]\d)?)?$/),
)

it('reads ISO dates from bytes as the calendar reads them from text, in zones with and without summer time', () => {
  for (const zone of [
    hongKong,
    new Zone('America/New_York'),
    new Zone('Australia/Lord_Howe'),
    new Zone('Africa/Casablanca'),
  ]) {
    const readText = (text: string): string | null => {
      const instant = zone.readInstant(text)
      return instant === null ? null : new Date(instant).toISOString()
    }
    fc.assert(
      fc.property(isoLike, (text) => {
        expect(read(text, ['iso'], zone)).toBe(readText(text))
      }),
      { numRuns: 400 },
    )
  }
})

it('does not take a day that does not exist for the one it read before', () => {
  const reader = new DateReader(['iso'], hongKong)
  const readNext = (text: string): boolean => reader.read(Buffer.from(text), 0, text.length)
  expect(['2026-05-01', '2026-04-33', '2026-05-01', '2026-05-32'].map(readNext)).toEqual([true, false, true, false])
})

it('counts days as the calendar names them', () => {
  const zone = new Zone('America/New_York')
  fc.assert(
    fc.property(fc.integer({ min: -2e12, max: 4e12 }), (at) => {
      expect(new Date(zone.dayNumberOf(at) * 86_400_000).toISOString().slice(0, 10)).toBe(zone.dayOf(at))
    }),
  )
})
