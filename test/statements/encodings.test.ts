/** Statements of banks that write Chinese: what their bytes are taken for, and that nothing is ever read half. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Big5ToUtf8 } from '../../engine/ingest/records/big5.ts'
import { Gb18030ToUtf8 } from '../../engine/ingest/records/gb18030.ts'
import { encodingOfLines, firstTextOf } from '../../engine/statements/first-text.ts'
import { usualChineseIn } from '../../engine/statements/guess/chinese.ts'
import { set } from '../contact/open-contact.ts'
import { mt940 } from './mt940-file.ts'
import { bank, openStatements, type Statements } from './open-statements.ts'

const sample = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/statements/own', name))
const big5 = (bytes: Uint8Array) => new Big5ToUtf8(false).push(bytes, true)

describe('Big5', () => {
  it('is what everybody reads it as, but for the characters of Hong Kong, which have their own places', () => {
    const platform = new TextDecoder('big5', { fatal: true })
    const other: string[] = []
    // The two levels of the standard; its marks differ between makers in a handful of places.
    for (const [from, to] of [
      [0xa440, 0xc67e],
      [0xc940, 0xf9d5],
    ] as const)
      for (let code = from; code <= to; code += 1) {
        const bytes = Uint8Array.of(code >> 8, code & 0xff)
        const isTrail = (code & 0xff) >= 0x40 && !((code & 0xff) > 0x7e && (code & 0xff) < 0xa1) && (code & 0xff) < 0xff
        const { valid, bytes: read } = big5(bytes)
        expect(valid).toBe(isTrail)
        if (isTrail && Buffer.from(read).toString() !== platform.decode(bytes)) other.push(code.toString(16))
      }
    expect(other).toEqual([])
    expect(Buffer.from(big5(Buffer.from('f9dafac08fc0fbdf9068f9d8fed39def9df78862', 'hex')).bytes).toString()).toBe(
      '恒滙衞峯邨裏着嘅咗Ê̄',
    )
  })

  it.each([
    ['half a character at the end', 'a4a4a4', 2],
    ['a second half that is none', '41a4a4a420', 3],
    ['a place with no character', '4180', 1],
  ])('says where a character is none: %s', (_, hex, at) => {
    const bytes = Buffer.from(hex, 'hex')
    const { valid, left } = big5(bytes)
    expect([valid, bytes.length - left]).toEqual([false, at])
  })
})

it('GB18030 says where a character is none', () => {
  const bytes = Buffer.from('b9e3b6ab8130', 'hex')
  const { valid, left, bytes: read } = new Gb18030ToUtf8(false).push(bytes, true)
  expect([valid, bytes.length - left, Buffer.from(read).toString()]).toEqual([false, 4, '广东'])
})

describe('what bytes are taken for', () => {
  it.each([
    ['hong-kong-mt940-big5.sta', 'big5'],
    ['hong-kong-big5.csv', 'big5'],
    ['mainland-gb18030.sta', 'gb18030'],
    ['hong-kong-mt940-utf16.sta', 'utf-16le'],
    ['hong-kong-newest-first.csv', 'utf-8'],
    ['german-windows-1252.csv', 'windows-1252'],
  ])('%s: %s', (name, encoding) => {
    expect(firstTextOf(sample(name)).encoding).toBe(encoding)
  })

  it.each([
    'GEBÜHR FÜR ÜBERWEISUNG, ÄRZTEHAUS MÖLLN, STRAßE 7',
    'ÄNDERUNG DER GESCHÄFTSBEDINGUNGEN',
    'Société Générale, Agence de Béziers, reçu n° 7',
    'Peña y Muñoz, S.A. — 5 £ §',
    'À ÂGE ÉGAL, ŒUVRE D’ÉVÊQUE',
  ])('a western name is not taken for Chinese: %s', (text) => {
    const bytes = Buffer.from(text.replaceAll('Œ', '\x8c').replaceAll('’', '\x92').replaceAll('—', '\x97'), 'latin1')
    expect(firstTextOf(bytes).encoding).toBe('windows-1252')
  })

  it.each([
    ['匯款', 'b6d7b4da'],
    ['轉賬', 'c2e0bde3'],
    ['提款', 'b4a3b4da'],
  ])('words that read as well in either encoding are what banks of the zone write: %s', (word, hex) => {
    const bytes = Buffer.concat([Buffer.from(':86:TRANSFER '), Buffer.from(hex, 'hex'), Buffer.from('\r\n')])
    expect(encodingOfLines(bytes, usualChineseIn('Asia/Hong_Kong'))).toBe('big5')
    expect(firstTextOf(bytes, undefined, usualChineseIn('Asia/Hong_Kong')).text).toContain(word)
    expect(encodingOfLines(bytes, usualChineseIn('Asia/Shanghai'))).toBe('gb18030')
  })

  it('what is rare in Big5 stays what it is, wherever the workspace is', () => {
    const bytes = sample('mainland-gb18030.sta')
    expect(encodingOfLines(bytes, usualChineseIn('Asia/Hong_Kong'))).toBe('gb18030')
  })

  it('UTF-8 comes before everything, and a mark before what is said', () => {
    expect(firstTextOf(Buffer.from('恒生銀行 陳大文')).encoding).toBe('utf-8')
    expect(firstTextOf(sample('hong-kong-mt940-utf16.sta'), 'big5').encoding).toBe('utf-16le')
    expect(firstTextOf(Buffer.from('plain'), 'big5').encoding).toBe('big5')
  })
})

describe('a file in the folder', () => {
  let books: Statements
  beforeEach(async () => {
    books = await openStatements()
  })
  afterEach(() => books.close())

  const statement = mt940([{ opening: 0, lines: [{ day: '2026-01-05', amount: 100, ref: 'A1', text: 'TEXT' }] }])
  const withText = (bytes: Uint8Array): Buffer => {
    const [before = '', behind = ''] = statement.split('TEXT')
    return Buffer.concat([Buffer.from(before), bytes, Buffer.from(behind)])
  }
  const texts = async (): Promise<readonly string[]> => {
    const { items } = await books.tom.statements.list({})
    const lines = await Promise.all(items.map(({ id }) => books.tom.statements.lines({ id })))
    return lines.flatMap((each) => each.items.map(({ text }) => text))
  }

  it('in Big5 comes into the books as it was meant', async () => {
    await books.send(
      'a.sta',
      withText(Buffer.from('fb e1 a4 a4 a4 e5 a4 bd a5 71'.replaceAll(' ', ''), 'hex').subarray(2)),
    )
    expect(await texts()).toEqual(['中文公司'])
  })

  it('is read as its source says, and what is none of it is a fault that names the byte', async () => {
    await set(books, 'statements', { sources: [{ ...bank, encoding: 'big5' }] })
    // One character is too little to tell Chinese by.
    await books.send('a.sta', withText(Buffer.from('f9da', 'hex')))
    expect(await texts()).toEqual(['恒'])
    const wrong = withText(Buffer.from('a4a4a4', 'hex'))
    await books.send('b.sta', wrong)
    const [file] = (await books.tom.statements.files({})).items
    const byte = wrong.indexOf(0xa4) + 3
    expect(file).toMatchObject({
      state: 'refused',
      problem: { code: 'malformed', place: 6, field: 'encoding', found: `byte ${byte}` },
    })
    expect(file?.problem?.around.join('\n')).toContain(':86:中')
    expect(await texts()).toEqual(['恒'])
  })

  it('is not read half as UTF-8 where its source says UTF-8', async () => {
    await set(books, 'statements', { sources: [{ ...bank, encoding: 'utf-8' }] })
    await books.send('a.sta', withText(Buffer.from('B\xfcro', 'latin1')))
    expect((await books.tom.statements.files({})).items).toMatchObject([
      { state: 'refused', problem: { field: 'encoding', place: 6 } },
    ])
  })
})
