/** `exceptions act` on the command line: each action, what it would do, what it refuses in words, and what approving says. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { jsonOf, runCli, runHere } from '../cli/run-cli.ts'
import { recentDay } from '../ingest/drop.ts'
import { type Cases, openCases } from './open-cases.ts'

let cases: Cases
beforeEach(async () => {
  cases = await openCases()
})
afterEach(() => cases.close())

const overLimit = [
  { client: 'A', tx: 'a1', amount: 500_000 },
  { client: 'B', tx: 'b1', amount: 300_000 },
  { client: 'C', tx: 'c1', amount: 700 },
]
const unreadable = [
  { client: 'A', tx: 'a1', amount: 'nine hundred' },
  { client: 'B', tx: 'b1', amount: 'x' },
  { client: 'C', tx: 'c1', amount: 700 },
]
const open = async () => ({ engine: cases.engine, close: async () => undefined })
const as = (user: string, args: readonly string[]) => runHere(cases.directory, args, { user }, open)
const act = (...args: string[]) => as('ana', ['exceptions', 'act', ...args])
const caseFrom = async (rows: Parameters<Cases['take']>[1]) => {
  const batch = await cases.take('file.csv', rows)
  return String((await cases.caseOf(batch)).id)
}

it('says what posting would do, proposes it, and who agrees is told what came of it', async () => {
  const id = await caseFrom(overLimit)
  const tried = await act(id, 'post', '--reason', 'they called', '--lines', '2', '--dry-run')
  expect(tried.out).toMatch(
    /^A second person would have to agree\. It decides on 1 row; 1 would be left\. The exception would be open\./,
  )
  expect(tried.out).toMatch(/TopUp +clearing:nine +wallet:A +5,000\.00 USD/)
  expect(await cases.balances()).toEqual({ 'clearing:nine': -700, 'wallet:C': 700 })
  expect((await cases.client.exceptions.get({ id: Number(id) })).version).toBe(1)

  const { out, exit } = await act(id, 'post', '--reason', 'they called', '--lines', '2')
  expect(exit).toBe(0)
  expect(out).toMatch(
    /^Exception \d+ is waiting for a second person\. 2 of 2 rows are left\.\n\nProposal 1 \(rows_post\) waits .*: proposals approve 1\n/,
  )
  const shown = await as('ben', ['proposals', 'show', '1'])
  expect(shown.out).toMatch(new RegExp(`Exception +${id}\n`))
  const approved = await as('ben', ['proposals', 'approve', '1'])
  expect(approved.out).toBe(`Proposal 1 (rows_post) is approved. 1 row of exception ${id} was posted.`)
  expect((await cases.balances())['wallet:A']).toBe(500_000)
  expect((await as('ben', ['exceptions', 'show', id])).out).toContain(
    'You may: assign, snooze, note, post (needs approval)',
  )
})

it('answers the exception and the proposal in JSON, and the same key the same', async () => {
  const id = await caseFrom(overLimit)
  const asked = [id, 'post', '--reason', 'they called', '--key', 'k1', '--json']
  const first = JSON.parse((await act(...asked)).out)
  expect(first).toMatchObject({ exception: { id: Number(id), status: 'waiting', left: 2, owner: 'ana' }, proposal: 1 })
  expect(JSON.parse((await act(...asked)).out)).toEqual(first)
  expect((await cases.analyst.proposals.list({})).items).toHaveLength(1)
  const other = await act(id, 'note', '--text', 'else', '--key', 'k1')
  expect([other.exit, other.err]).toEqual([
    1,
    expect.stringContaining('belongs to something else that was done before'),
  ])
})

it('corrects rows that a file names', async () => {
  const id = await caseFrom(unreadable)
  const file = path.join(cases.directory, 'rows.json')
  const row = {
    occurredAt: `${recentDay}T04:00:00.000Z`,
    client: 'A',
    location: 'Central',
    txId: 'a1',
    type: 'TopUp',
    amount: 900,
  }
  writeFileSync(file, JSON.stringify([{ line: 2, row }]))
  expect((await act(id, 'correct', '--rows', file, '--reason', 'asked them')).exit).toBe(0)
  const approved = await as('ben', ['proposals', 'approve', '1', '--json'])
  expect(JSON.parse(approved.out)).toMatchObject({ state: 'approved', result: { exception: Number(id), rows: 1 } })
  expect((await cases.balances())['wallet:A']).toBe(900)
  writeFileSync(file, '[{ "line": 2 }]')
  const bad = await act(id, 'correct', '--rows', file, '--reason', 'asked them')
  expect([bad.exit, bad.err]).toEqual([1, expect.stringContaining('Not accepted: 0.row')])
})

it('does at once what needs one person, and says how the exception stands', async () => {
  const id = await caseFrom(unreadable)
  const done = async (...args: string[]) => (await act(id, ...args)).out
  expect(await done('assign', '--to', 'mei')).toBe(`Exception ${id} is in progress, with mei. 2 of 2 rows are left.`)
  expect(await done('assign', '--to', '-')).toBe(`Exception ${id} is open. 2 of 2 rows are left.`)
  expect(await done('note', '--text', 'they are asked')).toContain('is open')
  const until = new Date(Date.now() + 3_600_000).toISOString()
  expect(await done('snooze', '--until', until)).toContain('It is out of sight until')
  expect(await done('snooze', '--until', '-')).not.toContain('out of sight')
  expect(await done('reject', '--lines', '3', '--reason', 'gone')).toContain('1 of 2 rows is left.')
  expect(await done('reject', '--reason', 'gone')).toBe(`Exception ${id} is resolved: rejected.`)
  expect(await done('reopen', '--reason', 'they sent it')).toContain('is open. 2 of 2 rows are left.')
  expect(await done('suspend-producer', '--reason', 'too many')).toContain('is open')
})

it('refuses with exit 1 and the reason in words', async () => {
  const id = await caseFrom(overLimit)
  const refused = async (user: string, ...args: string[]) => {
    const { exit, err } = await as(user, ['exceptions', 'act', ...args])
    return [exit, err]
  }
  const because = ['--reason', 'because']
  expect(await refused('ana', id, 'merge', ...because)).toEqual([
    1,
    expect.stringContaining('its rows repeat no other row.'),
  ])
  expect(await refused('ana', id, 'write_off', ...because)).toEqual([
    1,
    expect.stringContaining('only held payments leave something to write off.'),
  ])
  expect(await refused('ana', id, 'post', '--lines', '9', ...because)).toEqual([
    1,
    expect.stringContaining('is left to be decided on.'),
  ])
  expect(await refused('ana', id, 'assign', '--to', 'aud')).toEqual([1, expect.stringContaining('no active user aud')])
  expect(await refused('ana', id, 'snooze', '--until', '2020-01-01T00:00:00Z')).toEqual([
    1,
    expect.stringContaining('It can be put off until a time from'),
  ])
  expect(await refused('olu', id, 'reject', ...because)).toEqual([1, expect.stringContaining('exceptions.work')])
  expect(await refused('ana', '999', 'reject', ...because)).toEqual([
    1,
    expect.stringContaining('There is no exception 999.'),
  ])
})

it('refuses with exit 2 what is written wrongly, before anything is opened', async () => {
  const written = async (...args: string[]) => {
    const { exit, err } = await act(...args)
    return [exit, err.split('\n')[0]]
  }
  expect(await written('1')).toEqual([2, 'Something is missing behind the command.'])
  expect((await written('1', 'forget'))[1]).toContain('"forget" is no action; known are assign, snooze')
  expect(await written('1', 'reject')).toEqual([2, '--reason is missing.'])
  expect(await written('1', 'reject', '--reason', 'r', '--lines', '5-2')).toEqual([
    2,
    '"5-2" names no lines; --lines takes some like 2-5,9.',
  ])
  expect((await written('1', 'reject', '--reason', 'r', '--lines', '0'))[0]).toBe(2)
  expect(await written('1', 'dismiss', '--reason', 'r', '--lines', '2')).toEqual([
    2,
    '--lines has no place beside dismiss.',
  ])
  expect(await written('1', 'note', '--text', 't', '--to', 'mei')).toEqual([2, '--to has no place beside note.'])
  expect((await written('1', 'snooze', '--until', 'soon'))[0]).toBe(2)
})

it('works as a process of its own, one after another', async () => {
  const id = await caseFrom(overLimit)
  await cases.engine.close()
  const { directory } = cases
  const asAna = { user: 'ana' }
  const first = await jsonOf(directory, ['exceptions', 'act', id, 'write_off', '--reason', 'r'], asAna)
  expect(first).toEqual({
    exit: 1,
    document: { error: { code: 'case_barred', action: 'write_off', bar: 'nothing_to_write_off' } },
  })
  const proposed = await jsonOf(directory, ['exceptions', 'act', id, 'post', '--reason', 'r', '--key', 'k'], asAna)
  expect(proposed).toMatchObject({ exit: 0, document: { proposal: 1, exception: { status: 'waiting' } } })
  const own = await runCli(directory, ['proposals', 'approve', '1'], asAna)
  expect([own.exit, own.err]).toEqual([1, expect.stringContaining('proposals.decide')])
  const approved = await runCli(directory, ['proposals', 'approve', '1'], { user: 'ben' })
  expect([approved.exit, approved.out.trim()]).toEqual([
    0,
    `Proposal 1 (rows_post) is approved. 2 rows of exception ${id} were posted.`,
  ])
  const shown = await jsonOf(directory, ['exceptions', 'show', id], asAna)
  expect(shown.document).toMatchObject({ status: 'resolved', resolution: 'posted', resolvedBy: 'ana' })
  expect((await runCli(directory, ['check'], {})).exit).toBe(0)
}, 120_000)

it('says what a process that ended left half done, does it when told to, and says what became of it', async () => {
  const ids = [await caseFrom(overLimit), await caseFrom(unreadable)].map(Number)
  await act(String(ids[0]), 'post', '--reason', 'r')
  const { store } = await cases.engine.opened()
  const initiator = { caller: 'user:2', user: 2, name: 'ana', roles: ['analyst'], onBehalfOf: null } as const
  const left = { ids, deed: { action: 'reject', reason: 'r' }, asOf: Date.now(), key: 'left', initiator } as const
  await store.write('bulk.start', left, 'ana')

  const words =
    'Work 1 (reject, 2 exceptions) was left by a process that ended, with 2 to go. The console, "serve" and "watch" go on with it, and so does "exceptions resume 1".'
  for (const args of [['list'], ['list', '--mine'], ['act', String(ids[0]), 'note', '--text', 't', '--dry-run']])
    expect((await as('ana', ['exceptions', ...args])).err).toContain(words)
  expect((await as('ana', ['exceptions', 'bulk', '--state', 'running'])).out).toContain(words)
  // Looking at it has done nothing.
  expect(await cases.analyst.exceptions.bulk.get({ id: 1 })).toMatchObject({ state: 'running', left: 2 })
  expect((await as('aud', ['exceptions', 'resume', '1'])).err).toContain('exceptions.work')

  const resumed = await as('ana', ['exceptions', 'resume', '1'])
  expect([resumed.exit, resumed.out]).toEqual([
    1,
    'Work 1 (reject, 2 exceptions) has ended: 1 done, 1 not done: awaits_approval 1.',
  ])
  expect((await as('ana', ['exceptions', 'list'])).err).toBe('')
})
