/** A policy of the machine against the workspace's own settings: it wins, it is told, and nobody gets around it. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { settingNames } from '../../engine/contract/settings.ts'
import { connect } from '../../engine/store/connection.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'

let folder: string
let directory: string
let policyFile: string

beforeAll(async () => {
  folder = makeFolder('countinghouse-policy-')
  policyFile = path.join(folder, 'policy.json')
  directory = (await makeWorkspace(path.join(folder, 'workspace'), [{ name: 'admin', roles: ['admin', 'approver'] }]))
    .directory
})

afterAll(() => removeFolder(folder))

const decide = (settings: unknown): void => writeFileSync(policyFile, JSON.stringify({ version: 1, settings }))

type Opened = Awaited<ReturnType<typeof openTestEngine>>
type Client = Awaited<ReturnType<Opened['as']>>

async function opened<T>(work: (client: Client) => Promise<T>, withPolicy = true): Promise<T> {
  const { engine, as } = await openTestEngine(directory, withPolicy ? { policyFile } : {})
  try {
    return await work(await as('admin'))
  } finally {
    await engine.close()
  }
}

const settingOf = async (client: Client, name: string) =>
  (await client.settings.list()).items.find((each) => each.name === name)

let lastKey = 0
const propose = (client: Client, name: (typeof settingNames)[number], value: unknown) => {
  lastKey += 1
  const change = { kind: 'setting', name, value } as never
  return client.proposals.propose({ change, reason: 'to see', key: `k${lastKey}` })
}

const policyRecords = async (client: Client) =>
  (await client.audit.list({ limit: 200 })).items.filter(({ action }) => action === 'policy.take')

describe('a policy of the machine', () => {
  it('wins over what people agreed on, and leaves them the fields that it does not name', async () => {
    decide({ contact: { freezeOnNo: true, answerHours: 48 } })
    const answered = await opened(async (client) => {
      const before = await settingOf(client, 'contact')
      const value = before?.value as Record<string, unknown>
      const refused = await refusalOf(propose(client, 'contact', { ...value, freezeOnNo: false, remindersMax: 3 }))
      const { id } = await propose(client, 'contact', { ...value, remindersMax: 3 })
      await client.proposals.approve({ id })
      return { managed: before?.managed, refused, after: (await settingOf(client, 'contact'))?.value }
    })
    expect(answered).toEqual({
      managed: ['freezeOnNo', 'answerHours'],
      refused: { code: 'setting_managed', data: { name: 'contact', fields: ['freezeOnNo'] } },
      after: expect.objectContaining({ freezeOnNo: true, answerHours: 48, remindersMax: 3 }),
    })
  })

  it('stands in the way of what was proposed before it', async () => {
    decide({})
    const id = await opened(async (client) => {
      const proposal = await propose(client, 'holds', { expireAfterHours: 24 })
      return proposal.id
    })
    decide({ holds: { expireAfterHours: 12 } })
    const refused = await opened((client) => refusalOf(client.proposals.approve({ id })))
    expect(refused).toEqual({ code: 'setting_managed', data: { name: 'holds', fields: ['expireAfterHours'] } })
  })

  it('is held by the database too', async () => {
    decide({ holds: { expireAfterHours: 12 }, tiers: { names: ['standard', 'gold'] } })
    await opened((client) => client.settings.list())
    const keys = await keysOf(directory)
    const raw = connect({ file: layoutOf(directory).store, key: keys.store, mode: 'write' })
    const put = (name: string, value: unknown) => () =>
      raw.prepare('INSERT INTO setting VALUES (?, 90, ?, 1, 0)').run(name, JSON.stringify(value))
    try {
      raw.exec('BEGIN')
      expect(put('holds', { expireAfterHours: 13 })).toThrow(/managed by a policy/)
      expect(put('holds', {})).toThrow(/managed by a policy/)
      expect(put('tiers', { names: ['standard'] })).toThrow(/managed by a policy/)
      expect(put('tiers', { names: ['standard', 'gold'] })).not.toThrow()
      raw.exec('ROLLBACK')
    } finally {
      raw.close()
    }
  })

  it('is on record whenever it is another, and only then', async () => {
    decide({ holds: { expireAfterHours: 12 } })
    const one = await opened(policyRecords)
    const same = await opened(policyRecords)
    decide({ holds: { expireAfterHours: 10 }, approvals: { expireAfterHours: 24 } })
    const two = await opened(policyRecords)
    const gone = await opened(policyRecords, false)
    expect([one.length, same.length, two.length, gone.length].map((count) => count - one.length)).toEqual([0, 0, 1, 2])
    expect([two[0], gone[0]].map((record) => [record?.actor, record?.outcome, record?.detail])).toEqual([
      [
        'engine',
        'done',
        {
          file: policyFile,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          managed: ['approvals.expireAfterHours', 'holds.expireAfterHours'],
        },
      ],
      ['engine', 'done', { file: null, sha256: null, managed: [] }],
    ])
  })

  it('leaves nothing behind when it is gone: what people agreed on is in force again', async () => {
    decide({ exceptions: { snoozeDaysMax: 5 } })
    const under = await opened((client) => settingOf(client, 'exceptions'))
    const after = await opened((client) => settingOf(client, 'exceptions'), false)
    expect([under, after]).toMatchObject([
      { managed: ['snoozeDaysMax'], value: { snoozeDaysMax: 5 } },
      { managed: [], value: { snoozeDaysMax: 30 } },
    ])
  })

  it('that does not fit what the workspace has keeps it closed, with the place where it does not', async () => {
    decide({ limits: { rules: [{ name: 'Gold', tier: 'gold', perDay: 5 }] } })
    const refused = await refusalOf(opened((client) => client.settings.list()))
    expect(refused).toEqual({
      code: 'policy_unusable',
      data: { file: policyFile, problem: 'settings.limits.rules: there is no tier gold' },
    })
    // The one that was in force before it still is, and the refused one is not half there.
    decide({})
    expect(await opened(async (client) => (await settingOf(client, 'limits'))?.managed)).toEqual([])
  })

  it('that can not be read stops the start before anybody signs in', async () => {
    writeFileSync(policyFile, '{')
    await expect(openTestEngine(directory, { policyFile })).rejects.toMatchObject({
      code: 'policy_unusable',
      facts: { file: policyFile, problem: 'it is not JSON in UTF-8' },
    })
    // And leaves no lock behind.
    decide({})
    expect(await opened(async (client) => (await client.workspace.status()).state)).toBe('open')
  })
})
