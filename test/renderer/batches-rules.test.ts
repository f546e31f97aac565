/** The engine says what a rule expected and found as values. Here its own rules speak, and the console finds the words. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Agreement, batchRules, rowRules } from '../../engine/contract/agreements.ts'
import { readVerdict } from '../../engine/ingest/check/stored-verdict.ts'
import { type CheckFacts, type Spoken, unreadableFact, verdictOf } from '../../engine/ingest/check/verdict.ts'
import { refusalOf } from '../../engine/ingest/receive.ts'
import { rowSentence } from '../../renderer/batches/row-words.ts'
import { otherBatchOf, type RuleWords, ruleSentence } from '../../renderer/batches/rule-words.ts'
import { isMessageId } from '../../renderer/messages/messages.ts'
import { chinese, english, formats } from './text.ts'

const inEnglish: RuleWords = { text: english, formats, currency: 'USD' }
const inChinese: RuleWords = { text: chinese, formats: { ...formats, locale: 'zh-HK' }, currency: 'USD' }

const sound: CheckFacts = {
  rows: 100,
  faults: 0,
  sum: 510_000n,
  clients: 40,
  control: null,
  sha256: 'ab'.repeat(32),
  known: 0,
  alike: null,
  twin: null,
  suspended: false,
  inSchedule: true,
}
const agreement = Agreement.parse({})

const spokenOf = (changed: Partial<CheckFacts>): Spoken => {
  const [spoken] = verdictOf({ ...sound, ...changed }, agreement).spoken
  if (spoken === undefined) throw new Error('no rule spoke')
  return spoken
}
const control = { count: null, sum: null, sha256: null }
const unreadable = (reason: string, line: number | null = null): Spoken => ({
  code: 'FILE_UNREADABLE',
  effect: 'reject',
  facts: [unreadableFact({ reason, line })],
})
const received = (bytes: number, earlier?: number): Spoken => {
  const spoken = refusalOf({ bytes }, earlier)
  if (spoken === null) throw new Error('nothing was refused')
  return spoken
}

describe('a rule of a batch says what it expected and what it found', () => {
  it.each<readonly [string, Spoken, string]>([
    [
      'control sum',
      spokenOf({ control: { ...control, sum: 512_000n } }),
      'control sum 20.00 short: the file says 5,120.00, its rows add to 5,100.00.',
    ],
    [
      'control sum beyond what a number holds',
      spokenOf({ sum: 2n ** 60n + 1n, control: { ...control, sum: 2n ** 60n } }),
      'control sum 0.01 over: the file says 11,529,215,046,068,469.76, its rows add to 11,529,215,046,068,469.77.',
    ],
    [
      'control sum and count',
      spokenOf({ control: { ...control, count: 101, sum: 510_100n } }),
      'control sum 1.00 short: the file says 5,101.00, its rows add to 5,100.00. Control count differs: the file says 101 rows, it has 100.',
    ],
    [
      'control hash',
      spokenOf({ control: { ...control, sha256: 'cd'.repeat(32) } }),
      'control hash differs: it was announced as cdcdcdcdcdcd…, the file is abababababab….',
    ],
    [
      'control totals nobody can read',
      spokenOf({ control: 'unreadable' }),
      'the control totals that came with it can’t be read.',
    ],
    [
      'known rows',
      spokenOf({ known: 60, faults: 4 }),
      '60 of 96 rows came in other batches already; below 50 % is agreed.',
    ],
    [
      'rows under other TxIds',
      spokenOf({ alike: { batch: 1_042, share: 0.978 } }),
      '97 % of its rows are those of batch 1042 under other TxIds; below 95 % is agreed.',
    ],
    [
      'a twin',
      spokenOf({ twin: 1_042 }),
      'same number of rows, same sum and same dates as batch 1042, but nothing else alike.',
    ],
    ['few clients', spokenOf({ clients: 1 }), '1 client in the file; at least 3 are agreed.'],
    ['many faults', spokenOf({ faults: 6 }), '6 of 100 rows are at fault; at most 5 % is agreed.'],
    ['suspension', spokenOf({ suspended: true }), 'the producer is suspended, so its files wait.'],
    ['schedule', spokenOf({ inSchedule: false }), 'it came outside of the producer’s schedule.'],
    ['the same bytes', received(10, 1_042), 'the same bytes came before, as batch 1042.'],
    ['a large file', received(4 * 2 ** 30 + 1), 'the file has 4,294,967,297 bytes; at most 4,294,967,296 are read.'],
    ['a file cut off', unreadable('truncated', 4_182), 'the file was cut off (line 4,182).'],
    ['a missing column', unreadable('column_missing:Amount', 1), 'the column Amount is missing (line 1).'],
    [
      'a broken header',
      unreadable('header_encoding', 1),
      'its first line can’t be read as the names of columns (line 1).',
    ],
    ['a bomb', unreadable('bomb'), 'it would unpack to far more than any honest file.'],
  ])('%s', (_, spoken, sentence) => {
    expect(ruleSentence(spoken, inEnglish)).toBe(sentence)
    // In Chinese nothing of the engine's own English is left over.
    expect(ruleSentence(spoken, inChinese)).not.toMatch(/less than|at most|known|bytes|rows|clients|batch/)
  })

  it('and a schedule says when a batch was expected', () => {
    const facts = [{ fact: 'expected_at', at: '2026-11-02T10:00:00Z', dueAt: null }] as const
    const missing = { code: 'BATCH_MISSING', facts } as const
    expect(ruleSentence(missing, inEnglish)).toBe('a batch was expected at 2026-11-02 18:00:00 and did not come.')
  })

  it('and leads to the other batch that it speaks of', () => {
    expect(otherBatchOf(spokenOf({ twin: 12 }))).toBe(12)
    expect(otherBatchOf(received(10, 13))).toBe(13)
    expect(otherBatchOf(spokenOf({ clients: 1 }))).toBe(null)
  })
})

describe('what an older version kept in words', () => {
  const stored = (code: string, expected: string | null, found: string | null): readonly Spoken[] =>
    readVerdict(JSON.stringify([{ code, effect: 'hold', expected, found }]))

  it.each<readonly [code: string, expected: string | null, found: string | null, Spoken['facts']]>([
    [
      'CONTROL_MISMATCH',
      `count 101, sum ${2n ** 60n}, sha256 ${'Cd'.repeat(32)}`,
      `count 100, sum ${2n ** 60n + 1n}, sha256 ${'ab'.repeat(32)}`,
      [
        { fact: 'control_sum', expected: '1152921504606846976', found: '1152921504606846977' },
        { fact: 'control_count', expected: 101, found: 100 },
        { fact: 'control_hash', expected: 'Cd'.repeat(32), found: 'ab'.repeat(32) },
      ],
    ],
    ['CONTROL_MISMATCH', 'control totals', 'they can’t be read', [{ fact: 'control_unreadable' }]],
    [
      'BATCH_DOUBLED',
      'less than 50 % known from other batches',
      '60 of 96 rows known',
      [{ fact: 'known', known: 60, of: 96, percent: 50 }],
    ],
    [
      'BATCH_DOUBLED',
      'less than 95 % alike',
      '97 % as batch 1042, under other TxIds',
      [{ fact: 'alike', share: 97, batch: 1_042, percent: 95 }],
    ],
    ['BATCH_ALIKE', null, 'same count, sum and dates as batch 12', [{ fact: 'twin', batch: 12 }]],
    ['TOO_FEW_CLIENTS', '3 clients', '1', [{ fact: 'clients', expected: 3, found: 1 }]],
    ['TOO_MANY_FAULTS', 'at most 5 %', '6 of 100 rows', [{ fact: 'faults', faults: 6, of: 100, percent: 5 }]],
    ['FILE_REPEATED', null, 'the same bytes as batch 13', [{ fact: 'repeated', batch: 13 }]],
    ['FILE_TOO_LARGE', 'at most 10 bytes', '11 bytes', [{ fact: 'too_large', bytes: 11, bytesMax: 10 }]],
    [
      'FILE_UNREADABLE',
      null,
      'column_missing:Amount (line 1)',
      [{ fact: 'unreadable', reason: 'column_missing', about: 'Amount', line: 1 }],
    ],
    ['FILE_UNREADABLE', null, 'bomb', [{ fact: 'unreadable', reason: 'bomb', about: null, line: null }]],
    ['PRODUCER_SUSPENDED', null, null, []],
    ['TOO_FEW_CLIENTS', 'a crowd', 'nobody', [{ fact: 'words', expected: 'a crowd', found: 'nobody' }]],
  ])('is read as the values it was: %s, %s, %s', (code, expected, found, facts) => {
    expect(stored(code, expected, found)).toEqual([{ code, effect: 'hold', facts }])
  })

  it('stays as it is where it is none of its forms', () => {
    const [odd] = stored('TOO_FEW_CLIENTS', 'a crowd', 'nobody')
    expect(odd && ruleSentence(odd, inEnglish)).toBe('Too few clients; expected: a crowd; found: nobody.')
  })

  it('stands beside what a newer one says', () => {
    const now = spokenOf({ clients: 1 })
    expect(
      readVerdict(
        JSON.stringify([
          now,
          { code: 'FILE_REPEATED', effect: 'reject', expected: null, found: 'the same bytes as batch 2' },
        ]),
      ),
    ).toEqual([now, { code: 'FILE_REPEATED', effect: 'reject', facts: [{ fact: 'repeated', batch: 2 }] }])
  })
})

describe('every code', () => {
  it.each(batchRules)('%s of the batch has a name', (code) => {
    expect(isMessageId(`code.rule.${code}`)).toBe(true)
  })

  it.each([...rowRules, 'TXID_REPEATED'])('%s of a row has a sentence in both languages', (code) => {
    const row = { outcome: 'fault', code, field: 'Amount', found: '12.x' } as const
    expect(isMessageId(`rules.row.${code}`)).toBe(true)
    expect(rowSentence(row, inEnglish)).not.toBe('')
    expect(rowSentence(row, inChinese)).not.toBe('')
    // Nothing was found in an empty field, and nothing is quoted then.
    expect(rowSentence({ ...row, field: null, found: null }, inEnglish)).not.toContain('none can’t')
  })

  it('for which a file can’t be read has a sentence', () => {
    const records = fileURLToPath(new URL('../../engine/ingest/records', import.meta.url))
    const sources = readdirSync(records).map((name) => readFileSync(path.join(records, name), 'utf8'))
    const plain = sources.flatMap((source) => [...source.matchAll(/unreadable\('(\w+)'/g)].map(([, reason]) => reason))
    const reasons = [...new Set(plain)]
    expect(reasons.length).toBeGreaterThan(20)
    expect(reasons.filter((reason) => !isMessageId(`rules.unreadable.${reason}`))).toEqual([])
  })
})

describe('a row says what is wrong with it', () => {
  it('with the field and what stood there', () => {
    expect(rowSentence({ outcome: 'fault', code: 'FIELD_UNREADABLE', field: 'Amount', found: '12.x' }, inEnglish)).toBe(
      'Amount can’t be read: “12.x”.',
    )
    expect(rowSentence({ outcome: 'fault', code: 'FIELD_UNREADABLE', field: null, found: null }, inEnglish)).toBe(
      'The line can’t be read.',
    )
    expect(rowSentence({ outcome: 'fault', code: 'FIELD_MISSING', field: 'TxId', found: '' }, inEnglish)).toBe(
      'TxId is empty or not there.',
    )
  })

  it('with money where the row could be read, and as it stood where it could not', () => {
    const payment = { code: 'INSUFFICIENT_FUNDS', field: 'Amount', found: '999999' } as const
    expect(rowSentence({ outcome: 'held', ...payment }, inEnglish)).toBe(
      'The payment, USD 9,999.99, is more than the wallet has. It posts by itself when enough money arrives.',
    )
    const over = { code: 'AMOUNT_OVER_LIMIT', field: 'Amount' } as const
    expect(rowSentence({ outcome: 'held', ...over, found: '200000000' }, inEnglish)).toBe(
      'The amount, USD 2,000,000.00, is over what is agreed for one row. A person decides.',
    )
    expect(rowSentence({ outcome: 'fault', ...over, found: '2e9' }, inEnglish).trim()).toBe(
      'The amount, 2e9, is over what is agreed for one row.',
    )
  })

  it('and a rule that this console does not know yet by its code', () => {
    expect(rowSentence({ outcome: 'fault', code: 'NEW_RULE', field: 'Amount', found: 'x' }, inEnglish)).toBe(
      'NEW_RULE, field Amount: “x”.',
    )
  })
})
