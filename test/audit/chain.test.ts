/** The audit chain against somebody who can write into the store: what they change is found and named, as far as it can be. */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signAnchor } from '../../engine/audit/anchor.ts'
import { appendRecord } from '../../engine/audit/append.ts'
import { hashOf, macOfHead } from '../../engine/audit/chain.ts'
import { proveHead } from '../../engine/audit/prove-head.ts'
import { verifyChain } from '../../engine/audit/verify.ts'
import { instant } from '../../engine/calendar/instant.ts'
import type { Anchor } from '../../engine/contract/audit.ts'
import { deriveKeys, publicBytesOf, type WorkspaceKeys } from '../../engine/keys/derive.ts'
import type { AuditNote } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'

const workspace = 'workspace-1'
const keys: WorkspaceKeys = deriveKeys(randomBytes(32))
const foreign: WorkspaceKeys = deriveKeys(randomBytes(32))
let folder: string
let raw: Database.Database

type Row = {
  seq: number
  at: number
  actor: string
  action: string
  subject: string
  outcome: string
  detail: string
  prev: Buffer
  hash: Buffer
}

beforeAll(() => {
  folder = makeFolder()
  raw = connect({ file: path.join(folder, 'store.db'), key: keys.store, mode: 'write' })
  migrate(raw, migrations)
  raw.prepare('INSERT INTO signing_key VALUES (1, ?, 0)').run(publicBytesOf(keys.signing))
  // The attacker has the store's key and knows SQL: triggers are no obstacle, the chain has to be.
  raw.exec('DROP TRIGGER audit_record_is_never_changed; DROP TRIGGER audit_record_is_never_deleted')
  raw.exec('DROP TRIGGER audit_record_is_never_replaced')
})
afterAll(() => {
  raw.close()
  removeFolder(folder)
})
beforeEach(() => raw.exec('BEGIN IMMEDIATE'))
afterEach(() => raw.exec('ROLLBACK'))

const append = (notes: readonly AuditNote[], key = keys.chain) => {
  for (const [index, note] of notes.entries())
    appendRecord({ raw, at: instant(1_000 + index), actor: `user-${index % 3}` }, key, note)
}
const fill = (count: number) =>
  append(
    Array.from({ length: count }, (_, index) => ({
      action: 'client.view',
      subject: `client:${index}`,
      outcome: 'done',
      detail: { index },
    })),
  )
const verify = (anchor: Anchor | null = null) => {
  const { intact, brokenAt, problem } = verifyChain(
    { raw, db: undefined as never, onProgress: () => undefined },
    { chainKey: keys.chain, anchor, workspace },
  )
  return intact ? 'intact' : `${problem} at ${brokenAt}`
}
const rowAt = (seq: number) => raw.prepare('SELECT * FROM audit_record WHERE seq = ?').get(seq) as Row
const put = (row: Row) =>
  raw
    .prepare('REPLACE INTO audit_record VALUES (@seq, @at, @actor, @action, @subject, @outcome, @detail, @prev, @hash)')
    .run(row)
const rehash = (row: Row, prev = row.prev): Row => ({ ...row, prev, hash: hashOf(prev, row) })
const setHead = (key: Uint8Array, seq: number, hash: Buffer) =>
  raw.prepare('UPDATE audit_head SET seq = ?, hash = ?, mac = ?').run(seq, hash, macOfHead(key, seq, hash))
/** Everything from `seq` on is made to fit again, as by somebody who knows how the hashes are made. */
const rehashFrom = (seq: number, to = 10) => {
  for (let at = seq; at <= to; at += 1) put(rehash(rowAt(at), at === 1 ? Buffer.alloc(32) : rowAt(at - 1).hash))
}
const anchorOf = (seq: number, signer = keys, of = workspace) =>
  signAnchor(signer.signing, { seq, hash: rowAt(seq).hash.toString('hex') }, { workspace: of, at: 0 })
const sql = (text: string) => () => void raw.exec(text)

