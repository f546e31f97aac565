/** Producers as scripts and people drive them, in a workspace that is still being set up: one administrator who also approves. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { documentOf, lendEngine, runHere, writeBatch, writeProducer } from './run-cli.ts'

let folder: string
let workspace: string
const lent = lendEngine()

beforeAll(async () => {
  folder = makeFolder()
  workspace = path.join(folder, 'workspace')
  await makeWorkspace(workspace, [{ name: 'admin', roles: ['admin', 'approver'] }])
  await ask('producers', 'add', writeProducer(folder))
})
afterAll(async () => {
  await lent.close()
  removeFolder(folder)
})

const ask = (...words: string[]) => documentOf(workspace, words, {}, lent.open)
const tell = async (...words: string[]) => (await runHere(workspace, words, {}, lent.open)).out
const write = (name: string, content: unknown): string => {
  const file = path.join(folder, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

it('registers the producer that a file describes, with its agreement and schedule', async () => {
  const file = write('eight.json', {
    id: 8,
    code: 'eight',
    name: 'Eight Bells',
    kind: 'gateway',
    contact: { email: 'ops@eight.example' },
    agreement: { limits: { clientsMin: 1 } },
    schedule: { kind: 'every', minutes: 60, from: '08:00', to: '20:00', weekdays: ['mon', 'tue'] },
  })
  const { exit, document } = await ask('producers', 'add', file)
  expect(exit).toBe(0)
  expect(document).toMatchObject({ id: 8, code: 'eight', name: 'Eight Bells', state: 'active', kind: 'gateway' })
  const text = await tell('producers', 'show', '8')
  expect(text).toContain('mon, tue every 60 min from 08:00 to 20:00, 60 min of grace')
  expect(text).toContain('ops@eight.example')
  expect(
    await ask(
      'producers',
      'add',
      write('bare.json', { id: 9, code: 'nine', name: 'Nine', agreement: {}, schedule: {} }),
    ),
  ).toMatchObject({
    exit: 0,
    document: { id: 9, schedule: null, nextExpected: null },
  })
  const wrong = write('wrong.json', { id: 10, code: 'ten', name: 'Ten', schedule: { at: '18:00' } })
  expect(await ask('producers', 'add', wrong)).toMatchObject({ exit: 1, document: { error: { code: 'bad_input' } } })
})

it('suspends at once, and resumes by a proposal that the same person may approve while there is no other', async () => {
  expect(await ask('producers', 'suspend', '7', '--reason', 'wrong amounts')).toMatchObject({
    exit: 0,
    document: { id: 7, state: 'suspended', suspension: { by: 'admin', reason: 'wrong amounts' } },
  })
  expect(await ask('producers', 'suspend', '7', '--reason', 'again')).toMatchObject({
    exit: 1,
    document: { error: { code: 'producer_suspended', by: 'admin' } },
  })
  const { exit, document } = await ask('producers', 'resume', '7', '--reason', 'they fixed it')
  expect({ exit, document }).toMatchObject({ exit: 0, document: { kind: 'producer_resume', state: 'open' } })
  expect((await ask('producers', 'show', '7')).document).toMatchObject({ state: 'suspended' })
  expect(await ask('proposals', 'approve', String(document.id))).toMatchObject({ exit: 0, document: { inSetUp: true } })
  expect((await ask('producers', 'list')).document).toMatchObject({
    items: [{ id: 7, state: 'active' }, { id: 8 }, { id: 9 }],
  })
  expect(await ask('producers', 'resume', '7', '--reason', 'once more')).toMatchObject({
    exit: 1,
    document: { error: { code: 'producer_not_suspended', producer: 7 } },
  })
})

it('shows an agreement so that it can be changed in a file and proposed again', async () => {
  const shown = JSON.parse(await tell('producers', 'agreement', '7')) as { limits: object }
  const file = write('agreement.json', { ...shown, limits: { ...shown.limits, clientsMin: 1 } })
  expect(await ask('producers', 'agreement', '7', file)).toMatchObject({ exit: 2 })
  const { document } = await ask('producers', 'agreement', '7', file, '--reason', 'a small shop', '--key', 'a1')
  expect(document).toMatchObject({ kind: 'agreement', state: 'open', key: 'a1' })
  await ask('proposals', 'approve', String(document.id))
  expect((await ask('producers', 'agreement', '7')).document).toMatchObject({
    version: 2,
    agreement: JSON.parse(readFileSync(file, 'utf8')) as object,
  })
  expect((await ask('producers', 'agreement', '7', '--version', '1')).document).toMatchObject({ agreement: shown })
  expect((await ask('producers', 'agreements', '7')).document).toMatchObject({
    items: [
      { version: 2, inForce: true, proposal: document.id },
      { version: 1, inForce: false, proposal: null },
    ],
    next: null,
  })
  const unusable = write('unusable.json', { mapping: { dates: ['someday'] } })
  expect(await ask('producers', 'agreement', '7', unusable, '--reason', 'r')).toMatchObject({
    exit: 1,
    document: { error: { code: 'agreement_unusable', issues: [{ path: 'mapping.dates.0' }] } },
  })
})

it('shows what a sample would become before anything is agreed', async () => {
  const file = writeBatch(folder, 'sample.csv', ['c1 TopUp 1000', 'c1 Refund 5'])
  const { exit, document } = await ask('producers', 'preview', '7', file)
  expect(exit).toBe(0)
  expect(document).toMatchObject({
    counts: { rows: 2 },
    rows: [{ line: 2, becomes: { outcome: 'valid', row: { client: 'c1', amount: 1000 } } }, { line: 3 }],
  })
  expect(await tell('producers', 'preview', '7', file)).toContain('2 rows: ')
  const mapping = write('mapping.json', { columns: { Amount: 'Betrag' } })
  expect((await ask('producers', 'preview', '7', file, '--mapping', mapping)).document).toMatchObject({
    fault: { code: 'FILE_UNREADABLE' },
    rows: [],
  })
  expect(await ask('producers', 'preview', '7', path.join(folder, 'none.csv'))).toMatchObject({
    exit: 1,
    document: { error: { code: 'file_unreadable' } },
  })
  expect((await ask('batches', 'list')).document).toEqual({ items: [], next: null })
})
