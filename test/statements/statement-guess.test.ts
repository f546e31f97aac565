import { describe, expect, it } from 'vitest'
import type { StatementGuess } from '../../engine/contract/statement-previews.ts'
import { guessStatement } from '../../engine/statements/guess/guess-statement.ts'
import { problemsOfMapping } from '../../engine/statements/mapped/mapping-problems.ts'
import type { StatementPiece } from '../../engine/statements/statement.ts'
import { linesOf, piecesOf, reading, type Sample, samplesOfMappings } from './mapped-pieces.ts'

const at = Date.parse('2026-11-22T00:00:00Z')
const samples = samplesOfMappings()

/** What is known of the source that sends such files, where the file does not say it. */
function guessOf({ bytes, mapping: { account, currency } }: Sample, whole = true): StatementGuess {
  const known = {
    ...reading,
    at,
    account: 'fixed' in account ? account.fixed : null,
    currency: 'fixed' in currency ? currency.fixed : null,
  }
  return guessStatement({ bytes, whole }, known)
}

const guessText = (text: string, known: object = {}): StatementGuess =>
  guessStatement(
    { bytes: Buffer.from(text), whole: true },
    { ...reading, at, account: 'main', currency: 'EUR', ...known },
  )

/** The money, and none of the words: who calls what by which name is for a person. */
const moneyOf = (pieces: readonly StatementPiece[]) => ({
  lines: linesOf(pieces).map(({ bookedOn, amount, currency, isPending, details }) => [
    bookedOn,
    amount,
    currency,
    isPending,
    details[0]?.amount,
  ]),
  balances: pieces.flatMap((piece) =>
    piece.is === 'closed' ? [[piece.tail.opening?.amount, piece.tail.closing?.amount]] : [],
  ),
  accounts: pieces.flatMap((piece) => (piece.is === 'opened' ? [piece.head.account] : [])),
})

describe('a sample is guessed so that its money is read as it was meant', () => {
  const known = new Map([
    // Nothing says which of three columns of money is which, as their balances don't follow.
    ['reckon/broken-balance.csv', ['amount_missing']],
    ['own/paypal-activity.csv', ['date_order']],
    ['own/stripe-balance.json', ['amount_units']],
    // A word is no number of an account.
    ['reckon/direction-words.csv', ['account_missing']],
  ])
  it.each(samples.map(({ name }) => name))('%s', async (name) => {
    const sample = samples.find((one) => one.name === name)
    if (sample === undefined) throw new Error(`no sample ${name}`)
    const { mapping, questions } = guessOf(sample)
    expect(questions.map(({ code }) => code)).toEqual(known.get(name) ?? [])
    if (mapping === null) return expect(name).toBe('reckon/broken-balance.csv')
    expect(problemsOfMapping(mapping)).toEqual([])
    // In whose days a date with an offset is meant, no file says.
    const read = await piecesOf([sample.bytes], { ...mapping, zone: sample.mapping.zone })
    const expected = moneyOf(sample.expected.pieces)
    if (name === 'reckon/direction-words.csv') expect(moneyOf(read).lines).toEqual(expected.lines)
    else expect(moneyOf(read)).toEqual(expected)
  })

  it.each(samples.map(({ name }) => name))('%s is guessed alike from its first two thirds', (name) => {
    const sample = samples.find((one) => one.name === name)
    if (sample === undefined) throw new Error(`no sample ${name}`)
    const bytes = sample.bytes.subarray(0, Math.floor((sample.bytes.length * 2) / 3))
    const { mapping } = guessOf({ ...sample, bytes }, false)
    const whole = guessOf(sample).mapping
    // A sample of one line has no line left, and one of two thirds of a document may have no state in it that the whole has.
    if (mapping === null || whole === null) return
    expect(mapping.amount.by).toBe(whole.amount.by)
    expect([mapping.bookedOn, mapping.valueOn, mapping.format, mapping.decimalMark, mapping.units]).toEqual([
      whole.bookedOn,
      whole.valueOn,
      whole.format,
      whole.decimalMark,
      whole.units,
    ])
  })
})

