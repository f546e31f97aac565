import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StatementPiece } from '../../engine/statements/statement.ts'
import { balanceOf, documentOf, entryOf, readFault, readLines, readPieces } from './camt053-pieces.ts'

const folder = join(import.meta.dirname, '../../fixtures/statements')
const samples = [
  'genkgo/opening-only',
  'genkgo/third-decimal',
  'genkgo/two-statements',
  'genkgo/version-4',
  'genkgo/version-8',
  'own/hong-kong-two-accounts',
  'own/latin1-returned-debit',
] as const

type Expected = Readonly<{ addsUp: readonly boolean[]; pieces: readonly StatementPiece[] }>
const bytesOf = (sample: string): Uint8Array => readFileSync(join(folder, `${sample}.xml`))
const expectedOf = (sample: string): Expected =>
  JSON.parse(readFileSync(join(folder, `${sample}.expected.json`), 'utf8')) as Expected

/** Of each statement, whether what was booked leads from its opening to its closing. */
function addsUp(pieces: readonly StatementPiece[]): readonly boolean[] {
  const answers: boolean[] = []
  let balance: number | null = null
  for (const piece of pieces) {
    if (piece.is === 'opened') balance = piece.head.opening?.amount ?? null
    else if (piece.is === 'line' && balance !== null && !piece.line.isPending) balance += piece.line.amount
    else if (piece.is === 'closed') answers.push(piece.tail.closing !== null && piece.tail.closing.amount === balance)
  }
  return answers
}

it.each(samples)('reads what %s says', async (sample) => {
  const pieces = await readPieces(bytesOf(sample))
  expect(pieces).toEqual(expectedOf(sample).pieces)
  expect(addsUp(pieces)).toEqual(expectedOf(sample).addsUp)
})

it.each([1, 7, 70_000])('says the same of bytes that come %i at a time', async (length) => {
  const sample = 'own/hong-kong-two-accounts'
  expect(await readPieces(bytesOf(sample), length)).toEqual(expectedOf(sample).pieces)
})

it('reads every version alike, and the same in UTF-16', async () => {
  const entries = entryOf() + entryOf({ status: '<Cd>PDNG</Cd>' })
  const [told, ...others] = await Promise.all(
    ['02', '03', '04', '06', '08', '13'].map((version) => readPieces(documentOf({ entries, version }))),
  )
  for (const other of others) expect(other).toEqual(told)
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(documentOf({ entries }), 'utf16le')])
  expect(await readPieces(wide)).toEqual(told)
})

it('takes the end of the day before for the opening, and a balance in between on a page', async () => {
  const openingOf = async (before: string): Promise<unknown> => {
    const [opened] = await readPieces(documentOf({ before }))
    return opened?.is === 'opened' ? opened.head.opening?.amount : opened
  }
  expect(await openingOf(balanceOf('PRCD', '3.00') + balanceOf('OPBD', '-4.00'))).toBe(-400)
  expect(await openingOf(balanceOf('CLBD', '9.00') + balanceOf('PRCD', '3.00'))).toBe(300)
  expect(await openingOf(balanceOf('ITBD', '5.00') + balanceOf('CLBD', '9.00'))).toBe(500)
  expect(await openingOf(balanceOf('OPBD', '7.00', { currency: 'USD' }))).toBeUndefined()
})

it('takes the last of two balances in between for the closing of a page, and does not take one for both', async () => {
  const before = balanceOf('ITBD', '5.00') + balanceOf('ITBD', '6.00')
  const pieces = await readPieces(documentOf({ before, entries: entryOf() }))
  expect(addsUp(pieces)).toEqual([true])
  const first = await readPieces(documentOf({ before: balanceOf('OPBD', '5.00') + balanceOf('ITBD', '6.00') }))
  expect(first.at(-1)).toMatchObject({ tail: { closing: { amount: 600 } } })
})

