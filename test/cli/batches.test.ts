/** Batches as scripts and people decide about them: one who works with them, and a second one who approves. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ruleWords } from '../../engine/cli/batch-words.ts'
import { Agreement, batchRules, rowRules } from '../../engine/contract/agreements.ts'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { documentOf, lendEngine, runHere, writeBatch, writeProducer } from './run-cli.ts'

let folder: string
let workspace: string
const lent = lendEngine()

beforeAll(async () => {
  folder = makeFolder()
  workspace = path.join(folder, 'workspace')
  await makeWorkspace(workspace, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ana', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
  ])
  await as('admin', 'producers', 'add', writeProducer(folder))
})
afterAll(async () => {
  await lent.close()
  removeFolder(folder)
})

const as = (user: string, ...words: string[]) => documentOf(workspace, words, { user }, lent.open)
const tell = async (user: string, ...words: string[]) => (await runHere(workspace, words, { user }, lent.open)).out
const approved = async (id: unknown) => as('ben', 'proposals', 'approve', String(id))

let files = 0
async function ingest(...rows: string[]): Promise<string> {
  files += 1
  const file = writeBatch(folder, `f${files}.csv`, rows)
  await as('admin', 'ingest', file, '--producer', '7')
  return file
}

it('shows what held a batch in words: the rules with what they expected and found, and its rows by code', async () => {
  await ingest('A TopUp 100', 'A Payment 30', 'A TopUp none')
  const text = await tell('ana', 'batches', 'show', '1')
  expect(text).toContain('State            held')
  expect(text).toContain('3 = 0 posted + 0 repeats + 0 conflicts + 1 faults + 0 held + 2 unposted')
  expect(text).toContain('Sum of the file  1.30 USD')
  expect(text).toContain('Agreement        version 1')
  expect(text).toMatch(
    /TOO_FEW_CLIENTS +holds it +at least 3 clients +1 client +The batch is about fewer clients than this producer always has\./,
  )
  expect(text).toMatch(/1 +fault +FIELD_UNREADABLE +A field of a row is not written as it was agreed\./)
  expect((await as('ana', 'batches', 'show', '1')).document).toMatchObject({
    id: 1,
    state: 'held',
    reasons: ['TOO_FEW_CLIENTS', 'TOO_MANY_FAULTS'],
    verdict: [
      { code: 'TOO_FEW_CLIENTS', effect: 'hold', facts: [{ fact: 'clients', expected: 3, found: 1 }] },
      { code: 'TOO_MANY_FAULTS', effect: 'hold', facts: [{ fact: 'faults', faults: 1, of: 3, percent: 5 }] },
    ],
  })
  expect(
    (await as('ana', 'batches', 'rows', '1', '--outcome', 'fault', '--code', 'FIELD_UNREADABLE')).document,
  ).toMatchObject({
    items: [{ line: 4, code: 'FIELD_UNREADABLE' }],
  })
  expect(await as('ana', 'batches', 'rows', '1', '--outcome', 'odd')).toMatchObject({ exit: 2 })
})

it('releases a held batch by a proposal, and the command that approves it ends when it is posted', async () => {
  expect(await as('ana', 'batches', 'release', '1')).toMatchObject({ exit: 2 })
  const { exit, document } = await as('ana', 'batches', 'release', '1', '--reason', 'it is their test shop')
  expect({ exit, document }).toMatchObject({ exit: 0, document: { kind: 'batch_release', state: 'open', amount: 130 } })
  expect(await tell('ben', 'proposals', 'show', String(document.id))).toMatch(
    /batch:1 +{"state":"held","because":\["TOO_FEW_CLIENTS","TOO_MANY_FAULTS"\]} +{"state":"posting","rows":2,"upTo":130}/,
  )
  expect(await approved(document.id)).toMatchObject({ exit: 0, document: { result: { batch: 1 } } })
  expect((await as('ana', 'batches', 'show', '1')).document).toMatchObject({
    state: 'posted',
    posted: 2,
    releasedBy: document.id,
  })
  expect(await tell('ana', 'batches', 'show', '1')).toContain(`Released         by proposal ${String(document.id)}`)
})

it('reverses a posted batch by a proposal', async () => {
  const { document } = await as(
    'ana',
    'batches',
    'reverse',
    '1',
    '--reason',
    'they sent it to us by mistake',
    '--key',
    'r1',
  )
  expect(document).toMatchObject({ kind: 'batch_reverse', key: 'r1', amount: 130 })
  expect(await approved(document.id)).toMatchObject({ exit: 0 })
  expect((await as('ana', 'batches', 'show', '1')).document).toMatchObject({
    state: 'reversed',
    reversal: { proposal: document.id, rows: 2, rowsDone: 2 },
  })
  expect(await tell('ana', 'batches', 'show', '1')).toContain(`proposal ${String(document.id)}, 2 of 2 rows undone`)
  expect((await as('ana', 'ledger', 'balance', 'A')).document).toMatchObject({ balance: 0 })
  const again = await as('ana', 'batches', 'reverse', '1', '--reason', 'r')
  expect(again).toMatchObject({
    exit: 1,
    document: { error: { code: 'batch_not_posted', batch: 1, state: 'reversed' } },
  })
})

it('rejects a held batch at once, and says of one that is not held that it is not', async () => {
  await ingest('B TopUp 100')
  expect(await tell('ana', 'batches', 'reject', '2', '--reason', 'a test')).toBe(
    'Batch 2 is rejected: nothing of it is posted.',
  )
  expect(await as('ana', 'batches', 'reject', '2', '--reason', 'again')).toMatchObject({
    exit: 1,
    document: { error: { code: 'batch_not_held', batch: 2, state: 'rejected' } },
  })
  expect(await as('admin', 'batches', 'reject', '2', '--reason', 'r')).toMatchObject({
    exit: 1,
    document: { error: { code: 'not_permitted', permission: 'batches.decide' } },
  })
})

it('checks a batch again, and ends when it is known what came of it', async () => {
  await ingest('C TopUp 100')
  expect(await as('ana', 'batches', 'recheck', '3', '--reason', 'once more')).toMatchObject({
    exit: 1,
    document: { state: 'held' },
  })
  const file = path.join(folder, 'agreement.json')
  writeFileSync(file, JSON.stringify(Agreement.parse({ limits: { clientsMin: 1 } })))
  await approved((await as('ana', 'producers', 'agreement', '7', file, '--reason', 'small')).document.id)
  expect(await as('ana', 'batches', 'recheck', '3', '--reason', 'it is small')).toMatchObject({
    exit: 0,
    document: { state: 'posted', posted: 1, agreement: 2 },
  })
})

it('writes the file as it was dropped, under its name only once all of it is there', async () => {
  const file = await ingest('D TopUp 100')
  const to = path.join(folder, 'copy.csv')
  const { exit, document } = await as('ana', 'batches', 'file', '4', '--to', to)
  const bytes = readFileSync(to)
  expect({ exit, document }).toEqual({ exit: 0, document: { batch: 4, file: to, bytes: bytes.length } })
  expect(bytes.equals(readFileSync(file))).toBe(true)
  expect((await as('ana', 'batches', 'show', '4')).document).toMatchObject({
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  const nowhere = path.join(folder, 'no such folder', 'copy.csv')
  expect(await as('ana', 'batches', 'file', '4', '--to', nowhere)).toMatchObject({
    exit: 1,
    document: { error: { code: 'file_unwritable', file: nowhere } },
  })
  expect(existsSync(nowhere)).toBe(false)
  expect(await as('admin', 'batches', 'file', '4', '--to', to)).toMatchObject({
    document: { error: { code: 'not_permitted', permission: 'batches.download' } },
  })
})

it('has words for every rule, whether it speaks about a row or about a batch', () => {
  const codes = [...rowRules, ...batchRules, 'TXID_REPEATED', 'TIME_TWICE']
  expect(codes.filter((code) => !/^[A-Z].+\.$/.test(ruleWords(code)))).toEqual([])
  expect(ruleWords('toString')).toBe('')
})