describe('a chain of ten records', () => {
  beforeEach(() => fill(10))

  it('is intact when nobody touched it, with and without an anchor of any of its records', () => {
    expect(verify()).toBe('intact')
    expect(Array.from({ length: 10 }, (_, index) => verify(anchorOf(index + 1)))).toEqual(Array(10).fill('intact'))
    const anchor = anchorOf(10)
    fill(5)
    expect(verify(anchor)).toBe('intact')
  })

  it.each<readonly [string, () => void, string]>([
    ['its time changed', sql('UPDATE audit_record SET at = at + 1 WHERE seq = 4'), 'changed at 4'],
    ['its actor changed', sql(`UPDATE audit_record SET actor = 'nobody' WHERE seq = 4`), 'changed at 4'],
    ['its action changed', sql(`UPDATE audit_record SET action = 'client.viewed' WHERE seq = 4`), 'changed at 4'],
    ['its subject changed', sql(`UPDATE audit_record SET subject = 'client:5' WHERE seq = 4`), 'changed at 4'],
    ['its outcome changed', sql(`UPDATE audit_record SET outcome = 'refused' WHERE seq = 4`), 'changed at 4'],
    ['its detail changed', sql(`UPDATE audit_record SET detail = '{"index": 3}' WHERE seq = 4`), 'changed at 4'],
    [
      'text moved from one field to the next',
      sql(`UPDATE audit_record SET action = 'client.', subject = 'view' || subject WHERE seq = 4`),
      'changed at 4',
    ],
    ['its link changed', sql('UPDATE audit_record SET prev = zeroblob(32) WHERE seq = 4'), 'changed at 4'],
    ['its hash changed', sql('UPDATE audit_record SET hash = zeroblob(32) WHERE seq = 4'), 'changed at 4'],
    ['the first record changed', sql(`UPDATE audit_record SET actor = 'nobody' WHERE seq = 1`), 'changed at 1'],
    ['the last record changed', sql(`UPDATE audit_record SET actor = 'nobody' WHERE seq = 10`), 'changed at 10'],
    ['a record removed', sql('DELETE FROM audit_record WHERE seq = 4'), 'missing at 4'],
    ['the first record removed', sql('DELETE FROM audit_record WHERE seq = 1'), 'missing at 1'],
    [
      'a record removed and the rest moved up',
      sql('DELETE FROM audit_record WHERE seq = 4; UPDATE audit_record SET seq = seq - 1 WHERE seq > 4'),
      'changed at 4',
    ],
    [
      'two records in each other’s place',
      sql(
        'UPDATE audit_record SET seq = 99 WHERE seq = 4; UPDATE audit_record SET seq = 4 WHERE seq = 5; UPDATE audit_record SET seq = 5 WHERE seq = 99',
      ),
      'changed at 4',
    ],
    [
      'a record copied to the end',
      sql(
        `INSERT INTO audit_record SELECT 11, at, actor, action, subject, outcome, detail, prev, hash FROM audit_record WHERE seq = 10`,
      ),
      'changed at 11',
    ],
    ['the end cut off', sql('DELETE FROM audit_record WHERE seq > 7'), 'cut_off at 8'],
    ['everything cut off', sql('DELETE FROM audit_record'), 'cut_off at 1'],
    ['the head removed', sql('DELETE FROM audit_head'), 'head_forged at 10'],
    [
      'everything removed, the head as well',
      sql('DELETE FROM audit_record; DELETE FROM audit_head'),
      'head_forged at 1',
    ],
    [
      'the head moved back',
      sql(
        'DELETE FROM audit_record WHERE seq > 7; UPDATE audit_head SET seq = 7, hash = (SELECT hash FROM audit_record WHERE seq = 7)',
      ),
      'head_forged at 7',
    ],
    ['the head’s seal changed', sql('UPDATE audit_head SET mac = zeroblob(32)'), 'head_forged at 10'],
  ])('with %s is told', (_, forge, found) => {
    forge()
    expect(verify()).toBe(found)
  })

  it.each<readonly [string, () => void, string]>([
    [
      'a record replaced by one that is whole in itself',
      () => put(rehash({ ...rowAt(4), actor: 'nobody' })),
      'out_of_order at 4',
    ],
    [
      'a record inserted, and those behind it moved on, each whole in itself',
      () => {
        raw.exec(
          'UPDATE audit_record SET seq = seq + 1000 WHERE seq > 4; UPDATE audit_record SET seq = seq - 999 WHERE seq > 1000',
        )
        put(rehash({ ...rowAt(4), seq: 5, actor: 'nobody' }, rowAt(4).hash))
      },
      'changed at 6',
    ],
    [
      'a record added behind the head',
      () => put(rehash({ ...rowAt(10), seq: 11 }, rowAt(10).hash)),
      'out_of_order at 11',
    ],
    [
      'a record changed and every hash from there on made anew',
      () => {
        put({ ...rowAt(4), actor: 'nobody' })
        rehashFrom(4)
      },
      'changed at 10',
    ],
    [
      'the same, and the head rewritten without the key',
      () => {
        put({ ...rowAt(4), actor: 'nobody' })
        rehashFrom(4)
        setHead(foreign.chain, 10, rowAt(10).hash)
      },
      'head_forged at 10',
    ],
    [
      'the head of a moment ago put back with the records behind it',
      () => {
        const head = raw.prepare('SELECT * FROM audit_head').get() as { seq: number; hash: Buffer; mac: Buffer }
        fill(2)
        raw.prepare('UPDATE audit_head SET seq = @seq, hash = @hash, mac = @mac').run(head)
      },
      'out_of_order at 11',
    ],
  ])('with %s is told', (_, forge, found) => {
    forge()
    expect(verify()).toBe(found)
  })

  it.each<readonly [string, () => void, string]>([
    [
      'a record changed and everything rewritten',
      () => {
        put({ ...rowAt(4), actor: 'nobody' })
        rehashFrom(4)
        setHead(keys.chain, 10, rowAt(10).hash)
      },
      'anchor_mismatch at 8',
    ],
    [
      'the end cut off and the head moved back',
      () => {
        raw.exec('DELETE FROM audit_record WHERE seq > 5')
        setHead(keys.chain, 5, rowAt(5).hash)
      },
      'cut_off at 8',
    ],
  ])('with %s by somebody who has every key is told by an anchor from outside, and only by it', (_, forge, found) => {
    const anchor = anchorOf(8)
    forge()
    expect(verify()).toBe('intact')
    expect(verify(anchor)).toBe(found)
  })

  it.each<readonly [string, () => Anchor, string]>([
    ['signed by somebody else', () => anchorOf(8, foreign), 'anchor_forged at 8'],
    ['of another workspace', () => anchorOf(8, keys, 'workspace-2'), 'anchor_forged at 8'],
    ['with another hash', () => ({ ...anchorOf(8), hash: rowAt(7).hash.toString('hex') }), 'anchor_forged at 8'],
    ['with another number', () => ({ ...anchorOf(8), seq: 7 }), 'anchor_forged at 7'],
    ['with another time', () => ({ ...anchorOf(8), at: '2020-01-01T00:00:00.000Z' }), 'anchor_forged at 8'],
    [
      'with another workspace written in',
      () => ({ ...anchorOf(8, keys, 'workspace-2'), workspace }),
      'anchor_forged at 8',
    ],
    ['with no signature', () => ({ ...anchorOf(8), signature: '' }), 'anchor_forged at 8'],
    ['with a public key that is none', () => ({ ...anchorOf(8), publicKey: 'AAAA' }), 'anchor_forged at 8'],
    [
      'of a record that was never written',
      () => signAnchor(keys.signing, { seq: 99, hash: '00'.repeat(32) }, { workspace, at: 0 }),
      'cut_off at 99',
    ],
  ])('held against an anchor %s tells so', (_, make, found) => {
    expect(verify(make())).toBe(found)
  })
})

