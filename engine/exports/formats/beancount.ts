/** Transactions as Beancount reads them: each account opened where it first comes up, each transaction balanced. */

import { inUnits } from '../../close-pack/csv.ts'
import type { Posting } from '../../contract/accounts.ts'
import { journalAccount, onOneLine, wordsOf } from '../journal-names.ts'
import type { DigitsOf, Journal } from '../sheet.ts'
import { transactionsOf } from '../whole-transactions.ts'

/** Before anything that happened: what is exported may begin in the middle of an account's life. */
const openedOn = '1970-01-01'

export async function* beancountOf({ title, house, pages, digitsOf }: Journal): AsyncGenerator<string> {
  yield `option "title" ${quoted(`${title}, ${house}`)}\n`
  const opened = new Set<string>()
  for await (const page of transactionsOf(pages)) {
    const parts: string[] = []
    for (const postings of page) {
      for (const code of postings.flatMap(({ debit, credit }) => [debit, credit])) {
        if (!opened.has(code)) parts.push(opening(code))
        opened.add(code)
      }
      parts.push(transactionText(postings, digitsOf))
    }
    yield parts.join('')
  }
}

const opening = (code: string): string => `\n${openedOn} open ${journalAccount(code)}\n  code: ${quoted(code)}\n`

function transactionText(postings: readonly Posting[], digitsOf: DigitsOf): string {
  const { transaction, businessDay, kind, source } = postings[0] as Posting
  const notes = [['transaction', String(transaction)] as const, ...wordsOf(source)].map(
    ([name, value]) => `  ${name}: ${quoted(value)}\n`,
  )
  const lines = postings
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ debit, credit, amount, currency }) => {
      const money = inUnits(amount, digitsOf(currency))
      return [
        `  ${journalAccount(debit)}  ${money} ${currency}\n`,
        `  ${journalAccount(credit)}  -${money} ${currency}\n`,
      ]
    })
  return `\n${businessDay} * ${quoted(kind)}\n${notes.join('')}${lines.join('')}`
}

const quoted = (text: string): string => `"${onOneLine(text).replace(/["\\]/g, '\\$&')}"`
