import fc from 'fast-check'
import { expect, it } from 'vitest'
import { documentOf, entryOf, readAll, readFault, readLines, readPieces } from './camt053-pieces.ts'

const detail = '<TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls>'
const deep = '<a>'.repeat(100) + '</a>'.repeat(100)

it.each([
  ['<!DOCTYPE Document [<!ENTITY a "b">]>', { code: 'malformed', field: 'declaration' }],
  ['<![CDATA[x]]>', { code: 'malformed', field: 'declaration' }],
  ['x', { code: 'malformed', field: 'text' }],
])('refuses what stands before the document: %s', async (before, fault) => {
  const file = documentOf({ entries: entryOf() }).replace('<Document', `${before}<Document`)
  expect(await readFault(file)).toMatchObject(fault)
})

it.each([
  ['<Id>&a;</Id>', { code: 'malformed' }],
  ['<Id>&#0;</Id>', { code: 'malformed' }],
  ['<Id>&#xD800;</Id>', { code: 'malformed' }],
  ['<Id>& b</Id>', { code: 'malformed' }],
  ['<Id>\u0001</Id>', { code: 'malformed', field: 'control_character' }],
  ['<Id a="1" a="2"/>', { code: 'malformed', field: 'tag' }],
  ['<Id a="<"/>', { code: 'malformed', field: 'tag' }],
  ['<Id a=1/>', { code: 'malformed', field: 'tag' }],
  [`<${'a'.repeat(300)}/>`, { code: 'malformed', field: 'tag' }],
  ['<1/>', { code: 'malformed', field: 'tag' }],
  ['<Id></Ia>', { code: 'malformed', field: 'closing' }],
  ['<!ELEMENT a>', { code: 'malformed', field: 'declaration' }],
  [`<Splmtry>${deep}</Splmtry>`, { code: 'too_large', field: 'depth' }],
  [`<Id>${'x'.repeat(1_100_000)}</Id>`, { code: 'too_large' }],
  [`<!--${'x'.repeat(1_200_000)}`, { code: 'too_large', field: 'token' }],
  [`<Id a="${'x'.repeat(1_200_000)}`, { code: 'too_large', field: 'tag' }],
  [`<Splmtry>${'<a/>'.repeat(60_000)}</Splmtry>`, { code: 'too_large', field: 'Splmtry' }],
  [
    entryOf({ details: `<NtryDtls>${detail.repeat(20_001)}</NtryDtls>` }),
    { code: 'too_large', field: 'Ntry/NtryDtls/TxDtls' },
  ],
])('ends at what no statement has: %#', async (part, fault) => {
  expect(await readFault(documentOf({ entries: part }))).toMatchObject(fault)
})

it('counts what attributes hold', async () => {
  const padded = `<Othr a="${'x'.repeat(60_000)}"/>`
  const many = `<Splmtry>${padded.repeat(600)}</Splmtry>`
  expect(await readFault(documentOf({ entries: many }))).toMatchObject({ code: 'too_large', field: 'Splmtry' })
})

it('reads an entry of as many payments as it may have', async () => {
  const entries = entryOf({ details: `<NtryDtls>${detail.repeat(20_000)}</NtryDtls>` })
  expect((await readLines(documentOf({ entries })))[0]?.details.length).toBe(20_000)
})

it('passes comments, instructions and quoted marks, and knows no names but its own', async () => {
  const odd = '<?php <Ntry> ?><!-- <Ntry> - --><__proto__ constructor="a>b">x</__proto__><toString/>'
  const lines = await readLines(documentOf({ entries: odd + entryOf({ rest: odd }) }))
  expect(lines).toEqual([expect.objectContaining({ seq: 1, amount: 100, details: [] })])
})

it('refuses bytes that are no text', async () => {
  const broken = Buffer.concat([Buffer.from(documentOf({})), Buffer.from([0xc3, 0x28])])
  expect(await readFault(broken)).toMatchObject({ code: 'malformed', field: 'encoding' })
  expect(await readFault('<?xml version="1.0" encoding="EBCDIC-5"?><a/>')).toMatchObject({ code: 'malformed' })
})

it('takes a file that begins like no text for another format', async () => {
  expect(await readFault(Buffer.from([0x1f, 0x8b, 8, 0]))).toMatchObject({ code: 'not_this_format' })
  const unmarked = Buffer.from(documentOf({}), 'utf16le')
  expect(await readFault(unmarked)).toMatchObject({ code: 'malformed', field: 'control_character' })
})

it('throws at nothing, and tells at most one fault, as the last piece', async () => {
  const whole = documentOf({ entries: entryOf({ details: `<NtryDtls>${detail}</NtryDtls>` }) })
  const place = fc.nat({ max: whole.length - 1 })
  const run = fc.asyncProperty(place, place, fc.string({ maxLength: 5 }), async (from, to, text) => {
    const pieces = await readPieces(whole.slice(0, Math.min(from, to)) + text + whole.slice(Math.max(from, to)))
    expect(pieces.slice(0, -1).every((piece) => piece.is !== 'fault')).toBe(true)
  })
  await fc.assert(run, { numRuns: 300 })
})

it('gives out what it has read while the file still comes', async () => {
  let isAsked = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(documentOf({ entries: '@' }).split('@')[0] ?? '')
    for (; isAsked < 40; isAsked += 1) yield Buffer.from(entryOf().repeat(2_000))
    yield Buffer.from('<Ntry>broken</Ntry>')
    for (; isAsked < 100; isAsked += 1) yield Buffer.from(entryOf().repeat(2_000))
  }
  const pieces = await readAll(endless())
  expect(pieces.filter((piece) => piece.is === 'line')).toHaveLength(80_000)
  expect(pieces.at(-1)).toMatchObject({ is: 'fault', fault: { code: 'field_missing' } })
  expect(isAsked).toBeLessThan(50)
})
