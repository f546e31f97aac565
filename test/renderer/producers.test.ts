import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Agreement, rowFields } from '../../engine/contract/agreements.ts'
import type { FilePreview } from '../../engine/contract/previews.ts'
import type { Producer } from '../../engine/contract/producers.ts'
import { Schedule } from '../../engine/contract/schedules.ts'
import { setGroups } from '../../renderer/approvals/set-rows.ts'
import { agreementLines } from '../../renderer/producers/agreement-lines.ts'
import { becomesLines, codesWords, type PreviewRow } from '../../renderer/producers/becomes-words.ts'
import { nextWords, producerColumns } from '../../renderer/producers/columns.ts'
import {
  draftOf,
  emptyContact,
  emptyProducer,
  problemsOf,
  readChange,
  typedChange,
} from '../../renderer/producers/draft.ts'
import { withEffect } from '../../renderer/producers/effect-choices.ts'
import { onTimeSentence, onTimeShort, stripStyle } from '../../renderer/producers/on-time.ts'
import { isAnswered } from '../../renderer/producers/questions.ts'
import { readSampleFile, sampleBytesMax, sampleLines } from '../../renderer/producers/sample.ts'
import { scheduleSentence } from '../../renderer/producers/schedule-words.ts'
import { ProducerSearch } from '../../renderer/producers/search.ts'
import {
  boundsOf,
  isBlank,
  limitNames,
  readAgreement,
  type TypedAgreement,
  typedAgreement,
  typedMapping,
} from '../../renderer/producers/typed-agreement.ts'
import { readSchedule, typedSchedule } from '../../renderer/producers/typed-schedule.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }
const nothing = Agreement.parse({})

const producer = (changed: Partial<Producer> = {}): Producer => ({
  id: 7,
  code: 'seven',
  name: 'Seven Corner',
  kind: 'shop',
  state: 'active',
  suspension: null,
  locations: [],
  contacts: [],
  schedule: null,
  lastExpected: null,
  nextExpected: null,
  recent: [],
  agreementVersion: 3,
  dropFolder: '/w/drop/seven',
  createdAt: '2026-11-01T00:00:00.000Z',
  batches: 4,
  lastBatchAt: null,
  version: 1,
  ...changed,
})

describe('a new producer', () => {
  const typed = { ...emptyProducer, id: '7', code: 'seven', name: ' Seven ' }

  it('is told of each field what is wrong, by the contract’s own rules', () => {
    expect(problemsOf(emptyProducer)).toEqual({
      id: 'producer.id.wrong',
      code: 'producer.code.wrong',
      name: 'producer.name.wrong',
    })
    const contacts = [{ ...emptyContact('a'), email: 'nobody', name: 'two\nlines' }]
    expect(problemsOf({ ...typed, id: '7.5', code: '../x', contacts })).toEqual({
      id: 'producer.id.wrong',
      code: 'producer.code.wrong',
      'a.email': 'producer.email.wrong',
      'a.name': 'producer.contact.wrong',
    })
  })

  it('sends no places and no contacts where none are typed, so that every place is accepted', () => {
    expect(draftOf(typed)).toEqual({ id: 7, code: 'seven', name: 'Seven', kind: 'other' })
  })

  it('sends a place for each line, and whom to ask', () => {
    const contacts = [emptyContact('a'), { ...emptyContact('b'), name: ' Ada ', phone: '5555' }]
    expect(draftOf({ ...typed, locations: 'Central\n\n Wan Chai ', contacts })).toMatchObject({
      locations: ['Central', 'Wan Chai'],
      contacts: [{ name: 'Ada', role: '', email: null, phone: '5555' }],
    })
  })
})