const summary = (inside: string): string => `<TxsSummry>${inside}</TxsSummry>`
const base = { entries: entryOf() }
it.each([
  ['', { code: 'not_this_format' }],
  [':20:STARTUMS\n:25:1/2\n', { code: 'not_this_format', found: ':20:STARTUMS\n:25:1/2\n' }],
  ['<html><body/></html>', { code: 'not_this_format' }],
  [documentOf(base).replace('camt.053', 'camt.054'), { code: 'not_this_format', place: 2 }],
  [documentOf(base).replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn'), { code: 'not_this_format' }],
  [documentOf(base).replace(/<Stmt>.*<\/Stmt>/s, ''), { code: 'field_missing', field: 'Stmt' }],
  [documentOf({ account: '<Acct><Ccy>EUR</Ccy></Acct>' }), { code: 'field_missing', field: 'Acct/Id', place: 3 }],
  [documentOf({ entries: entryOf({ amount: '' }) }), { code: 'field_missing', field: 'Ntry/Amt', place: 4 }],
  [documentOf({ entries: entryOf({ way: '' }) }), { code: 'field_missing', field: 'Ntry/CdtDbtInd' }],
  [documentOf({ entries: entryOf({ way: 'C' }) }), { code: 'field_unreadable', found: 'C' }],
  [documentOf({ entries: entryOf({ status: '' }) }), { code: 'field_missing', field: 'Ntry/Sts' }],
  [documentOf({ entries: entryOf({ status: 'SENT' }) }), { code: 'field_unreadable', found: 'SENT' }],
  [documentOf({ entries: entryOf({ rest: '<RvslInd>yes</RvslInd>' }) }), { field: 'Ntry/RvslInd', found: 'yes' }],
  [
    documentOf({ entries: entryOf({ rest: '<BookgDt><Dt>2026-02-29</Dt></BookgDt>' }) }),
    { code: 'field_unreadable', field: 'Ntry/BookgDt', found: '2026-02-29' },
  ],
  [documentOf({ entries: entryOf({ amount: '<Amt Ccy="XXQ">1</Amt>' }) }), { code: 'currency_unknown', found: 'XXQ' }],
  [
    documentOf({ before: summary('<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries>'), ...base }),
    { code: 'totals_differ', field: 'TxsSummry', found: '2 said, 1 read' },
  ],
  [documentOf({ before: summary('<TtlCdtNtries><Sum>1.01</Sum></TtlCdtNtries>'), ...base }), { code: 'totals_differ' }],
  [documentOf({ entries: `${entryOf()}<ElctrncSeqNb>1</ElctrncSeqNb>` }), { code: 'malformed' }],
  [documentOf(base).slice(0, -3), { code: 'truncated' }],
  [`${documentOf(base)}<Document/>`, { code: 'malformed', field: 'tag' }],
])('says why it can not read: %#', async (file, fault) => {
  expect(await readFault(file)).toMatchObject(fault)
})

it.each(['-1.00', '1,00', '1.005', '1e3', '', '.', 'NaN', '90071992547409.92', '1 000.00', '0x10'])(
  'takes %j for no amount',
  async (text) => {
    const entries = entryOf({ amount: `<Amt Ccy="EUR">${text}</Amt>` })
    expect(await readFault(documentOf({ entries }))).toMatchObject({ code: 'amount_unreadable', found: text })
  },
)

it.each([
  ['EUR', '1.10000', 110],
  ['EUR', '+007', 700],
  ['EUR', '.5', 50],
  ['EUR', '90071992547409.91', Number.MAX_SAFE_INTEGER],
  ['JPY', '12.000', 12],
  ['KWD', '1.005', 1005],
])('reads %s %s exactly', async (currency, text, amount) => {
  const entries = entryOf({ amount: `<Amt Ccy="${currency}">${text}</Amt>` })
  expect((await readLines(documentOf({ entries }))).map((line) => line.amount)).toEqual([amount])
})

it('holds totals against what is booked as well as against all, and leaves those of a page alone', async () => {
  const entries = entryOf() + entryOf({ status: 'PDNG' })
  const stated = (count: number): string => summary(`<TtlNtries><NbOfNtries>${count}</NbOfNtries></TtlNtries>`)
  expect(await readFault(documentOf({ before: stated(1), entries }))).toBeNull()
  expect(await readFault(documentOf({ before: stated(2), entries }))).toBeNull()
  expect(await readFault(documentOf({ before: stated(3), entries }))).toMatchObject({ code: 'totals_differ' })
  const page = '<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>'
  expect(await readFault(documentOf({ before: page + stated(3), entries }))).toBeNull()
})

it('names who stands at the other end, never the account itself', async () => {
  const side = (name: string, iban: string, tag: string): string =>
    `<${tag}><Nm>${name}</Nm></${tag}><${tag}Acct><Id><IBAN>${iban}</IBAN></Id></${tag}Acct>`
  const both = side('Other', 'DE89370400440532013000', 'Dbtr') + side('Self', 'DE02120300000000202051', 'Cdtr')
  const details = `<NtryDtls><TxDtls><RltdPties>${both}</RltdPties></TxDtls></NtryDtls>`
  const reversal = '<RvslInd>true</RvslInd>'
  const ways = [entryOf({ details }), entryOf({ way: 'DBIT', details }), entryOf({ rest: reversal, details })]
  const lines = await readLines(documentOf({ entries: ways.join('') }))
  expect(lines.map((line) => line.details[0]?.party?.name)).toEqual(['Other', 'Other', 'Other'])
})

it('takes a return or reversal to keep the roles of what it undoes', async () => {
  const parties = '<RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr></RltdPties>'
  const detailsOf = (more = ''): string => `<NtryDtls><TxDtls>${parties}${more}</TxDtls></NtryDtls>`
  const entries = [
    entryOf({ details: detailsOf() }),
    entryOf({ rest: '<RvslInd>1</RvslInd>', details: detailsOf() }),
    entryOf({ way: 'DBIT', details: detailsOf('<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>') }),
    entryOf({ way: 'DBIT', details: detailsOf() }),
  ]
  const lines = await readLines(documentOf({ entries: entries.join('') }))
  expect(lines.map((line) => line.details[0]?.party?.name)).toEqual(['Payer', 'Payee', 'Payer', 'Payee'])
  expect(lines.map((line) => line.amount)).toEqual([100, 100, -100, -100])
})

it('knows only the balances that it asks for', async () => {
  const other = balanceOf('FWAV', '1.00', { currency: 'XXQ', day: 'soon' })
  expect(await readFault(documentOf({ before: other }))).toBeNull()
  expect(await readFault(documentOf({ before: balanceOf('CLBD', '1.00', { day: 'soon' }) }))).toMatchObject({
    code: 'field_unreadable',
    field: 'Bal/Dt',
    found: 'soon',
  })
})

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const words = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/[\s\p{C}]/gu, ''))
const written = fc.record({
  units: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  way: fc.constantFrom('CRDT', 'DBIT'),
  isPending: fc.boolean(),
  text: words,
  isCdata: fc.boolean(),
})