describe('a forged end of the chain', () => {
  const forgeries: readonly (readonly [string, () => void])[] = [
    [
      'cut off, the head moved back without the key',
      sql(
        'DELETE FROM audit_record WHERE seq > 7; UPDATE audit_head SET seq = 7, hash = (SELECT hash FROM audit_record WHERE seq = 7)',
      ),
    ],
    ['removed wholly', sql('DELETE FROM audit_record; DELETE FROM audit_head')],
    ['continued behind the head', () => put(rehash({ ...rowAt(10), seq: 11 }, rowAt(10).hash))],
    ['without its head', sql('DELETE FROM audit_head')],
  ]
  it.each(forgeries)('(%s) stays told after the next opening appended to it', (_, forge) => {
    fill(10)
    forge()
    expect(verify()).not.toBe('intact')
    // What every opening does: look at the head, then append.
    inTransaction(() => proveHead({ raw, at: instant(5_000) }, keys.chain))
    fill(3)
    expect(verify()).toMatch(/^head_forged at \d+$/)
    // And after the one after that, without piling up notes.
    const before = raw.prepare('SELECT count(*) FROM audit_record').pluck().get()
    inTransaction(() => proveHead({ raw, at: instant(6_000) }, keys.chain))
    expect(raw.prepare('SELECT count(*) FROM audit_record').pluck().get()).toBe(before)
    expect(verify()).toMatch(/^head_forged at \d+$/)
  })

  it('is not seen in a head that the key before a rotation authenticated; from then on it is the new key’s', () => {
    append([{ action: 'a', subject: 's', outcome: 'done' }], foreign.chain)
    expect(verify()).toBe('head_forged at 1')
    inTransaction(() => proveHead({ raw, at: instant(5_000) }, keys.chain, [foreign.chain]))
    expect(verify()).toBe('intact')
    inTransaction(() => proveHead({ raw, at: instant(6_000) }, keys.chain))
    expect(verify()).toBe('intact')
  })
})