describe('a schedule', () => {
  const daily = Schedule.parse({ kind: 'daily', times: ['18:00', '09:30'], weekdays: ['mon', 'tue', 'wed'] })
  const window = Schedule.parse({ kind: 'every', minutes: 30, from: '08:00', to: '22:00', graceMinutes: 1 })

  it.each([
    [daily, 'Mon–Wed at 09:30, 18:00 (Asia/Hong_Kong). On time up to 60 minutes after.'],
    [window, 'Every day, every 30 minutes from 08:00 to 22:00 (Asia/Hong_Kong). On time up to 1 minute after.'],
    [
      Schedule.parse({ kind: 'every', minutes: 5, weekdays: ['sat', 'mon'] }),
      'Mon, Sat, every 5 minutes from 00:00 (Asia/Hong_Kong). On time up to 60 minutes after.',
    ],
  ])('is a sentence with its zone', (schedule, sentence) => {
    expect(scheduleSentence(schedule, words)).toBe(sentence)
  })

  it('names the days in the reader’s language', () => {
    const hongKong = { text: chinese, formats: { ...formats, locale: 'zh-HK' } }
    expect(scheduleSentence(daily, hongKong)).toMatch(/^週一–週三 09:30, 18:00/)
  })

  it.each([[daily], [window]])('comes back as it was when nothing is touched', (schedule) => {
    const read = readSchedule(typedSchedule(schedule))
    expect(read).toEqual({
      ok: true,
      schedule: { ...schedule, ...(schedule.kind === 'daily' ? { times: ['09:30', '18:00'] } : {}) },
    })
  })

  it('says of each field what is wrong with it, and only of those that count', () => {
    const typed = { ...typedSchedule(window), minutes: '4', from: '25:00', weekdays: [], leadMinutes: '1.5', times: [] }
    expect(readSchedule(typed)).toEqual({
      ok: false,
      problems: {
        minutes: 'producer.schedule.every.wrong',
        from: 'producer.schedule.time.wrong',
        weekdays: 'producer.schedule.weekdays.missing',
        leadMinutes: 'producer.schedule.minutes.wrong',
      },
    })
    expect(readSchedule({ ...typed, kind: 'none' })).toEqual({ ok: true, schedule: null })
    expect(readSchedule({ ...typedSchedule(daily), times: ['9:30'] })).toEqual({
      ok: false,
      problems: { times: 'producer.schedule.time.wrong' },
    })
  })

  it('is taken away by choosing none, and the rest of the producer stays as it is', () => {
    const known = producer({
      schedule: daily,
      contacts: [{ name: 'Ada', role: '', email: null, phone: null }],
    })
    const typed = typedChange(known)
    expect(readChange({ ...typed, schedule: { ...typed.schedule, kind: 'none' } })).toEqual({
      ok: true,
      change: { name: 'Seven Corner', kind: 'shop', contacts: known.contacts, schedule: null },
    })
  })
})

describe('how punctual a producer is', () => {
  const recent = ['met', 'late', 'missed', 'met'] as const

  it('is said in words', () => {
    expect(onTimeShort({ recent: [...recent] }, english)).toBe('2 of 4')
    expect(onTimeSentence({ recent: [...recent] }, english)).toBe('2 of the last 4 on time, 1 late, 1 missed')
    expect(onTimeSentence({ recent: [] }, english)).toBe('Nothing was expected yet.')
    expect(onTimeShort({ recent: [] }, english)).toBe('')
  })

  it('is drawn with the newest at the right edge, told apart by height as well as by colour', () => {
    expect(stripStyle({ recent: ['met', 'missed', 'late'] })).toEqual({
      backgroundRepeat: 'no-repeat',
      backgroundImage:
        'linear-gradient(var(--ch-medium), var(--ch-medium)), linear-gradient(var(--ch-critical), var(--ch-critical)), linear-gradient(var(--ch-ok), var(--ch-ok))',
      backgroundSize: '3px 10px, 3px 18px, 3px 4px',
      backgroundPosition: 'right 8px top 50%, right 13px top 50%, right 18px top 50%',
    })
    expect(stripStyle({ recent: [] })).toEqual({})
  })

  it('puts the least punctual first, and behind all others those of whom nothing was expected', () => {
    const order = producerColumns(english, formats).find(({ id }) => id === 'onTime')?.order
    const rated = [[], ['met'], ['met', 'missed']].map((states) => producer({ recent: states as Producer['recent'] }))
    const ordered = rated.toSorted((one, other) => Number(order?.(one)) - Number(order?.(other)))
    expect(ordered.map((one) => one.recent.length)).toEqual([2, 1, 0])
  })
})