describe('a guess says why, and asks for what the file does not say', () => {
  it('by the names of columns in three languages', () => {
    const head = ['Booking date,Value date,Details,Paid in,Paid out,Balance,Reference']
    const german = ['Buchungstag,Valuta,Verwendungszweck,Haben,Soll,Saldo,Kundenreferenz']
    const chinese = ['交易日期,起息日,交易詳情,存入,支出,結餘,參考編號']
    for (const [names = ''] of [head, german, chinese]) {
      const rows = [
        '2026-11-03,2026-11-03,a,5.00,,15.00,R1',
        '2026-11-04,2026-11-05,b,,2.50,12.50,R2',
        '2026-11-05,2026-11-05,c,1.00,,13.50,R3',
      ]
      const { mapping, reasons, questions } = guessText([names, ...rows, ''].join('\n'))
      const [booked, value, text, credit, debit, running, reference] = names.split(',')
      expect(questions).toEqual([])
      expect(mapping).toMatchObject({
        bookedOn: booked,
        valueOn: value,
        text: [text],
        amount: { by: 'columns', credit, debit },
        balances: { running },
        references: [{ column: reference }],
      })
      expect(reasons).toContainEqual({ field: 'running', column: running, because: 'balances', certainty: 'sure' })
      expect(reasons).toContainEqual({ field: 'credit', column: credit, because: 'name', certainty: 'sure' })
    }
  })

  it('by balances alone, where no column has a name', () => {
    const rows = [
      '1,03.11.2026,"7,00","107,00",x',
      '2,04.11.2026,"-2,50","104,50",y',
      '3,05.11.2026,"10,00","114,50",z',
    ]
    const { mapping, reasons } = guessText(`${rows.join('\n')}\n`)
    expect(mapping).toMatchObject({
      header: false,
      bookedOn: '2',
      decimalMark: ',',
      amount: { by: 'sign', column: '3' },
      balances: { running: '4' },
      text: ['5'],
    })
    expect(reasons).toContainEqual({ field: 'amount', column: '3', because: 'balances', certainty: 'sure' })
  })

  it('the other way round, where balances or words say so', () => {
    const rows = ['2026-11-03,7.00,93.00', '2026-11-04,-2.50,95.50', '2026-11-05,10.00,85.50']
    const { mapping } = guessText(`Date,Amount,Balance\n${rows.join('\n')}\n`)
    expect(mapping).toMatchObject({ invert: 'amounts', balances: { running: 'Balance' } })
  })

  it.each([
    ['no_lines', 'Date,Amount\n'],
    ['no_lines', '[]'],
    ['no_lines', ''],
    ['date_missing', 'Name,Amount\nAda,1.00\nBen,2.00\n'],
    ['amount_missing', 'Date,Name\n2026-11-03,Ada\n2026-11-04,Ben\n'],
    ['date_order', 'Date,Amount\n03/04/2026,-1.00\n05/06/2026,2.00\n'],
    ['amount_units', 'Date,Amount\n2026-11-03,-100\n2026-11-04,200\n'],
    ['sign_meaning', 'Date,Amount\n2026-11-03,1.00\n2026-11-04,2.00\n'],
    ['balances_differ', 'Date,Amount,Balance\n2026-11-03,-1.00,5.00\n2026-11-04,1.00,7.00\n2026-11-05,1.00,7.00\n'],
    ['word_unknown', 'Date,Amount,D/C\n2026-11-03,1.00,D\n2026-11-04,2.00,C\n2026-11-05,2.00,Q\n'],
    ['word_unknown', 'Date,Amount,Status\n2026-11-03,-1.00,Completed\n2026-11-04,2.00,Bouncing\n'],
  ])('%s', (code, text) => {
    expect(guessText(text).questions.map((question) => question.code)).toContain(code)
  })

  it('where a mark may be before decimals or between thousands, as in money of three digits', () => {
    const text = 'Date,Amount\n2026-11-03,"-1,234"\n2026-11-04,"1,000"\n'
    expect(guessText(text, { currency: 'KWD' }).questions).toMatchObject([{ code: 'amount_units', found: '-1,234' }])
    expect(guessText(text).questions).toEqual([])
  })

  it('whose it is and in which money, where neither the file nor the source says it', () => {
    const { mapping, questions } = guessText('Date,Amount\n2026-11-03,-1.00\n', { account: null, currency: null })
    expect(questions.map(({ code }) => code)).toEqual(['currency_missing', 'account_missing'])
    expect(mapping).toMatchObject({ account: { fixed: '?' }, currency: { fixed: 'XXX' } })
    const said = guessText('Account No: 12-34\nDate,Amount (USD)\n2026-11-03,-1.00\n', {
      account: null,
      currency: null,
    })
    expect(said.mapping).toMatchObject({ account: { label: 'Account No' }, currency: { fixed: 'USD' } })
  })

  it('passes what is no line: balances, totals and notes', () => {
    const rows = ['2026-11-03,-1.00,a', ',Opening balance,5.00', '2026-11-04,2.00,b', 'Total,1.00,', 'Printed by Ada,,']
    const { mapping } = guessText(`Date,Amount,Text\n${rows.join('\n')}\n`)
    expect(mapping).toMatchObject({ balances: { opening: 'Opening balance' }, rowsBelow: 1, passed: ['Total'] })
  })

  it('a column of states and one of kinds', () => {
    const rows = ['2026-11-03,-1.00,Completed,Sale', '2026-11-04,2.00,Pending,Refund', '2026-11-05,2.00,Declined,Sale']
    const { mapping } = guessText(`Date,Amount,Status,Type\n${rows.join('\n')}\n`)
    expect(mapping?.marks).toEqual([
      { column: 'Status', words: ['Completed'], means: 'booked' },
      { column: 'Status', words: ['Pending'], means: 'pending' },
      { column: 'Status', words: ['Declined'], means: 'skipped' },
      { column: 'Type', words: ['Refund'], means: 'reversal' },
    ])
  })

  it('is quick, whatever the sample is', () => {
    const wide = Array.from({ length: 400 }, (_, at) => `Date ${at}`).join(',')
    const rows = Array.from({ length: 600 }, (_, row) =>
      Array.from({ length: 400 }, (_, at) => `${row}/${at}/2026`).join(','),
    )
    const deep = `[{"a":${'['.repeat(5_000)}`
    for (const text of [
      `${wide}\n${rows.join('\n')}`,
      deep,
      '"'.repeat(200_000),
      ','.repeat(200_000),
      '\n'.repeat(200_000),
    ]) {
      const begun = performance.now()
      guessText(text)
      expect(performance.now() - begun).toBeLessThan(20_000)
    }
  })
})
