import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoOf } from '../../engine/calendar/instant.ts'
import { Zone } from '../../engine/calendar/zone.ts'

const hongKong = new Zone('Asia/Hong_Kong')
const newYork = new Zone('America/New_York')
const read = (zone: Zone, text: string): string | null => {
  const at = zone.readInstant(text)
  return at === null ? null : isoOf(at)
}

it.each([
  // A date without a time is the start of that day here.
  ['2026-03-01', '2026-02-28T16:00:00.000Z'],
  ['2024-02-29', '2024-02-28T16:00:00.000Z'],
  ['2026-03-01T10:30', '2026-03-01T02:30:00.000Z'],
  ['2026-03-01 10:30:15', '2026-03-01T02:30:15.000Z'],
  ['2026-03-01T10:30:15.1', '2026-03-01T02:30:15.100Z'],
  ['2026-03-01T10:30:15,123456789', '2026-03-01T02:30:15.123Z'],
  ['2026-03-01T23:59:59.999', '2026-03-01T15:59:59.999Z'],
  ['2026-03-01T10:30:15Z', '2026-03-01T10:30:15.000Z'],
  ['2026-03-01T10:30:15+00:00', '2026-03-01T10:30:15.000Z'],
  ['2026-03-01T10:30:15-00:00', '2026-03-01T10:30:15.000Z'],
  ['2026-03-01T10:30:15+08:00', '2026-03-01T02:30:15.000Z'],
  ['2026-03-01T10:30+0800', '2026-03-01T02:30:00.000Z'],
  ['2026-03-01T10:30:15-05:30', '2026-03-01T16:00:15.000Z'],
  ['2026-03-01T10:30:15+14:00', '2026-02-28T20:30:15.000Z'],
])('reads %s in Hong Kong as %s', (text, instant) => {
  expect(read(hongKong, text)).toBe(instant)
})

it.each([
  '',
  ' ',
  '2026-02-30',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-04-31T10:00:00Z',
  '2026-03-01T24:00',
  '2026-03-01T24:00:00Z',
  '2026-03-01T10:60',
  '2026-03-01T10:30:60Z',
  '2026-03-01T10:30:15+15:00',
  '2026-03-01T10:30:15+08:60',
  '2026-03-01T10:30:15 Z',
  '2026-03-01T10:30:15z',
  '2026-03-01T10',
  '2026-03-01T',
  '2026-3-1',
  '26-03-01',
  '01/03/2026',
  '20260301',
  '+002026-03-01',
  '-000001-01-01',
  '2026-03-01T10:30:15.',
  '2026-03-01T10:30:15.1234567890',
  '2026-03-01\n',
  ' 2026-03-01',
  '２０２６-03-01',
  '٢٠٢٦-03-01',
  '2026-03-01T10:30:15[Asia/Hong_Kong]',
  '1772323200',
  'yesterday',
  'NaN',
])('takes %j for no date at all', (text) => {
  expect(hongKong.readInstant(text)).toBeNull()
})

it('takes a year below 100 for no date, instead of one in the twentieth century', () => {
  expect(hongKong.readInstant('0000-01-01')).toBeNull()
  expect(hongKong.readInstant('0099-12-31T10:00:00Z')).toBeNull()
  expect(read(hongKong, '1000-01-01T00:00:00Z')).toBe('1000-01-01T00:00:00.000Z')
  expect(read(hongKong, '9999-12-31T23:59:59Z')).toBe('9999-12-31T23:59:59.000Z')
})