describe('when the next file is due', () => {
  const nextExpected = {
    expectedAt: '2026-11-20T10:00:00.000Z',
    dueAt: '2026-11-20T11:00:00.000Z',
    state: 'awaited' as const,
    batch: null,
  }
  const schedule = Schedule.parse({ kind: 'daily', times: ['18:00'] })
  it.each([
    [producer({ schedule, nextExpected }), '2026-11-20 18:00:00'],
    [producer(), 'no schedule'],
    [producer({ schedule, state: 'suspended', nextExpected }), 'none while suspended'],
    [producer({ schedule }), 'none'],
  ])('says the time, or why there is none', (of, said) => {
    expect(nextWords(of, english, formats)).toBe(said)
  })
})

describe('an agreement as a form', () => {
  const full = Agreement.parse({
    mapping: {
      format: 'csv',
      encoding: 'windows-1252',
      delimiter: ';',
      header: false,
      columns: { ClientId: '3', Amount: '6' },
      constants: { ProducerId: '7' },
      dates: ['dd/MM/yyyy', 'MMM d, yyyy'],
      units: 'major',
      decimalMark: ',',
      types: { Aufladung: 'TopUp' },
      typeFromSign: { positive: 'Payment', negative: 'TopUp' },
    },
    effects: { LOCATION_UNKNOWN: 'hold', BATCH_DOUBLED: 'reject' },
    limits: { amountMax: 12_345, settleSeconds: 2.5 },
    places: ['Central', 'Wan Chai'],
  })

  it.each([[nothing], [full]])('comes back as it was when nothing is touched', (agreement) => {
    expect(readAgreement(typedAgreement(agreement, 2), 2)).toEqual({ ok: true, agreement })
  })

  it('is blank only while nobody has said how files are read, whatever else was agreed', () => {
    expect(isBlank({ ...full, mapping: nothing.mapping })).toBe(true)
    expect(isBlank(full)).toBe(false)
  })

  it('reads the largest amount in major units', () => {
    const typed = typedAgreement(full, 2)
    expect(typed.limits.amountMax).toBe('123.45')
    const read = readAgreement({ ...typed, limits: { ...typed.limits, amountMax: '1,500.5' } }, 2)
    expect(read.ok && read.agreement.limits.amountMax).toBe(150_050)
  })

  it('says of each field what is wrong with it', () => {
    const typed = typedAgreement(nothing, 2)
    const wrong: TypedAgreement = {
      ...typed,
      mapping: { ...typed.mapping, dates: [], words: [{ key: 'added 0', word: ' ', type: 'TopUp' }] },
      limits: { ...typed.limits, amountMax: '1,5', faultsMaxPercent: '101', clientsMin: '2.5', ageDays: '' },
      places: 'x'.repeat(121),
    }
    expect(readAgreement(wrong, 2)).toEqual({
      ok: false,
      problems: {
        dates: 'producer.mapping.dates.wrong',
        'added 0': 'producer.mapping.word.missing',
        amountMax: 'producer.limit.amount.wrong',
        faultsMaxPercent: 'producer.limit.wrong',
        clientsMin: 'producer.limit.wrong',
        ageDays: 'producer.limit.wrong',
        places: 'producer.places.wrong',
      },
    })
  })

  it('knows the bounds of every limit from the contract', () => {
    expect(Object.fromEntries(limitNames.map((name) => [name, boundsOf(name)]))).toMatchObject({
      amountMax: { min: 1, max: 100_000_000_000 },
      faultsMaxPercent: { min: 0, max: 100 },
      settleSeconds: { min: 0, max: 3_600 },
    })
  })

  it('leaves an unknown place to the list of places when no effect is chosen', () => {
    expect(withEffect(full.effects, 'LOCATION_UNKNOWN', '')).not.toHaveProperty('LOCATION_UNKNOWN')
    expect(withEffect(full.effects, 'CLIENT_UNKNOWN', 'hold').CLIENT_UNKNOWN).toBe('hold')
  })

  it('says a line for each thing agreed, in both languages, and shows the shape of a newer version as it came', () => {
    for (const text of [english, chinese]) {
      const names = agreementLines(full, { text, formats }).map(({ what }) => what)
      expect(new Set(names).size).toBe(names.length)
      expect(names.length).toBe(agreementLines(nothing, { text, formats }).length + 1)
    }
    expect(agreementLines({ mapping: { later: 1 } }, words)).toEqual([
      { what: 'Agreement', says: '{"mapping":{"later":1}}' },
    ])
  })
})

