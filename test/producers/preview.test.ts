import { expect, it } from 'vitest'
import { Zone } from '../../engine/calendar/zone.ts'
import { Agreement } from '../../engine/contract/agreements.ts'
import { type PreviewRules, previewSample } from '../../engine/producers/preview.ts'

const rules = {
  name: 'sample.csv',
  agreement: Agreement.parse({}),
  producer: 7,
  zone: new Zone('Asia/Hong_Kong'),
  digits: 2,
  at: Date.parse('2026-05-20T04:00:00Z'),
}
const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'
const preview = (text: string, draft: Partial<PreviewRules> = {}) =>
  previewSample({ ...rules, sample: { bytes: Buffer.from(text), whole: true }, ...draft })
const good = (tx: string): string => `2026-05-13,7,C1,Central,${tx},TopUp,1250`

it('shows each record as it was found and what it becomes, and counts over the whole sample', async () => {
  const file = [
    header,
    good('T1'),
    '2026-05-13,7,C1,Atlantis,T2,Payment,5',
    '2026-05-13,7,C1,Central,T3,Gift,5',
    '2026-05-13,7,C1,Central,T4,TopUp,100000001',
    '2026-05-13,7,4111 1111 1111 1111,Central,T5,TopUp,5',
    '2026-05-13,7,C1',
    good('T7'),
  ].join('\n')
  const row = { client: 'C1', txId: 'T1', type: 'TopUp', amount: 1250, place: 'Central' }
  const time = { occurredAt: Date.parse('2026-05-12T16:00:00Z'), day: Date.parse('2026-05-13T00:00:00Z') / 86_400_000 }
  const cells = {
    TxDate: '2026-05-13',
    ProducerId: '7',
    ClientId: 'C1',
    ProducerLocation: 'Central',
    TxId: 'T1',
    TxType: 'TopUp',
    Amount: '1250',
  }
  const { rows, ...all } = await preview(file, { rowsMax: 6 })
  expect(rows).toMatchObject([
    { line: 2, raw: good('T1'), defect: 'none', cells, becomes: { outcome: 'valid', row: { ...row, ...time } } },
    { line: 3, becomes: { outcome: 'valid', row: { txId: 'T2', type: 'Payment', amount: 5, place: 'Atlantis' } } },
    { line: 4, becomes: { outcome: 'fault', code: 'TYPE_UNKNOWN', field: 'TxType', found: 'Gift' } },
    {
      line: 5,
      becomes: { outcome: 'hold', row: { txId: 'T4' }, code: 'AMOUNT_OVER_LIMIT', field: 'Amount', found: '100000001' },
    },
    {
      line: 6,
      raw: '2026-05-13,7,************1111,Central,T5,TopUp,5',
      cells: { ClientId: '************1111' },
      becomes: { outcome: 'fault', code: 'CARD_DATA_FOUND', field: 'ClientId', found: null },
    },
    {
      line: 7,
      raw: '2026-05-13,7,C1',
      defect: 'width',
      becomes: { outcome: 'fault', code: 'FIELD_UNREADABLE', field: null },
    },
  ])
  expect(all).toEqual({
    counts: { rows: 7, valid: 3, held: 1, faults: 3 },
    codes: { TYPE_UNKNOWN: 1, AMOUNT_OVER_LIMIT: 1, CARD_DATA_FOUND: 1, FIELD_UNREADABLE: 1 },
    warnings: [{ code: 'LOCATION_UNKNOWN', rows: 1, lines: [3] }],
    fault: null,
    reading: { control: null, format: 'csv', encoding: 'utf-8' },
  })
})

it('shows at most a hundred rows and counts all of them', async () => {
  const file = [header, ...Array.from({ length: 250 }, (_, i) => good(`T${i}`))].join('\n')
  const { rows, counts } = await preview(file, { rowsMax: 1_000 })
  expect([rows.length, counts.rows, counts.valid]).toEqual([100, 250, 250])
})

it('says why a file cannot be read, but not that a sample ends where it was cut off', async () => {
  const mapping = { format: 'json' as const }
  const records = Array.from({ length: 40 }, (_, i) => ({
    TxDate: '2026-05-13',
    ProducerId: 7,
    ClientId: 'C1',
    ProducerLocation: 'Central',
    TxId: `T${i}`,
    TxType: 'TopUp',
    Amount: 5,
  }))
  const text = JSON.stringify(records)
  const draft = { name: 'sample.json', agreement: Agreement.parse({ mapping }) }
  const whole = await preview(text.slice(0, -5), draft)
  expect(whole.fault).toMatchObject({ code: 'FILE_UNREADABLE' })
  const sample = { bytes: Buffer.from(text.slice(0, -5)), whole: false }
  const cut = await preview('', { ...draft, sample })
  expect(cut).toMatchObject({ fault: null, codes: {} })
  expect(cut.counts.valid).toBeGreaterThanOrEqual(32)
  const other = await preview(text, { ...draft, agreement: Agreement.parse({ mapping: { format: 'xml' } }) })
  expect(other).toMatchObject({ rows: [], fault: { code: 'FILE_UNREADABLE', reason: 'not_xml' } })
})
