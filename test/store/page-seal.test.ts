/** Our own proof of single pages: the cipher against its published vectors, the pages against SQLite. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Aegis256 } from '../../engine/store/aegis-256.ts'
import { connect } from '../../engine/store/connection.ts'
import { checkPages } from '../../engine/store/page-check.ts'
import { damagedPages } from '../../engine/store/page-seal.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { flipBit } from './on-disk.ts'

const pageBytes = 16_384
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('AEGIS-256', () => {
  // Test vectors 1, 2 and those without associated data of draft-irtf-cfrg-aegis-aead.
  const key = Buffer.concat([hex('1001'), Buffer.alloc(30)])
  const nonce = Buffer.concat([hex('100002'), Buffer.alloc(29)])

  it('makes the published key stream and tags', () => {
    const sealed = hex('754fc3d8c973246dcc6d741412a4b236')
    // The message is zeros, so its encryption is the key stream.
    expect(new Aegis256(key, nonce).stream(16)).toEqual(sealed)
    expect(new Aegis256(key, nonce).tagOf(sealed).toString('hex')).toBe(
      '1181a1d18091082bf0266f66297d167d2e68b845f61a3b0527d31fc7b7b89f13',
    )
    expect(new Aegis256(key, nonce).tagOf(Buffer.alloc(0)).toString('hex')).toBe(
      '6a348c930adbd654896e1666aad67de989ea75ebaa2b82fb588977b1ffec864a',
    )
  })
})

describe('the pages of a store', () => {
  const key = randomBytes(32)
  let folder: string
  let whole: string
  let pages: number
  let free: number[]

  beforeAll(() => {
    folder = makeFolder()
    whole = path.join(folder, 'whole.db')
    const db = connect({ file: whole, key, mode: 'write' })
    db.exec(
      'CREATE TABLE block (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT; CREATE INDEX by_bytes ON block (bytes)',
    )
    const insert = db.prepare('INSERT INTO block (bytes) VALUES (randomblob(?))')
    db.transaction(() => {
      for (let row = 0; row < 400; row += 1) insert.run(200 + row * 50)
    })()
    db.exec('DELETE FROM block WHERE id % 3 = 0')
    pages = db.pragma('page_count', { simple: true }) as number
    const used = new Set(db.prepare('SELECT pageno FROM dbstat').pluck().all() as number[])
    free = Array.from({ length: pages }, (_, index) => index + 1).filter((page) => !used.has(page))
    db.close()
    expect([pages > 100, free.length > 10, free.length]).toEqual([
      true,
      true,
      readFileSync(whole).length / pageBytes - used.size,
    ])
  })
  afterAll(() => removeFolder(folder))

  const all = () => Array.from({ length: pages }, (_, index) => index + 1)
  const copyWith = (damage: (file: string) => void): string => {
    const file = path.join(folder, 'copy.db')
    writeFileSync(file, readFileSync(whole))
    damage(file)
    return file
  }
  const check = (file: string) => {
    const db = connect({ file, key, mode: 'read' })
    try {
      return checkPages(db)
    } finally {
      db.close()
    }
  }

  it('are all sealed as SQLite wrote them, the first, full, partly filled and free ones', () => {
    expect(damagedPages(whole, key, all())).toEqual([])
    expect(check(whole)).toEqual({ pages, findings: [] })
  })

  it('are none sealed under another key', () => {
    expect(damagedPages(whole, randomBytes(32), all())).toEqual(all())
  })

  it.each([
    ['its first byte', 0],
    ['a byte in its middle', 8_191],
    ['the last byte of its content', pageBytes - 65],
    ['a byte of its tag', pageBytes - 64],
    ['the last byte of its nonce', pageBytes - 1],
  ])('are named when one bit of them is flipped: %s', (_, offset) => {
    const damaged = [2, 17, pages - 1, pages]
    const file = copyWith((copy) => {
      for (const page of damaged) flipBit(copy, (page - 1) * pageBytes + offset)
    })
    expect(damagedPages(file, key, all())).toEqual(damaged)
  })

  it('of the first one everything but the salt, which a raw key does not use, is proven', () => {
    for (const offset of [24, 99, 100, 9_000, pageBytes - 64, pageBytes - 1]) {
      const file = copyWith((copy) => flipBit(copy, offset))
      expect({ offset, found: damagedPages(file, key, all()) }).toEqual({ offset, found: [1] })
    }
  })

  it('are named when two of them changed places, though each is whole in itself', () => {
    const file = copyWith((copy) => {
      const bytes = readFileSync(copy)
      const [a, b] = [5, 9].map((page) => Buffer.from(bytes.subarray((page - 1) * pageBytes, page * pageBytes)))
      b?.copy(bytes, 4 * pageBytes)
      a?.copy(bytes, 8 * pageBytes)
      writeFileSync(copy, bytes)
    })
    expect(damagedPages(file, key, all())).toEqual([5, 9])
  })

  it('are named by the deep check when they are free, where SQLite itself finds nothing', () => {
    const page = free.at(-2) ?? 0
    const file = copyWith((copy) => flipBit(copy, (page - 1) * pageBytes + 3_000))
    const db = connect({ file, key, mode: 'read' })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
    expect(check(file).findings).toEqual([
      { code: 'page_damaged', subject: `page:${page}`, expected: 'sealed', found: 'changed' },
    ])
  })

  it('that are in the log only are SQLite’s to prove', () => {
    const file = copyWith(() => undefined)
    const db = connect({ file, key, mode: 'write' })
    db.exec('INSERT INTO block (bytes) VALUES (randomblob(2000000))')
    expect(checkPages(db).findings).toEqual([])
    expect(checkPages(db).pages).toBeGreaterThan(pages)
    db.close()
  })
})
