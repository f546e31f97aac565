/** Whatever somebody does to a close pack is found, and said of the file that it was done to. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { fingerprintOf } from '../../engine/close-pack/manifest.ts'
import { verifyPack } from '../../engine/close-pack/verify/verify-pack.ts'
import { publicBytesOf } from '../../engine/keys/derive.ts'
import { Dice } from '../reconcile/two-sides.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { booksOfThreeDays, dayAt, makePack, putZip } from './made.ts'
import { anotherKey, contentOf, filesOf, replaced, signedAnew, withChanged, zipOf } from './zip.ts'

let folder: string
let pack: Buffer
let ours: Awaited<ReturnType<typeof keysOf>>['signing']

beforeAll(async () => {
  const books = await booksOfThreeDays()
  pack = (await makePack(books)).zip
  ours = (await keysOf(books.directory)).signing
  books.close()
  vi.useRealTimers()
  folder = makeFolder()
}, 60_000)
afterAll(() => removeFolder(folder))

const found = async (zip: Buffer, expected = {}) => (await verifyPack(putZip(folder, zip), expected)).problems
const flipped = (content: Buffer): Buffer => {
  return flippedAt(content, Math.floor(content.length / 2))
}
const flippedAt = (content: Buffer, at: number, bit = 0): Buffer => {
  const copy = Buffer.from(content)
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at)
  return copy
}
const same = (name: string) => ({ code: 'file_changed', file: name })

describe('a byte that was changed', () => {
  it.each(['close-pack.pdf', 'balances.csv', 'wallets.csv', 'exceptions.csv', 'rules.csv'])(
    'in %s is said of that file, whether or not its checksum was put right',
    async (name) => {
      expect(await found(withChanged(pack, { [name]: flipped }))).toEqual([same(name)])
      const at = pack.indexOf(contentOf(pack, name)) + 20
      expect(await found(flippedAt(pack, at))).toEqual([same(name)])
    },
  )

  it('in the document or the anchor is said of it', async () => {
    const document = await found(withChanged(pack, { 'close-pack.json': replaced('"postings": 8', '"postings": 9') }))
    expect(document).toEqual([same('close-pack.json')])
    const anchor = await found(withChanged(pack, { 'anchor.json': replaced('"seq": ', '"seq": 1') }))
    expect(anchor).toEqual([same('anchor.json'), { code: 'anchor_forged' }])
  })

  it('in an amount of the document, so that it is none, is said of it', async () => {
    const spoil = (content: Buffer) => Buffer.from(content.toString().replace(/("items": \[.*?"closing": ")/s, '$11;'))
    const spoilt = withChanged(pack, { 'close-pack.json': spoil })
    expect(await found(spoilt)).toEqual([
      same('close-pack.json'),
      { code: 'document_unreadable', reason: 'tables.balances.items' },
    ])
  })

  it('in the manifest is said of it, also where it means nothing', async () => {
    const renamed = withChanged(pack, { 'manifest.json': replaced('"madeBy": "ben"', '"madeBy": "eve"') })
    expect(await found(renamed)).toEqual([{ code: 'signature_wrong' }, { code: 'document_differs', field: 'madeBy' }])
    const blank = withChanged(pack, { 'manifest.json': replaced('\n}', '\n }') })
    expect(await found(blank)).toEqual([{ code: 'manifest_unreadable' }])
  })

  it('anywhere is found', async () => {
    const dice = new Dice(28)
    for (let tried = 0; tried < 300; tried += 1) {
      const at = Math.floor(dice.next() * pack.length)
      const raw = flippedAt(pack, at, Math.floor(dice.next() * 8))
      const { isSound, problems } = await verifyPack(putZip(folder, raw))
      expect({ at, isSound, found: problems.length > 0 }).toEqual({ at, isSound: false, found: true })
    }
  }, 60_000)
})

describe('a pack that was signed anew', () => {
  it('by another key is sound by itself, and not for whoever knows the key', async () => {
    const key = anotherKey()
    const forged = signedAnew(pack, key)
    // Its anchor is still ours, and an anchor of theirs is of no chain of ours.
    expect(await found(forged)).toEqual([{ code: 'anchor_differs' }])
    const [theirs, known] = [key, ours].map((each) => fingerprintOf(publicBytesOf(each)))
    expect(await found(forged, { key: known })).toEqual([
      { code: 'key_differs', fingerprint: theirs, expected: known },
      { code: 'anchor_differs' },
    ])
    expect(await found(pack, { key: known?.toUpperCase().replaceAll(' ', ':') })).toEqual([])
  })

  const forgery = (changes: Parameters<typeof withChanged>[1]) => found(signedAnew(withChanged(pack, changes), ours))

  it('does not hide figures that do not add up', async () => {
    expect(await forgery({ 'balances.csv': replaced('648.50', '648.51') })).toEqual([
      { code: 'table_differs', file: 'balances.csv', what: 'sums' },
    ])
    expect(
      await forgery({
        'wallets.csv': (content) =>
          Buffer.from(content.toString().split('\r\n').slice(0, -2).join('\r\n').concat('\r\n')),
      }),
    ).toEqual([{ code: 'table_differs', file: 'wallets.csv', what: 'rows' }])
    expect(await forgery({ 'files.csv': replaced('kind,number', 'number,kind') })).toEqual([
      { code: 'table_differs', file: 'files.csv', what: 'head' },
    ])
    expect(await forgery({ 'residues.csv': replaced('-0.50', '"-0,50"') })).toEqual([
      { code: 'table_unreadable', file: 'residues.csv', line: 2 },
    ])
  })

  it('does not hide a balance, a proof or a verdict that does not come out', async () => {
    const balance = await forgery({ 'close-pack.json': replaced('"closing": "64850"', '"closing": "64851"') })
    expect(balance).toContainEqual({ code: 'balance_wrong', account: 'omnibus:main', currency: 'USD' })
    expect(balance).toContainEqual({ code: 'books_do_not_balance', currency: 'USD' })
    const proof = await forgery({ 'close-pack.json': replaced('"ledger": "14000"', '"ledger": "14001"') })
    expect(proof).toContainEqual({ code: 'proof_wrong', account: 'omnibus:main', currency: 'USD', day: dayAt(0) })
    expect(await forgery({ 'close-pack.json': replaced('"verdict": "breaks"', '"verdict": "proves"') })).toEqual([
      { code: 'verdict_wrong', says: 'proves', found: 'breaks' },
    ])
    expect(await forgery({ 'close-pack.json': replaced('"version": 1', '"version": 2') })).toEqual([
      { code: 'document_unreadable', reason: 'version' },
    ])
  })
})

describe('a pack that is made to wear out whoever checks it', () => {
  const forgery = (changes: Parameters<typeof withChanged>[1]) => found(signedAnew(withChanged(pack, changes), ours))
  const withRow = (row: string) => (content: Buffer) => Buffer.concat([content, Buffer.from(`${row}\r\n`)])

  it('by a row that a pattern would go over again and again is read once', async () => {
    const letters = 'a'.repeat(100_000)
    for (const row of [`"${letters}`, `"${letters}"x"`, `${letters}"`, `"${'""'.repeat(50_000)}"x`]) {
      const started = performance.now()
      expect(await forgery({ 'residues.csv': withRow(row) })).toEqual([
        { code: 'table_unreadable', file: 'residues.csv', line: 4 },
      ])
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  }, 20_000)

  it('by an amount of a million digits, or a currency for each row, is not added up', async () => {
    const unreadable = (line: number) => [{ code: 'table_unreadable', file: 'wallets.csv', line }]
    const amount = (digits: string) => `"w","c","USD","active",${digits}.00,0.00,0.00,0.00`
    expect(await forgery({ 'wallets.csv': withRow(amount('9'.repeat(1_000_000))) })).toEqual(unreadable(5))
    const rows = Array.from({ length: 1_100 }, (_, at) => `"w","c","X${at}","active",0.00,0.00,0.00,0.00`)
    expect(await forgery({ 'wallets.csv': withRow(rows.join('\r\n')) })).toEqual(unreadable(1_004))
  })

  it('by more rows in its document than a pack has is not looked at row by row', async () => {
    const rows = `"breaking": [${'0,'.repeat(200_000)}`
    expect(await forgery({ 'close-pack.json': replaced('"breaking": [', rows) })).toEqual([
      { code: 'document_unreadable', reason: 'size' },
    ])
  })

  it('by a manifest that names a file more than once is refused before anything is hashed', async () => {
    const files = filesOf(pack).filter(({ name }) => name !== 'manifest.json')
    const first = files[0]
    if (first === undefined) throw new Error('a pack has files')
    const doubled = signedAnew(zipOf([...files, first, ...filesOf(pack).slice(-1)]), ours)
    const manifest = filesOf(doubled).slice(-1)
    expect(await found(zipOf([...files, ...manifest]))).toEqual([{ code: 'manifest_unreadable' }])
  })

  it('by sizes that no file of its form can have is refused, and not written down', async () => {
    const listedAt = (zip: Buffer, name: string) => zip.lastIndexOf(Buffer.from(name)) - 46
    const said = (name: string, bytes: number) => {
      const copy = Buffer.from(pack)
      for (const field of [20, 24]) copy.writeUInt32LE(bytes, listedAt(copy, name) + field)
      return copy
    }
    expect(await found(said('balances.csv', 0xffff_fffe))).toEqual([{ code: 'container_changed', file: null }])
    const beyond = Buffer.from(pack)
    const at = listedAt(beyond, 'balances.csv')
    for (const field of [20, 24]) beyond.writeUInt32LE(0xffff_ffff, at + field)
    const extra = Buffer.alloc(20)
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(16, 2)
    for (const field of [4, 12]) extra.writeBigUInt64LE(2n ** 33n, field)
    beyond.writeUInt16LE(extra.length, at + 30)
    const behind = at + 46 + 'balances.csv'.length
    const grown = Buffer.concat([beyond.subarray(0, behind), extra, beyond.subarray(behind)])
    grown.writeUInt32LE(grown.readUInt32LE(grown.length - 10) + extra.length, grown.length - 10)
    expect(await found(grown)).toEqual([
      { code: 'file_too_large', file: 'balances.csv', bytes: 2 ** 33, bytesMax: 0xffff_fffe },
    ])
  })
})

describe('a file that is no pack of ours', () => {
  const content = Buffer.from('x')
  const others = (): ReturnType<typeof filesOf> => filesOf(pack)

  it.each([
    ['a path that leads out', '../../evil.csv'],
    ['a path from the root', '/etc/passwd'],
    ['a path of Windows', 'C:evil.csv'],
    ['a path with backslashes', '..\\evil.csv'],
    ['a folder', 'in/close-pack.json'],
  ])('with %s is not unpacked', async (_, name) => {
    expect(await found(zipOf([...others(), { name, content }]))).toEqual([{ code: 'path_unsafe', file: name }])
  })

  it('with a name twice, a file too many, too few, or too many files at all is refused', async () => {
    expect(await found(zipOf([...others(), { name: 'balances.csv', content }]))).toEqual([
      { code: 'file_twice', file: 'balances.csv' },
    ])
    expect(await found(zipOf([...others(), { name: 'notes.txt', content }]))).toEqual([
      { code: 'file_unknown', file: 'notes.txt' },
    ])
    expect(await found(zipOf(others().filter(({ name }) => name !== 'periods.csv')))).toEqual([
      { code: 'file_missing', file: 'periods.csv' },
    ])
    const many = Array.from({ length: 65 }, (_, at) => ({ name: `${at}.csv`, content }))
    expect(await found(zipOf(many))).toEqual([{ code: 'too_many_files', files: 65 }])
  })

  it('with a bomb in it is refused before anything is unpacked', async () => {
    const bomb = { name: 'balances.csv', content: Buffer.alloc(50 * 2 ** 20), deflate: true }
    const files = [...others().filter(({ name }) => name !== bomb.name), bomb]
    expect(await found(zipOf(files))).toEqual([{ code: 'file_packed', file: 'balances.csv' }])
  })

  it('that is cut off, has something behind its end or before its beginning, or is nothing of the kind is refused', async () => {
    const codes = async (zip: Buffer) => (await found(zip)).map(({ code }) => code)
    for (const length of [0, 1, 21, 500, pack.length - 1, pack.length - 30])
      expect([length, await codes(pack.subarray(0, length))]).toEqual([length, ['unreadable']])
    expect(await codes(Buffer.concat([pack, content]))).toEqual(['unreadable'])
    expect((await codes(Buffer.concat([content, pack])))[0]).toMatch(/unreadable|container_changed/)
    expect(await codes(Buffer.from('%PDF-1.7 not a pack at all, and quite long enough'))).toEqual(['unreadable'])
  })

  it('in which files were put in another order is another file', async () => {
    const files = others()
    const [first, second, ...rest] = files
    if (first === undefined || second === undefined) throw new Error('a pack has files')
    expect(await found(zipOf([second, first, ...rest]))).toEqual([{ code: 'container_changed', file: null }])
  })
})
