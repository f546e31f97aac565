/** From nothing to a balance, as a script would do it, with every JSON document that is promised on the way. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { documentOf, header, jsonOf, runCli, writeBatch, writeProducer } from './run-cli.ts'

let folder: string
let workspace: string
/** Its file has one client and a fault among four rows, and is posted all the same. */
const ofFewRows = { limits: { clientsMin: 1, faultsMaxPercent: 25 } }

let created: Record<string, unknown>
let file: string
let ingested: Awaited<ReturnType<typeof jsonOf>>

beforeAll(async () => {
  folder = makeFolder()
  // What people call their folders must not matter.
  workspace = path.join(folder, 'Finance 財務 2026')
  created = (await jsonOf(workspace, ['init'])).document
  await runCli(workspace, ['producers', 'add', writeProducer(folder, { agreement: ofFewRows })])
  file = writeBatch(folder, 'first.csv', ['c1 TopUp 1000', 'c1 Payment 300', 'c1 Payment 5000', 'c2 Refund 5'])
  ingested = await jsonOf(workspace, ['ingest', file, '--producer', '7'])
}, 60_000)

afterAll(() => removeFolder(folder))

describe('init', () => {
  it('says where the workspace is and prints the recovery key', () => {
    expect(created).toMatchObject({ directory: workspace, user: 'admin', zone: 'Asia/Hong_Kong', currency: 'USD' })
    expect(created.recoveryKey).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
  })

  it('leaves an existing workspace as it is', async () => {
    const { exit, document } = await jsonOf(workspace, ['init'])
    expect(exit).toBe(1)
    expect(document).toEqual({ error: { code: 'workspace_exists', directory: workspace } })
  })
})

describe('the documents that are promised', () => {
  const batch = {
    id: 1,
    producer: 7,
    file: 'first.csv',
    state: 'posted',
    rows: 4,
    posted: 2,
    repeats: 0,
    conflicts: 0,
    faults: 1,
    held: 1,
    heldNow: 1,
    unposted: 0,
    sum: 1300,
    reasons: [],
  }
  const documents: readonly (readonly [string, object])[] = [
    ['batches show 1', batch],
    ['batches list', { items: [batch], next: null }],
    ['batches list --state held --producer 7', { items: [], next: null }],
    ['batches rows 1 --limit 1', { items: [{ line: 4, outcome: 'held', code: 'INSUFFICIENT_FUNDS' }] }],
    ['producers show 7', { id: 7, code: 'seven', name: 'Seven Corner', state: 'active' }],
    ['producers list', { items: [{ id: 7 }], next: null }],
    ['clients show c1', { id: 'c1', state: 'active', balance: 700 }],
    ['clients list --search c', { items: [{ id: 'c1', state: 'active' }], next: null }],
    ['ledger balance c1', { client: 'c1', currency: 'USD', balance: 700, available: 700, pending: 0 }],
    ['ledger balance c1 --at 2020-01-01', { balance: 0 }],
    ['check', { consistent: true, differences: [], postings: 2 }],
    ['audit verify', { intact: true, brokenAt: null }],
    ['audit list --limit 1', { items: [{ action: 'session.sign_in', actor: 'admin' }], next: expect.any(String) }],
    ['users list', { items: [{ name: 'admin', roles: ['admin', 'approver'] }], next: null }],
    ['keys list', { items: [{ kind: 'recovery' }, { kind: 'user', user: 'admin' }], next: null }],
    ['jobs run ledger.check', { job: 'ledger.check', outcome: 'done' }],
  ]

  it.each(documents)('%s', async (command, expected) => {
    const { exit, document } = await documentOf(workspace, command.split(' '))
    expect({ exit, document }).toMatchObject({ exit: 0, document: expected })
  })

  it('ledger history names what every amount came from, and what is in process', async () => {
    const { document } = await documentOf(workspace, ['ledger', 'history', 'c1'])
    const from = { producer: 7, location: 'Central', batch: 1 }
    expect(document).toMatchObject({
      items: [
        { ...from, type: 'Payment', amount: -5000, balance: null, line: 4, status: 'in_process' },
        { ...from, type: 'Payment', amount: -300, balance: 700, txId: 'first.csv-1', line: 3, status: 'confirmed' },
        { ...from, type: 'TopUp', amount: 1000, balance: 1000, line: 2, status: 'confirmed' },
      ],
      next: null,
    })
  })

  it('an anchor that was kept proves the chain later, and one that was tampered with is told', async () => {
    const file = path.join(folder, 'anchor.json')
    expect((await documentOf(workspace, ['audit', 'anchor', '--to', file])).exit).toBe(0)
    expect(await documentOf(workspace, ['audit', 'verify', '--anchor', file])).toMatchObject({
      exit: 0,
      document: { intact: true },
    })
    const anchor = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    writeFileSync(file, JSON.stringify({ ...anchor, hash: '00'.repeat(32) }))
    expect(await documentOf(workspace, ['audit', 'verify', '--anchor', file])).toMatchObject({
      exit: 1,
      document: { intact: false, problem: 'anchor_forged', brokenAt: anchor.seq },
    })
  })

  it('a backup restores to a workspace with the same balance', async () => {
    const backup = path.join(folder, 'backup')
    const restored = path.join(folder, 'restored')
    expect(await documentOf(workspace, ['backup', '--to', backup])).toMatchObject({ exit: 0, document: { files: 3 } })
    expect(await documentOf(restored, ['restore', backup])).toMatchObject({
      exit: 0,
      document: { directory: restored, check: { consistent: true }, chain: { intact: true } },
    })
    expect(await documentOf(restored, ['ledger', 'balance', 'c1'])).toMatchObject({ document: { balance: 700 } })
  })
})

