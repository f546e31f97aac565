/** How one workspace is set up, brought into another: by the same law as each part would be by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Agreement } from '../../engine/contract/agreements.ts'
import type { Configuration } from '../../engine/contract/configuration.ts'
import { makeWorkspace, openTestEngine, refusalOf, removeFolder, type TestEngine } from '../workspace-fixture.ts'

const people = [
  { name: 'admin', roles: ['admin'] },
  { name: 'anna', roles: ['analyst'] },
  { name: 'paul', roles: ['approver'] },
  { name: 'petra', roles: ['approver'] },
] as const

const opened: TestEngine[] = []
const directories: string[] = []

async function workspace(users: readonly (typeof people)[number][] = people): Promise<TestEngine> {
  const { directory } = await makeWorkspace(undefined, users)
  const engine = await openTestEngine(directory)
  directories.push(directory)
  opened.push(engine)
  return engine
}

const kiosk = { id: 7, code: 'kiosk', name: 'The kiosk', kind: 'shop' } as const
const holds = (hours: number) => ({ kind: 'setting', name: 'holds', value: { expireAfterHours: hours } }) as const

let from: TestEngine
let document: Configuration

beforeAll(async () => {
  from = await workspace()
  const admin = await from.as('admin')
  const paul = await from.as('paul')
  await admin.producers.add({ ...kiosk, agreement: Agreement.parse({ places: ['Central'] }) })
  const changes = [holds(24), { kind: 'currency', code: 'EUR', digits: 2 }] as const
  for (const change of changes) {
    const { id } = await admin.proposals.propose({ change, reason: 'as agreed', key: change.kind })
    await paul.proposals.approve({ id })
  }
  document = await admin.configuration.export()
})

afterAll(async () => {
  for (const { engine } of opened) await engine.close()
  for (const directory of directories) removeFolder(directory)
})

const subjectsOf = (items: readonly Readonly<{ subject: string; state: string; how: string | null }>[]) =>
  items.filter(({ state }) => state !== 'same').map(({ subject, state, how }) => [subject, state, how])

describe('the exported configuration', () => {
  it('says what is in force, who sends, who may do what, and no secret', () => {
    expect(document).toMatchObject({
      zone: 'Asia/Hong_Kong',
      currency: { code: 'USD', digits: 2 },
      currencies: [
        { code: 'EUR', digits: 2 },
        { code: 'USD', digits: 2 },
      ],
      settings: { holds: { expireAfterHours: 24 }, tiers: { names: ['standard'] } },
      producers: [{ ...kiosk, contacts: [], schedule: null, agreement: { places: ['Central'] } }],
      users: people.map(({ name, roles }) => ({ name, displayName: name, roles })),
    })
    expect(JSON.stringify(document)).not.toMatch(/passphrase|secret|token|scrypt/i)
  })

  it('changes nothing where it came from', async () => {
    const admin = await from.as('admin')
    const { items } = await admin.configuration.preview({ document })
    expect(subjectsOf(items)).toEqual([])
    const { hash } = await admin.configuration.preview({ document })
    expect(await admin.configuration.import({ document, hash, reason: 'again' })).toEqual({ items: [] })
  })
})

describe('a configuration that is brought in', () => {
  it('is looked at first: what would be new, changed or refused, and whether two have to agree', async () => {
    const { as } = await workspace(people.filter(({ name }) => name !== 'petra'))
    const admin = await as('admin')
    const wanted: Configuration = {
      ...document,
      zone: 'Europe/Zurich',
      settings: { ...document.settings, limits: { rules: [{ name: 'Gold', tier: 'gold', perDay: 5 }] } },
    }
    const { items } = await admin.configuration.preview({ document: wanted })
    expect(subjectsOf(items)).toEqual([
      ['zone', 'refused', null],
      ['currency:EUR', 'new', 'proposal'],
      ['setting:limits', 'refused', null],
      ['setting:holds', 'changed', 'proposal'],
      ['producer:kiosk', 'new', 'at_once'],
      ['user:petra', 'refused', null],
    ])
    expect(items.flatMap(({ refused }) => (refused === null ? [] : [refused]))).toEqual([
      { code: 'founded_otherwise', facts: { part: 'zone' } },
      { code: 'setting_unusable', facts: { issues: [{ path: 'rules', problem: 'there is no tier gold' }] } },
      { code: 'user_unknown', facts: { user: 'petra' } },
    ])
    // A look leaves nothing behind.
    expect((await admin.proposals.list({})).items).toEqual([])
    expect((await admin.producers.list()).items).toEqual([])
  })

  it('waits for a second person where two decide, and does the rest at once, each part with its own record', async () => {
    const { as } = await workspace()
    const admin = await as('admin')
    const wanted: Configuration = {
      ...document,
      users: document.users.map((user) => (user.name === 'anna' ? { ...user, roles: ['operator'] } : user)),
    }
    const { hash } = await admin.configuration.preview({ document: wanted })
    const { items } = await admin.configuration.import({ document: wanted, hash, reason: 'as in Basel' })
    expect(items).toEqual([
      { subject: 'currency:EUR', outcome: 'proposed', proposal: 1, refused: null },
      { subject: 'setting:holds', outcome: 'proposed', proposal: 2, refused: null },
      { subject: 'producer:kiosk', outcome: 'done', proposal: null, refused: null },
      { subject: 'user:anna', outcome: 'done', proposal: null, refused: null },
    ])
    expect((await admin.settings.currencies()).items.map(({ code }) => code)).toEqual(['USD'])
    expect((await refusalOf(admin.proposals.approve({ id: 2 }))).code).toBe('not_permitted')
    const paul = await as('paul')
    await paul.proposals.approve({ id: 1 })
    await paul.proposals.approve({ id: 2 })
    const after = await admin.configuration.export()
    expect({ ...after, exportedAt: '' }).toEqual({ ...wanted, exportedAt: '' })
    const records = (await admin.audit.list({ limit: 100 })).items.map(({ action, outcome }) => `${action} ${outcome}`)
    expect(
      records
        .filter((record) => !/session|workspace|approve|policy|access/.test(record))
        .toReversed()
        .slice(-6),
    ).toEqual([
      'configuration.import begun',
      'proposals.propose done',
      'proposals.propose done',
      'producers.add done',
      'users.set_roles done',
      'configuration.export done',
    ])
  })

  it('does nothing when the workspace moved since it was looked at', async () => {
    const { as } = await workspace()
    const admin = await as('admin')
    const { hash } = await admin.configuration.preview({ document })
    await admin.producers.add({ ...kiosk, id: 8, code: 'other' })
    await admin.producers.add(kiosk)
    const refused = await refusalOf(admin.configuration.import({ document, hash, reason: 'late' }))
    expect(refused).toEqual({ code: 'configuration_moved', data: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) } })
    expect((await admin.proposals.list({})).items).toEqual([])
  })

  it('is for nobody who may not do each of its parts', async () => {
    const { as } = await workspace()
    for (const name of ['anna', 'paul'])
      expect((await refusalOf((await as(name)).configuration.preview({ document }))).code).toBe('not_permitted')
  })

  it('is refused whole when it has a field that nobody knows', async () => {
    const admin = await from.as('admin')
    const odd = { ...document, passphrases: [] } as Configuration
    expect((await refusalOf(admin.configuration.preview({ document: odd }))).code).toBe('bad_input')
  })
})