it('reads back any entries that were written', async () => {
  const run = fc.asyncProperty(
    fc.array(written, { maxLength: 20 }),
    fc.integer({ min: 1, max: 200 }),
    async (all, n) => {
      const entries = all.map(({ units, way, isPending, text, isCdata }) => {
        const amount = `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`
        const said = isCdata ? `<![CDATA[${text.replaceAll(']]>', '')}]]>` : escaped(text)
        return entryOf({
          amount: `<Amt Ccy='EUR' >${units > 9e15 ? '1.00' : amount}</Amt>`,
          way,
          status: isPending ? 'INFO' : 'BOOK',
          rest: `<AddtlNtryInf>${said}</AddtlNtryInf>`,
        })
      })
      const pieces = await readPieces(documentOf({ entries: entries.join('\n') }), n)
      const lines = pieces.flatMap((piece) => (piece.is === 'line' ? [piece.line] : []))
      const expected = all.map(({ units, way, isPending, text, isCdata }, index) => ({
        seq: index + 1,
        place: 4 + index,
        amount: signedUnits(units > 9e15 ? 100 : units, way),
        isPending,
        text: isCdata ? text.replaceAll(']]>', '') : text,
      }))
      expect(lines).toMatchObject(expected)
      expect(pieces.at(-1)?.is).toBe('closed')
    },
  )
  await fc.assert(run, { numRuns: 60 })
})

const signedUnits = (units: number, way: string): number => (way === 'DBIT' && units !== 0 ? -units : units)
