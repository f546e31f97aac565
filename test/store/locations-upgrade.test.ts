/** Producers that version 44 kept: the places that their agreements list are the workspace's first locations. */
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { settingInForce, valueAtFirst } from '../../engine/settings/in-force.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'

const beforeLocations = 44

function upgraded(places: Readonly<Record<string, readonly string[]>>): Database.Database {
  const raw = new Database(':memory:')
  migrate(raw, migrations.slice(0, beforeLocations))
  raw.exec(`
    INSERT INTO currency VALUES ('USD', 2);
    INSERT INTO workspace (id, uid, name, zone, currency, created_at, demo, hash_seed)
      VALUES (1, 'w', 'Test', 'Asia/Hong_Kong', 'USD', 0, 0, 1);
    INSERT INTO producer (id, code, name, state, created_at) VALUES (7, 'seven', 'Seven', 'active', 0);
    INSERT INTO producer (id, code, name, state, created_at) VALUES (8, 'eight', 'Eight', 'active', 0);
  `)
  const add = raw.prepare('INSERT INTO agreement (producer_id, version, document, at) VALUES (?, ?, ?, 0)')
  for (const [of, listed] of Object.entries(places)) {
    const [producer, version] = of.split(' ')
    add.run(producer, version, JSON.stringify({ places: listed }))
  }
  migrate(raw, migrations)
  return raw
}

it('takes over each place once, of the newest agreements, with a code of its own', () => {
  const raw = upgraded({
    '7 1': ['Gone'],
    '7 2': ['Central', '中環', 'Mong  Kok', 'Mong-Kok'],
    '8 1': ['central', 'Sha Tin', '沙田'],
  })
  const { version, value } = settingInForce(raw, 'locations')
  expect(version).toBe(0)
  expect(value.locations.map(({ code, name }) => [code, name])).toEqual([
    ['central', 'Central'],
    ['mong-kok', 'Mong Kok'],
    ['sha-tin', 'Sha Tin'],
    ['place-1', '中環'],
    ['place-2', '沙田'],
  ])
  expect(value.locations[0]).toEqual({
    code: 'central',
    name: 'Central',
    zone: 'Asia/Hong_Kong',
    country: null,
    address: null,
  })
  expect(JSON.parse(valueAtFirst(raw, 'locations'))).toEqual(value)
  expect(() => raw.exec(`UPDATE first_setting SET value = '{}'`)).toThrow(/stays/)
  expect(() => raw.exec(`INSERT INTO first_setting VALUES ('tiers', '{}')`)).toThrow(/by proposal only/)
  expect(() => raw.exec('DELETE FROM first_setting')).toThrow(/stays/)
})

it('begins without any where no producer lists places', () => {
  const raw = upgraded({ '7 1': [] })
  expect(settingInForce(raw, 'locations').value).toEqual({ locations: [] })
  expect(raw.prepare('SELECT count(*) FROM first_setting').pluck().get()).toBe(0)
})
