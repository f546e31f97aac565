import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Caller, callerScopes } from '../../engine/contract/callers.ts'
import { ProposedChange } from '../../engine/contract/proposals.ts'
import { changeLine, contentRows } from '../../renderer/approvals/change-words.ts'
import { cameOf } from '../../renderer/approvals/outcome.ts'
import { setGroups } from '../../renderer/approvals/set-rows.ts'
import { callerColumns } from '../../renderer/callers/columns.ts'
import { scopeGroups, scopesLine, scopesOf } from '../../renderer/callers/scopes.ts'
import { nextOf, standingOf } from '../../renderer/callers/standing.ts'
import { latestDay, readCaller, type TypedCaller, typedCaller } from '../../renderer/callers/typed-caller.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }
const at = '2026-11-22T06:00:00.000Z'
const caller: Caller = {
  id: 3,
  name: 'payroll',
  state: 'active',
  version: 2,
  scopes: ['batches.send', 'ledger.read', 'ledger.operate'],
  producer: 7,
  producerName: 'Seven Market',
  addresses: ['203.0.113.0/24', '203.0.113.7'],
  expiresAt: '2027-02-20T15:59:59.000Z',
  callsPerMinute: 1_200,
  aloneUpTo: 5_000,
  createdAt: at,
  createdBy: 'admin',
  stoppedAt: null,
  stoppedBy: null,
  lastCallAt: null,
  calls: 12_345,
  refused: 0,
  keys: [],
}
const around = { zone: 'Asia/Hong_Kong', currency: 'USD', digits: 2, known: null }

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(at), toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('how it stands with a program', () => {
  it.each([
    [{}, 'active', 'Active'],
    [{ state: 'without_key' }, 'without_key', 'Without a key'],
    [{ expiresAt: '2026-12-06T06:00:00.000Z' }, 'expiring', 'Expires in 14 days'],
    [{ expiresAt: '2026-12-06T06:00:01.000Z' }, 'active', 'Active'],
    [{ expiresAt: '2026-11-22T06:00:01.000Z' }, 'expiring', 'Expires within a day'],
    [{ expiresAt: at }, 'expired', 'Expired'],
    [{ state: 'expired', expiresAt: '2026-11-01T00:00:00.000Z' }, 'expired', 'Expired'],
    [{ state: 'stopped', expiresAt: '2026-11-01T00:00:00.000Z' }, 'stopped', 'Stopped'],
  ] as const)('%o is %s', (changed, standing, word) => {
    const stands = standingOf({ ...caller, ...changed }, at, english)
    expect([stands.standing, stands.word]).toEqual([standing, word])
    expect(nextOf({ ...caller, ...changed }, standing, words) === null).toBe(standing === 'active')
  })

  it('is told by a shape of its own each', () => {
    const states = [
      {},
      { state: 'without_key' },
      { expiresAt: '2026-11-23T06:00:00.000Z' },
      { state: 'expired' },
      { state: 'stopped' },
    ] as const
    const tones = states.map((changed) => standingOf({ ...caller, ...changed }, at, english).tone)
    expect(new Set(tones).size).toBe(states.length)
  })
})

describe('what a program may do', () => {
  it('stands in one group each, with words in both languages', () => {
    expect(scopeGroups.flatMap(scopesOf).toSorted()).toEqual([...callerScopes].toSorted())
    expect(scopesOf('act')).toEqual([
      'ledger.operate',
      'ledger.act_on_behalf',
      'accounts.manage',
      'wallets.manage',
      'wallets.freeze',
      'proposals.propose',
    ])
    expect(new Set(callerScopes.map((scope) => scopesLine([scope], english))).size).toBe(callerScopes.length)
    expect(new Set(callerScopes.map((scope) => scopesLine([scope], chinese))).size).toBe(callerScopes.length)
  })

  it('is said in a list with what it changes before what it sees', () => {
    const may = callerColumns(words, at).find(({ id }) => id === 'may')
    expect(may?.text(caller)).toBe('Move money · Send files · Read: Ledger')
  })
})

