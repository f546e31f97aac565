/** Locations and retention as they are typed: what the engine would refuse is said where it stands. */
import { describe, expect, it } from 'vitest'
import {
  locationLines,
  locationsInSight,
  newLocation,
  pastedLocations,
  readLocations,
  type TypedLocation,
  typedLocations,
} from '../../renderer/settings/location-drafts.ts'
import { readRetention, typedRetention } from '../../renderer/settings/retention-drafts.ts'

const zone = 'Asia/Hong_Kong'
const typed = (key: string, more: Partial<TypedLocation>): TypedLocation => ({ ...newLocation(key, zone), ...more })
const central = { code: 'cen', name: 'Central', zone, country: 'HK', address: null }

describe('a location as it is typed', () => {
  it('comes back as it was, with what is empty said to be nothing', () => {
    expect(readLocations(typedLocations({ locations: [central] }))).toEqual({
      ok: true,
      value: { locations: [central] },
    })
    const read = readLocations([typed('a', { code: ' x ', name: ' X Shop ', country: 'gb', address: ' 1 Road ' })])
    expect(read).toEqual({
      ok: true,
      value: { locations: [{ code: 'x', name: 'X Shop', zone, country: 'GB', address: '1 Road' }] },
    })
  })

  it.each([
    [[{ code: '', name: 'X' }], { '0.code': 'rules.locations.code.wrong' }],
    [[{ code: 'x', name: '' }], { '0.name': 'rules.locations.name.wrong' }],
    [[{ code: 'x', name: 'X', zone: 'Atlantis' }], { '0.zone': 'rules.locations.zone.wrong' }],
    [[{ code: 'x', name: 'Shop', country: 'HKG' }], { '0.country': 'rules.locations.country.wrong' }],
    [
      [
        { code: 'x', name: 'A  Shop' },
        { code: 'y', name: 'a shop' },
      ],
      { '1.name': 'rules.locations.twice' },
    ],
    [
      [
        { code: 'x', name: 'One' },
        { code: 'y', name: 'X' },
      ],
      { '1.name': 'rules.locations.twice' },
    ],
  ])('is wrong where it is wrong: %j', (list, problems) => {
    expect(readLocations(list.map((each, place) => typed(String(place), each)))).toEqual({ ok: false, problems })
  })

  it('is pasted from a spreadsheet, with the workspace’s zone where it has none', () => {
    const pasted = pastedLocations(
      'cen\tCentral\t\tHK\n\nldn;London Bridge;Europe/London;GB;1 Road\r\nJust a name',
      zone,
      () => 'k',
    )
    expect(pasted.map(({ code, name, zone: of, country, address }) => [code, name, of, country, address])).toEqual([
      ['cen', 'Central', zone, 'HK', ''],
      ['ldn', 'London Bridge', 'Europe/London', 'GB', '1 Road'],
      ['', 'Just a name', zone, '', ''],
    ])
  })

  it('is found by any of its words; new ones and wrong ones stay in sight, first of all', () => {
    const list = [
      typed('old', { isNew: false, code: 'a', name: 'Harbour' }),
      typed('found', { isNew: false, code: 'b', name: 'Sha Tin' }),
      typed('wrong', { isNew: false, code: '', name: 'Kiosk' }),
      typed('new', { name: 'Pier' }),
    ]
    const shown = locationsInSight(list, 'sha', ({ key }) => key === 'wrong')
    expect(shown.map(({ key }) => key)).toEqual(['wrong', 'new', 'found'])
  })

  it('is read out with all that is known of it', () => {
    expect(locationLines({ locations: [central] })).toEqual([{ what: 'Central (cen)', says: `${zone} · HK` }])
  })
})

describe('retention as it is typed', () => {
  const usual = { exportDays: 1, notificationDays: 90, webhookDays: 30, walletSignInDays: 7 }

  it('comes back as it was', () => {
    expect(readRetention(typedRetention(usual))).toEqual({ ok: true, value: usual })
  })

  it.each(['0', '367', '1.5', '', 'x', '-1'])('is wrong outside its bounds: %s', (exportDays) => {
    expect(readRetention({ ...typedRetention(usual), exportDays })).toEqual({
      ok: false,
      problems: { exportDays: 'rules.retention.wrong' },
    })
  })
})