describe('what a proposal about a producer sets', () => {
  it('is the lines of the agreement that change, places by name', () => {
    const before = Agreement.parse({ places: ['Central', 'Wan Chai'] })
    const after = Agreement.parse({
      places: ['Central', 'Tai Po'],
      limits: { clientsMin: 1 },
      mapping: { constants: { ProducerId: '7' } },
    })
    const [group, ...others] = setGroups(
      [{ subject: 'agreement:seven', before: z.json().parse(before), after: z.json().parse(after) }],
      words,
    )
    expect(others).toEqual([])
    expect(group?.subject).toBe('Agreement with seven')
    expect(group?.rows).toEqual([
      { what: 'Producer', before: 'column “ProducerId”', after: '“7” in every row' },
      { what: 'Fewest clients in a batch', before: '3', after: '1' },
      { what: 'Place Wan Chai', before: 'taken', after: null },
      { what: 'Place Tai Po', before: null, after: 'taken' },
    ])
  })

  it('is the suspension that ends', () => {
    const before = { state: 'suspended', since: '2026-11-20T06:02:11.000Z', by: 'olive', reason: 'Doubled' }
    const [group] = setGroups([{ subject: 'producer:seven', before, after: { state: 'active' } }], words)
    expect(group).toEqual({
      subject: 'Producer seven',
      rows: [
        { what: 'State', before: 'Suspended', after: 'Active' },
        { what: 'Suspended since', before: '2026-11-20 14:02:11', after: null },
        { what: 'Suspended by', before: 'olive', after: null },
        { what: 'Suspended because', before: 'Doubled', after: null },
      ],
      unchanged: 0,
    })
  })
})

const cells = Object.fromEntries(rowFields.map((field) => [field, null])) as PreviewRow['cells']
const valid = {
  client: 'C-1',
  txId: 't-1',
  type: 'TopUp' as const,
  amount: 1_250,
  location: 'Central',
  occurredAt: '2026-11-20T06:02:11.000Z',
  businessDay: '2026-11-20',
}
const row = (becomes: PreviewRow['becomes'], line = 2): PreviewRow => ({
  line,
  raw: `line ${line}`,
  defect: 'none',
  cells,
  becomes,
})

describe('what a record becomes', () => {
  it('is the row, the rule that spoke, or both', () => {
    const shown = ['Top-up USD 12.50', 'client C-1', 'Central', '2026-11-20 14:02:11', 'id t-1']
    expect(becomesLines(row({ outcome: 'valid', row: valid }), words)).toEqual([shown])
    expect(
      becomesLines(
        row({ outcome: 'hold', row: valid, code: 'AMOUNT_OVER_LIMIT', field: 'Amount', found: '12,50' }),
        words,
      ),
    ).toEqual([['The amount is over the limit: Amount “12,50”'], shown])
    const fault = row({ outcome: 'fault', code: 'FIELD_MISSING', field: 'ClientId', found: null })
    expect(becomesLines(fault, words)).toEqual([['A field is missing: Client']])
  })

  it('is counted by rule, the most frequent first', () => {
    expect(codesWords({ FIELD_MISSING: 1, TYPE_UNKNOWN: 12 }, english)).toBe(
      'Unknown transaction type: 12 · A field is missing: 1',
    )
  })
})