describe('what an approver reads', () => {
  const terms = {
    scopes: caller.scopes,
    producer: 7,
    addresses: [],
    expiresAt: caller.expiresAt,
    callsPerMinute: 600,
    aloneUpTo: 0,
  }

  it('of a new program is all that it would be allowed', () => {
    expect(setGroups([{ subject: 'caller:payroll', before: null, after: terms }], words)).toEqual([
      {
        subject: 'The program payroll over the API',
        rows: [
          { what: 'Read', before: null, after: 'Ledger' },
          { what: 'Act on money and accounts', before: null, after: 'Move money' },
          { what: 'Act for its producer', before: null, after: 'Send files' },
          { what: 'Producer', before: null, after: 'Producer 7' },
          { what: 'May move alone', before: null, after: 'Nothing: a person agrees to each' },
          { what: 'Calls from', before: null, after: 'Everywhere' },
          { what: 'Expires', before: null, after: '2027-02-20 23:59:59' },
          { what: 'Calls a minute', before: null, after: '600' },
        ],
        unchanged: 0,
      },
    ])
  })

  it('of a change is what becomes other, and how much stays', () => {
    const after = { ...terms, scopes: ['ledger.read', 'ledger.operate', 'clients.read'], aloneUpTo: 5_000 }
    expect(setGroups([{ subject: 'caller:payroll', before: terms, after }], words)).toEqual([
      {
        subject: 'The program payroll over the API',
        rows: [
          { what: 'Read', before: 'Ledger', after: 'Clients and wallets, Ledger' },
          { what: 'Act for its producer', before: 'Send files', after: null },
          {
            what: 'May move alone',
            before: 'Nothing: a person agrees to each',
            after: 'Up to USD 50.00 in one operation',
          },
        ],
        unchanged: 5,
      },
    ])
  })

  it('of terms in the form of a newer engine is what came', () => {
    const after = { moons: 2 }
    const [group] = setGroups([{ subject: 'caller:payroll', before: null, after }], words)
    expect(group?.rows).toEqual([{ what: 'Value', before: null, after: '{"moons":2}' }])
  })

  it('is the content of the proposal, also where the program is named as a setting is', () => {
    const change = ProposedChange.parse({ kind: 'caller', caller: 3, name: 'holds', ...terms })
    expect(changeLine(change, words)).toBe('Change what the program holds may do over the API')
    expect(contentRows(change, words, { currency: null, amount: null }).slice(0, 3)).toEqual([
      { name: 'Kind', value: 'API key' },
      { name: 'Program', value: 'holds' },
      { name: 'Read', value: 'Ledger' },
    ])
  })

  it('leads to the program that came of it', () => {
    expect(cameOf({ result: { caller: 3, version: 1 }, client: null }, english)?.address).toBe(
      '/settings/api-keys?open=3',
    )
  })
})

describe('what is typed about a program', () => {
  let typed: TypedCaller
  // What is suggested goes by the day, which is set before each test.
  beforeEach(() => {
    typed = { ...typedCaller(around), name: 'payroll', scopes: ['ledger.read'] }
  })

  it('lasts for 90 days when nobody says otherwise, to the end of the last of them', () => {
    expect(readCaller(typed, around)).toEqual({
      ok: true,
      change: {
        kind: 'caller',
        name: 'payroll',
        scopes: ['ledger.read'],
        producer: null,
        addresses: [],
        expiresAt: '2027-02-20T15:59:59.000Z',
        callsPerMinute: 600,
        aloneUpTo: 0,
      },
    })
  })

  it('of terms that are agreed on comes back as those terms, to the instant', () => {
    const known = { ...caller, expiresAt: '2027-02-20T03:04:05.000Z' }
    const read = readCaller(typedCaller({ ...around, known }), { ...around, known })
    expect(read).toEqual({
      ok: true,
      change: {
        kind: 'caller',
        caller: 3,
        name: 'payroll',
        scopes: ['batches.send', 'ledger.read', 'ledger.operate'],
        producer: 7,
        addresses: ['203.0.113.0/24', '203.0.113.7'],
        expiresAt: '2027-02-20T03:04:05.000Z',
        callsPerMinute: 1_200,
        aloneUpTo: 5_000,
      },
    })
  })

  it('of terms that ended is typed with a later day', () => {
    expect(typedCaller({ ...around, known: { ...caller, expiresAt: '2026-11-01T00:00:00.000Z' } }).lastDay).toBe(
      '2027-02-20',
    )
  })

  it('gives no amount to move alone to whoever moves no money', () => {
    const read = readCaller({ ...typed, aloneUpTo: '50' }, around)
    expect(read.ok && read.change.aloneUpTo).toBe(0)
    const moving = readCaller({ ...typed, scopes: ['ledger.operate'], aloneUpTo: '50' }, around)
    expect(moving.ok && moving.change.aloneUpTo).toBe(5_000)
    const nothing = readCaller({ ...typed, scopes: ['ledger.operate'], aloneUpTo: '0' }, around)
    expect(nothing.ok && nothing.change.aloneUpTo).toBe(0)
  })

  it.each([
    [{ name: 'two words' }, { name: { id: 'caller.name.wrong' } }],
    [{ scopes: [] }, { scopes: { id: 'caller.scopes.missing' } }],
    [{ scopes: ['batches.send'] }, { producer: { id: 'caller.producer.missing' } }],
    [
      { addresses: '203.0.113.7\n203.0.113.999' },
      { addresses: { id: 'caller.addresses.wrong', values: { line: '203.0.113.999' } } },
    ],
    [{ lastDay: '2026-11-21' }, { lastDay: { id: 'caller.expires.wrong', values: { latest: '2027-11-22' } } }],
    [{ lastDay: '2027-11-23' }, { lastDay: { id: 'caller.expires.wrong', values: { latest: '2027-11-22' } } }],
    [{ callsPerMinute: '0' }, { callsPerMinute: { id: 'caller.per_minute.wrong', values: { max: 600_000 } } }],
    [
      { scopes: ['ledger.operate'], aloneUpTo: '1,5' },
      { aloneUpTo: { id: 'amount.ambiguous', values: { currency: 'USD', digits: 2 } } },
    ],
  ] as const)('%o is told where it is wrong', (changed, problems) => {
    expect(readCaller({ ...typed, ...changed }, around)).toEqual({ ok: false, problems })
  })

  it('may last to the end of the latest day, which the engine takes', () => {
    const read = readCaller({ ...typed, lastDay: latestDay(around.zone) }, around)
    expect(read.ok && Date.parse(read.change.expiresAt) - Date.parse(at)).toBeLessThanOrEqual(366 * 86_400_000)
  })
})