describe('ingest', () => {
  it('answers the batches of the files it was given, and leaves the files alone', () => {
    expect(ingested).toMatchObject({ exit: 0, document: { items: [{ id: 1, file: 'first.csv' }], next: null } })
    expect(existsSync(file)).toBe(true)
  })

  it('answers 1 when a file was refused as a whole, and says why', async () => {
    const again = await documentOf(workspace, ['ingest', path.join(folder, 'first.csv'), '--producer', '7'])
    expect(again).toMatchObject({ exit: 1, document: { items: [{ state: 'rejected', reasons: ['FILE_REPEATED'] }] } })
  })

  it('takes what waits in the drop folders, and lists the given files first and in their order', async () => {
    const drop = path.join(workspace, 'drop', 'seven')
    writeBatch(drop, 'waiting.csv', ['c9 TopUp 1'])
    const hidden = path.join(folder, '.hidden.tmp')
    writeFileSync(hidden, `${header}\n`)
    const last = writeBatch(folder, 'z.csv', ['c8 TopUp 2'])
    const { exit, document } = await documentOf(workspace, ['ingest', last, hidden, '--producer', '7'])
    const items = document.items as readonly Readonly<{ file: string }>[]
    expect(exit).toBe(0)
    expect(items.map(({ file }) => file)).toEqual(['z.csv', 'hidden.tmp.csv', 'waiting.csv'])
    expect(await documentOf(workspace, ['ingest'])).toMatchObject({ exit: 0, document: { items: [], next: null } })
  })

  it('copies nothing when one of the files is not there', async () => {
    const there = writeBatch(folder, 'there.csv', ['c7 TopUp 3'])
    const missing = path.join(folder, 'missing.csv')
    expect(await documentOf(workspace, ['ingest', there, missing, '--producer', '7'])).toEqual({
      exit: 1,
      document: { error: { code: 'file_unreadable', file: missing, reason: 'ENOENT' } },
    })
    expect(existsSync(path.join(workspace, 'drop', 'seven', 'there.csv'))).toBe(false)
  })
})

describe('the recovery key', () => {
  it('sets a new passphrase without anybody signing in', async () => {
    const environment = {
      COUNTINGHOUSE_PASSPHRASE: '',
      COUNTINGHOUSE_RECOVERY_KEY: String(created.recoveryKey).toLowerCase(),
      COUNTINGHOUSE_NEW_PASSPHRASE: 'found it in the safe',
    }
    const recovered = await jsonOf(workspace, ['keys', 'recover', '--user', 'admin'], { environment })
    expect(recovered).toEqual({ exit: 0, document: { user: 'admin' } })
    const as = { environment: { COUNTINGHOUSE_PASSPHRASE: 'found it in the safe' } }
    expect((await documentOf(workspace, ['check'], as)).exit).toBe(0)
    expect((await documentOf(workspace, ['check'])).exit).toBe(4)
  })
})