describe('a sample', () => {
  const preview = (rows: readonly PreviewRow[], encoding = 'utf-8'): FilePreview => ({
    guess: { mapping: nothing.mapping, certain: {} as FilePreview['guess']['certain'], questions: [] },
    columns: [],
    mapping: nothing.mapping,
    rows: [...rows],
    counts: { rows: rows.length, valid: 0, held: 0, faults: 0 },
    codes: {},
    warnings: [],
    fault: null,
    reading: { format: 'csv', encoding },
  })

  it('is the first megabyte, said to be only the beginning of what is longer', async () => {
    const sample = await readSampleFile(new File([new Uint8Array(sampleBytesMax + 1)], 'long.csv'))
    expect([sample.whole, sample.bytes.length]).toEqual([false, sampleBytesMax])
    const small = await readSampleFile(new File(['Größe,€\n'], `${'x'.repeat(300)}.csv`))
    expect([small.whole, small.name.length, small.name.endsWith('.csv')]).toEqual([true, 255, true])
    expect(Buffer.from(small.base64, 'base64').toString()).toBe('Größe,€\n')
  })

  it('shows what stands before the first record as the file has it, and the records as the engine read them', async () => {
    const sample = await readSampleFile(new File([new Uint8Array([0x44, 0xe9, 0x0d, 0x0a, 0x61])], 'a.csv'))
    const fault = row({ outcome: 'fault', code: 'FIELD_MISSING', field: 'ClientId', found: 'x' })
    expect(sampleLines(sample, preview([fault], 'windows-1252'))).toEqual([
      { line: 1, raw: 'Dé', found: null },
      { line: 2, raw: 'line 2', found: 'x' },
    ])
  })

  it('hides what may be a card number where the engine has not looked', async () => {
    const sample = await readSampleFile(new File(['a 4111 1111-11111111 b 123456789012\n'], 'a.txt'))
    expect(sampleLines(sample, undefined)).toEqual([
      { line: 1, raw: 'a •••• ••••-•••••••• b 123456789012', found: null },
    ])
  })

  it('shows no bytes of a packed file as text', async () => {
    const sample = await readSampleFile(new File([new Uint8Array([0x1f, 0x8b, 8, 0])], 'a.csv.gz'))
    expect(sampleLines(sample, undefined)).toEqual([])
  })
})

describe('a question of the guess', () => {
  const guessed = typedMapping(nothing.mapping)
  const asked = (code: FilePreview['guess']['questions'][number]['code'], found: string | null = null) =>
    ({ code, field: code.startsWith('column') ? 'ClientId' : null, found }) as const

  it('is answered by what the draft says about it', () => {
    const columns = { ...guessed.columns, ClientId: 'Kunde' }
    expect(isAnswered(asked('column_missing'), { ...guessed, columns }, guessed)).toBe(true)
    expect(isAnswered(asked('sign_meaning'), { ...guessed, sign: 'negative' }, guessed)).toBe(true)
    const spoken = { ...guessed, words: [{ key: 'a', word: 'refund', type: 'TopUp' as const }] }
    expect(isAnswered(asked('type_word', 'Refund'), spoken, guessed)).toBe(true)
    expect(isAnswered(asked('date_order'), { ...guessed, dates: ['dd/MM/yyyy'] }, guessed)).toBe(true)
    expect(isAnswered(asked('amount_units'), { ...guessed, decimalMark: ',' }, guessed)).toBe(true)
  })

  it('stays as long as the draft is as guessed', () => {
    for (const code of [
      'no_records',
      'column_missing',
      'date_order',
      'amount_units',
      'sign_meaning',
      'type_word',
    ] as const)
      expect(isAnswered(asked(code, 'x'), guessed, guessed)).toBe(false)
  })
})

it('keeps in the address who is open and whose agreement is drafted, and forgets what makes no sense', () => {
  expect(ProducerSearch.parse({ open: '7', edit: '7' })).toEqual({ open: 7, edit: 7 })
  expect(ProducerSearch.parse({ open: '-7', edit: 'x' })).toEqual({})
})