it.each([
  // Clocks go forward at 02:00 on 8 March 2026 in New York: half past two never was.
  ['2026-03-08T01:59:59', '2026-03-08T06:59:59.000Z'],
  ['2026-03-08T02:00:00', null],
  ['2026-03-08T02:30:00', null],
  ['2026-03-08T02:59:59.999', null],
  ['2026-03-08T03:00:00', '2026-03-08T07:00:00.000Z'],
  // Named with its offset, the instant exists.
  ['2026-03-08T02:30:00-05:00', '2026-03-08T07:30:00.000Z'],
  // Clocks go back at 02:00 on 1 November 2026: half past one was twice, and the earlier counts.
  ['2026-11-01T00:59:59', '2026-11-01T04:59:59.000Z'],
  ['2026-11-01T01:00:00', '2026-11-01T05:00:00.000Z'],
  ['2026-11-01T01:30:00', '2026-11-01T05:30:00.000Z'],
  ['2026-11-01T01:30:00-05:00', '2026-11-01T06:30:00.000Z'],
  ['2026-11-01T02:00:00', '2026-11-01T07:00:00.000Z'],
  ['2026-11-01', '2026-11-01T04:00:00.000Z'],
])('reads %s in New York as %s', (text, instant) => {
  expect(read(newYork, text)).toBe(instant)
})

it.each([
  // Hong Kong went back from summer time at 03:30 on 18 October 1970, to 02:30.
  ['Asia/Hong_Kong', '1970-10-18T02:45:00', '1970-10-17T17:45:00.000Z'],
  // Lord Howe Island moves by half an hour only.
  ['Australia/Lord_Howe', '2026-10-04T02:15:00', null],
  ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00.000Z'],
  // Samoa left out a whole day when it changed sides of the date line.
  ['Pacific/Apia', '2011-12-30T12:00:00', null],
  ['Pacific/Apia', '2011-12-31T00:00:00', '2011-12-30T10:00:00.000Z'],
  ['Asia/Kathmandu', '2026-03-01T00:00:00', '2026-02-28T18:15:00.000Z'],
])('knows the clock of %s: %s is %s', (zone, text, instant) => {
  expect(read(new Zone(zone), text)).toBe(instant)
})

it('puts an instant into the business day of the zone', () => {
  expect(hongKong.dayOf(Date.parse('2026-03-01T15:59:59.999Z'))).toBe('2026-03-01')
  expect(hongKong.dayOf(Date.parse('2026-03-01T16:00:00Z'))).toBe('2026-03-02')
  expect(newYork.dayOf(Date.parse('2026-03-01T04:59:59Z'))).toBe('2026-02-28')
  expect(newYork.dayOf(Date.parse('2026-11-01T05:30:00Z'))).toBe('2026-11-01')
})

it('reads back every instant that it writes as local time, and its day is the day that was written', () => {
  const instants = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2037-12-31') })
  const law = fc.property(instants, fc.constantFrom(hongKong, newYork), (ms, zone) => {
    const second = Math.floor(ms / 1000) * 1000
    const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone.name, dateStyle: 'short', timeStyle: 'medium' })
    const local = parts.format(second)
    const found = zone.readInstant(local)
    // An hour that comes twice is read as the earlier; every other local time is exact.
    expect([second, second - 3_600_000]).toContain(found)
    expect(zone.dayOf(second)).toBe(local.slice(0, 10))
  })
  fc.assert(law, { numRuns: 2_000 })
})

it('refuses a zone that does not exist', () => {
  expect(() => new Zone('Atlantis/Capital')).toThrow(RangeError)
})

it.each([
  ['Asia/Hong_Kong', '2026-03-01', '2026-02-28T16:00:00.000Z'],
  // Clocks went from 23:59 to 01:00.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
  // And here back to 23:00 of the day before, so that midnight was twice.
  ['America/Havana', '2024-11-03', '2024-11-03T04:00:00.000Z'],
  // A day that was left out to cross the date line begins, and ends, with the next one.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z'],
])('in %s the day %s begins at %s', (zone, day, instant) => {
  expect(isoOf(new Zone(zone).startOf(day))).toBe(instant)
})

it('begins a day at its first instant, behind the last of the day before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Asia/Hong_Kong', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Africa/Cairo'),
      fc.date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (name, date) => {
        const zone = new Zone(name)
        const day = date.toISOString().slice(0, 10)
        const start = zone.startOf(day)
        expect(zone.dayOf(start)).toBe(day)
        expect(zone.dayOf(start - 1) < day).toBe(true)
      },
    ),
  )
})
