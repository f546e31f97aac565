/** Transactions as a journal of hledger: balanced, with our own numbers as their codes. */

import { inUnits } from '../../close-pack/csv.ts'
import type { Posting } from '../../contract/accounts.ts'
import { journalAccount, onOneLine, wordsOf } from '../journal-names.ts'
import type { DigitsOf, Journal } from '../sheet.ts'
import { transactionsOf } from '../whole-transactions.ts'

export async function* hledgerOf({ title, house, pages, digitsOf }: Journal): AsyncGenerator<string> {
  yield `; ${onOneLine(`${title}, ${house}`)}\n`
  const known = new Set<string>()
  for await (const page of transactionsOf(pages)) {
    const parts: string[] = []
    for (const postings of page) {
      const { currency } = postings[0] as Posting
      if (!known.has(currency)) parts.push(commodity(currency, digitsOf(currency)))
      known.add(currency)
      parts.push(transactionText(postings, digitsOf))
    }
    yield parts.join('')
  }
}

/** The point must be in it, so that nobody takes it for one between thousands. */
const commodity = (code: string, digits: number): string =>
  `\ncommodity ${digits === 0 ? '1000.' : `1000.${'0'.repeat(digits)}`} ${code}\n`

function transactionText(postings: readonly Posting[], digitsOf: DigitsOf): string {
  const { transaction, businessDay, kind, source } = postings[0] as Posting
  const notes = wordsOf(source).map(([name, value]) => `    ; ${name}: ${value}\n`)
  const lines = postings
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ debit, credit, amount, currency }) => {
      const money = inUnits(amount, digitsOf(currency))
      return [line(debit, `${money} ${currency}`), line(credit, `-${money} ${currency}`)]
    })
  return `\n${businessDay} * (${transaction}) ${onOneLine(kind)}\n${notes.join('')}${lines.join('')}`
}

/** Two blanks end an account's name. */
const line = (code: string, money: string): string =>
  `    ${journalAccount(code)}  ${money}  ; account: ${onOneLine(code)}\n`
