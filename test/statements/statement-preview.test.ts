import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { StatementGuess, StatementPreview } from '../../engine/contract/statement-previews.ts'
import { guessStatement } from '../../engine/statements/guess/guess-statement.ts'
import { previewStatement } from '../../engine/statements/guess/preview-statement.ts'
import { addsUp, linesOf, reading, samplesOfMappings } from './mapped-pieces.ts'

const samples = samplesOfMappings()
const mapping = StatementMapping.parse({
  format: 'csv',
  account: { fixed: 'main' },
  currency: { fixed: 'EUR' },
  bookedOn: 'Date',
  amount: { by: 'sign', column: 'Amount' },
  balances: { running: 'Balance' },
})
const header = 'Date,Amount,Balance\n'
const previewText = (text: string, whole = true) =>
  previewStatement({ bytes: Buffer.from(text), whole }, mapping, reading)

describe('a preview shows what a mapping makes of a sample', () => {
  it.each(samples.map(({ name }) => name))('%s, as its reader reads it', async (name) => {
    const sample = samples.find((one) => one.name === name)
    if (sample === undefined) throw new Error(`no sample ${name}`)
    const preview = await previewStatement({ bytes: sample.bytes, whole: true }, sample.mapping, reading)
    const { pieces } = sample.expected
    const fault = pieces.find((piece) => piece.is === 'fault')
    expect(StatementPreview.parse(preview)).toEqual(preview)
    expect(preview.problems).toEqual([])
    if (fault?.is === 'fault') return expect(preview.faults).toEqual([fault.fault])
    const inOrder = [...linesOf(pieces)].sort((one, other) => one.place - other.place)
    const amounts = preview.lines.map(({ place, amount, currency }) => ({ place, amount, currency }))
    expect(amounts).toEqual(inOrder.map(({ place, amount, currency }) => ({ place, amount, currency })))
    expect(preview.counts).toMatchObject({
      lines: inOrder.length,
      pending: inOrder.filter(({ isPending }) => isPending).length,
      faults: 0,
    })
    expect(preview.statements.map((statement) => statement.addsUp)).toEqual(addsUp(pieces))
  })

  it('names all that is wrong, where a reader ends at the first', async () => {
    const preview = await previewText(`${header}x,1.00,\n2026-11-05,y,\n2026-11-06,1.00,\n2026-11-07,,\n`)
    expect(preview.counts).toEqual({ lines: 1, pending: 0, skipped: 0, faults: 3 })
    expect(preview.faults.map(({ code, field, place }) => [code, field, place])).toEqual([
      ['field_unreadable', 'Date', 2],
      ['amount_unreadable', 'Amount', 3],
      ['field_missing', 'Amount', 5],
    ])
  })

  it('and what is wrong with the whole, behind that', async () => {
    const preview = await previewText(`${header}2026-11-05,1.00,5.00\n2026-11-06,1.00,7.00\n`)
    expect(preview.lines).toHaveLength(2)
    expect(preview.faults).toMatchObject([{ code: 'totals_differ', field: 'Balance', place: 3 }])
    expect(preview.counts.faults).toBe(1)
  })

  it('of a beginning nothing of how it ends, though it ends anywhere', async () => {
    const text = `${header}2026-11-05,1.00,5.00\n2026-11-06,1.00,6.00\n`
    for (let at = header.length; at < text.length; at += 1) {
      const preview = await previewText(text.slice(0, at), false)
      expect(preview).toMatchObject({ faults: [], statements: [] })
      expect(preview.counts.lines).toBe(text.slice(0, at).split('\n').length - 2)
    }
    const json = Buffer.from('[{"Date":"2026-11-05","Amount":1,"n":"ü"},{"Date":"2026-11-06","Amount":2,"n":"ü"}]')
    for (let at = 1; at < json.length; at += 1) {
      const sample = { bytes: json.subarray(0, at), whole: false }
      expect((await previewStatement(sample, { ...mapping, format: 'json' }, reading)).faults).toEqual([])
    }
  })

  it('no more than the first of many lines and faults, and counts them all', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? '2026-11-05,1.00,\n' : '2026-11-05,x,\n'))
    const preview = await previewText(header + rows.join(''))
    expect([preview.lines.length, preview.faults.length]).toEqual([50, 50])
    expect(preview.counts).toMatchObject({ lines: 100, faults: 100 })
  })

  it('nothing but the problem, where the mapping contradicts itself', async () => {
    const preview = await previewStatement(
      { bytes: Buffer.from(header), whole: true },
      { ...mapping, dates: ['dd'] },
      reading,
    )
    expect(preview).toMatchObject({ problems: [{ path: 'dates.0' }], lines: [], faults: [] })
  })

  it('and a guess is of the shape that the contract says', () => {
    for (const { bytes } of samples) {
      const known = { ...reading, at: Date.parse('2026-11-22'), account: null, currency: null }
      const guess = guessStatement({ bytes, whole: true }, known)
      expect(StatementGuess.parse(guess)).toEqual(guess)
    }
  })
})
