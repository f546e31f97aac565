/** The list of locations: agreed on like any setting, read by everybody, and no reason to refuse what it does not name. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Location } from '../../engine/contract/locations.ts'
import { connect } from '../../engine/store/connection.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'

let directory: string
let opened: Awaited<ReturnType<typeof openTestEngine>>
type Client = Awaited<ReturnType<typeof opened.as>>
let admin: Client

beforeAll(async () => {
  directory = (
    await makeWorkspace(undefined, [
      { name: 'admin', roles: ['admin', 'approver'] },
      { name: 'olga', roles: ['operator'] },
    ])
  ).directory
  opened = await openTestEngine(directory)
  admin = await opened.as('admin')
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

const location = (code: string, name: string, more: Partial<Location> = {}): Location => ({
  code,
  name,
  zone: 'Asia/Hong_Kong',
  country: 'HK',
  address: null,
  ...more,
})

let lastKey = 0
function propose(locations: readonly unknown[]) {
  lastKey += 1
  const change = { kind: 'setting', name: 'locations', value: { locations } } as never
  return admin.proposals.propose({ change, reason: 'new shops', key: `k${lastKey}` })
}

it('holds what two people agreed on, and everybody reads it', async () => {
  const list = [
    location('atl-1', 'Atlantis'),
    location('ldn', 'London Bridge', { zone: 'Europe/London', country: 'GB' }),
  ]
  await admin.proposals.approve({ id: (await propose(list)).id })
  const operator = await opened.as('olga')
  expect((await operator.settings.locations()).items).toEqual(list)
  expect((await refusalOf(operator.settings.list())).code).toBe('not_permitted')
  const { items } = await admin.settings.history({ name: 'locations' })
  expect(items.map(({ version, value }) => [version, value])).toEqual([
    [1, { locations: list }],
    [0, { locations: [] }],
  ])
})

it.each([
  [[location('a', 'One'), location('A', 'Two')], 'locations.1.code'],
  [[location('a', 'One'), location('b', 'one')], 'locations.1.name'],
  [[location('a', 'One'), location('b', 'A')], 'locations.1.name'],
  [[location('a', 'Big  Shop'), location('b', 'big shop')], 'locations.1.name'],
  [[location('a', 'One', { zone: 'Asia/Atlantis' })], 'locations.0.zone'],
  [[location('a', 'One', { zone: '+08:00' })], 'locations.0.zone'],
  [[location('a', 'One', { country: 'Hong Kong' })], 'locations.0.country'],
  [[location('a b', 'One')], 'locations.0.code'],
  [[location('a', ' One')], 'locations.0.name'],
])('refuses a list in which a word means two locations, or none: %j', async (list, path) => {
  const { code, data } = await refusalOf(propose(list))
  expect([code, (data as { issues: { path: string }[] }).issues[0]?.path]).toEqual(['setting_unusable', path])
})

it('lets a location be its own code', async () => {
  expect((await propose([location('Central', 'Central')])).state).toBe('open')
})

it('spares a row from a listed location the word that nobody knows its place', async () => {
  const { id } = await admin.producers.add({ id: 7, code: 'seven', name: 'Seven' })
  const sample = [
    'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount',
    ...['Central', ' ATLANTIS', 'atl-1', 'Utopia'].map((place, at) => `2026-05-13,7,C1,${place.trim()},T${at},TopUp,5`),
  ].join('\n')
  const preview = { id, name: 'a.csv', sample: Buffer.from(sample).toString('base64'), whole: true }
  const { warnings } = await admin.producers.preview(preview as never)
  expect(warnings).toEqual([{ code: 'LOCATION_UNKNOWN', rows: 1, lines: [5] }])
})

it('lets a producer have places that it does not name', async () => {
  const { locations } = await admin.producers.add({ id: 8, code: 'eight', name: 'Eight', locations: ['Utopia'] })
  expect(locations).toEqual(['Utopia'])
})

it('is held by the database too', async () => {
  const keys = await keysOf(directory)
  const raw = connect({ file: layoutOf(directory).store, key: keys.store, mode: 'write' })
  const put = (locations: readonly unknown[]) => () =>
    raw.prepare(`INSERT INTO setting VALUES ('locations', 90, ?, 1, 0)`).run(JSON.stringify({ locations }))
  try {
    raw.exec('BEGIN')
    expect(put([location('a', 'One'), location('A', 'Two')])).toThrow(/two locations have one code/)
    expect(put([location('a', 'One'), location('b', 'Two')])).not.toThrow()
    raw.exec('ROLLBACK')
  } finally {
    raw.close()
  }
})
