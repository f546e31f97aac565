/** The judge over bytes against the plain reading of rows: two ways to say the same, held against each other. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoOf } from '../../../engine/calendar/instant.ts'
import { rowFields } from '../../../engine/contract/agreements.ts'
import { ContentHash } from '../../../engine/ingest/judge/content-hash.ts'
import { Judge } from '../../../engine/ingest/judge/judge-block.ts'
import { at, blockOf, hongKong, rowOf, rulesOf } from './blocks.ts'
import { judgeRow, partiesOf, type RecordCells } from './plain-judge.ts'

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('C1', 'C2', 'T-9', 'Central', 'Mong Kok', '中環', 'e\u0301') },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', ' ', '香', '𠮷', '\u0000', '\u009f', '\u00a0', '\u2028', '4'),
      maxLength: 150,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'x'.repeat(128), 'x'.repeat(129), 'a\tb', '4111111111111111', '5500 0000 0000 0004'),
  },
)
const rarely = (usual: readonly string[], odd: readonly string[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) })
const cells: fc.Arbitrary<RecordCells> = fc.record({
  TxDate: rarely(
    ['2026-05-01', '2026-05-01T10:00', '2026-04-01 10:00:00.25', '2026-05-01T10:00:00+08:00', '2026-05-03T04:00:00Z'],
    ['', '2026-05-04', '2025-05-01', '2026-02-30', '01/05/2026', '2026-05-01T24:00', '2025-05-01T04:00:00Z', 'x'],
  ),
  ProducerId: rarely(['7'], ['', '8', '07', '7.0', '77']),
  ClientId: text,
  ProducerLocation: text,
  TxId: text,
  TxType: rarely(['TopUp', 'Payment'], ['', 'topup', 'TopUps', 'Gift', '__proto__']),
  Amount: rarely(
    ['1', '1250', '007', '100000000', '100000001', '100000000000'],
    [
      '',
      '0',
      '-0',
      '-5',
      '+5',
      '1e3',
      '0x10',
      '１２',
      '1.0',
      '1,000',
      '9007199254740993',
      '100000000001',
      '1 2',
      '00000000000000005',
    ],
  ),
})

/** As readers hand cells on: without blanks around them. */
const asRead = (raw: RecordCells): RecordCells =>
  Object.fromEntries(rowFields.map((field) => [field, raw[field].trim()])) as RecordCells

// What the plain reading did not know: amounts over the agreed limit are held.
const effects = { AMOUNT_OVER_LIMIT: 'warn' as const }
const listed = ['Central', 'C1', '中環']
const open = new Judge(rulesOf({ agreement: { effects } }))
const listing = new Judge(rulesOf({ agreement: { effects, places: listed } }))

const contents = new ContentHash(rulesOf().seed)

it('agrees with the plain reading on every canonical row', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(cells, fc.constantFrom([], listed), (drawn, places) => {
      const row = asRead(drawn)
      const block = blockOf([{ cells: row }])
      const raw = Buffer.from(block.bytes).toString('utf8', block.rawStarts[0], block.rawEnds[0])
      const plain = judgeRow(
        { line: 2, raw, cells: row },
        { producer: 7, locations: new Set(places), zone: hongKong, at },
      )
      const judged = (places.length > 0 ? listing : open).judge(block)
      const { kind } = plain
      const name = plain.kind === 'fault' ? plain.code : kind
      seen.set(name, (seen.get(name) ?? 0) + 1)
      if (plain.kind === 'fault') {
        const { code, field, found } = plain
        const known = code === 'FIELD_MISSING' || found === null ? found : found.slice(0, 128)
        expect(rowOf(judged, 0)).toEqual({ outcome: 'fault', code, field, found: known })
        expect(judged.notes[0]?.raw).toBe(plain.raw)
        expect(judged.notes[0]).toMatchObject(partiesOf({ line: 2, raw, cells: row }))
      } else {
        expect(rowOf(judged, 0)).toEqual({
          outcome: 'valid',
          client: plain.client,
          txId: plain.txId,
          place: plain.location,
          type: plain.type,
          amount: plain.amount,
          occurredAt: isoOf(plain.occurredAt),
          day: plain.businessDay,
        })
        expect(judged.contents[0]).toBe(contents.of(plain))
      }
    }),
    { numRuns: 4_000 },
  )
  // Every outcome must have come up, or the agreement would prove little.
  expect([...seen.keys()].sort()).toEqual(
    [
      'AMOUNT_NOT_POSITIVE',
      'AMOUNT_OVER_LIMIT',
      'CARD_DATA_FOUND',
      'DATE_IN_FUTURE',
      'DATE_TOO_OLD',
      'FIELD_MISSING',
      'FIELD_UNREADABLE',
      'LOCATION_UNKNOWN',
      'PRODUCER_MISMATCH',
      'TYPE_UNKNOWN',
      'valid',
    ].sort(),
  )
})