describe('any chain', () => {
  const note = fc.record({
    // Any text a program can hold, halves of surrogate pairs and control characters too.
    action: fc.string({ unit: 'binary' }),
    subject: fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      maxLength: 12,
    }),
    outcome: fc.string({ maxLength: 8 }),
    detail: fc.dictionary(
      fc.string({ maxLength: 6 }),
      fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)),
    ),
  })
  const fields = ['at', 'actor', 'action', 'subject', 'outcome', 'detail', 'prev', 'hash'] as const

  it('is intact as it was written, whatever it says, and any one change of it is found and named', () => {
    fc.assert(
      fc.property(
        fc.array(note, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.oneof(fc.constantFrom(...fields), fc.constantFrom('remove' as const, 'swap' as const, 'cut' as const)),
        (notes, pick, change) => {
          raw.exec('SAVEPOINT chain')
          try {
            append(notes)
            expect(verify()).toBe('intact')
            const seq = (pick % notes.length) + 1
            expect(verify(anchorOf(seq))).toBe('intact')
            expect(mutate(seq, notes.length, change)).toBe(verify())
          } finally {
            raw.exec('ROLLBACK TO chain; RELEASE chain')
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  /** Does the damage and says what the proof has to find. */
  function mutate(seq: number, count: number, change: (typeof fields)[number] | 'remove' | 'swap' | 'cut'): string {
    const row = rowAt(seq)
    switch (change) {
      case 'remove':
        raw.prepare('DELETE FROM audit_record WHERE seq = ?').run(seq)
        return `${seq === count ? 'cut_off' : 'missing'} at ${seq}`
      case 'cut':
        raw.prepare('DELETE FROM audit_record WHERE seq >= ?').run(seq)
        return `cut_off at ${seq}`
      case 'swap': {
        if (count === 1) return 'intact'
        const other = seq === count ? 1 : seq + 1
        const first = Math.min(seq, other)
        const second = rowAt(other)
        put({ ...second, seq })
        put({ ...row, seq: other })
        return `changed at ${first}`
      }
      case 'prev':
      case 'hash':
        put({ ...row, [change]: Buffer.from(row[change].map((byte, index) => (index === 7 ? byte ^ 1 : byte))) })
        return `changed at ${seq}`
      case 'at':
        put({ ...row, at: row.at + 1 })
        return `changed at ${seq}`
      case 'detail':
        put({ ...row, detail: `${row.detail} ` })
        return `changed at ${seq}`
      default:
        put({ ...row, [change]: `${row[change]}x` })
        return `changed at ${seq}`
    }
  }
})

/** proveHead opens a transaction of its own; here everything is in one that is rolled back, and better-sqlite3 nests. */
function inTransaction(work: () => void): void {
  raw.transaction(work)()
}
