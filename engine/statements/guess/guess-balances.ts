/** Which columns without names are money: those beside which a balance follows from line to line. */
import { StatementMapping } from '../../contract/statement-mappings.ts'
import type { GuessReason } from '../../contract/statement-previews.ts'
import type { Reading } from '../statement.ts'
import type { LookedAt } from './columns.ts'
import { balancesFollow } from './follows.ts'
import { type AmountGuess, excludes, splitOf } from './guess-amount.ts'
import type { DaysGuess } from './guess-days.ts'

type Inferred = Readonly<{ amount: AmountGuess; running: LookedAt }>

/** More columns than that make too many pairs to try, and no bank has them. */
const moneyMax = 8

export function amountsByBalances({
  columns,
  money: all,
  days,
  known,
}: Readonly<{
  columns: readonly LookedAt[]
  money: readonly LookedAt[]
  days: DaysGuess
  known: Reading
}>): Inferred | null {
  const money = all.slice(0, moneyMax)
  for (const running of money) {
    const others = money.filter((column) => column !== running)
    for (const amount of [...singles(others), ...pairs(others)]) {
      const mapping = mappingOf(amount, { running, days })
      if (balancesFollow(columns, mapping, known) === 'yes') return { amount, running }
    }
  }
  return null
}

const reason = (field: GuessReason['field'], { name }: LookedAt): GuessReason => ({
  field,
  column: name,
  because: 'balances',
  certainty: 'sure',
})

const singles = (columns: readonly LookedAt[]): readonly AmountGuess[] =>
  columns.map((column) => ({
    amount: { by: 'sign', column: column.name },
    columns: [column],
    reasons: [reason('amount', column)],
    questions: [],
  }))

const pairs = (columns: readonly LookedAt[]): readonly AmountGuess[] =>
  columns.flatMap((credit) =>
    columns
      .filter((debit) => debit !== credit && excludes(credit, debit))
      .map((debit) => ({
        amount: splitOf(credit, debit),
        columns: [credit, debit],
        reasons: [reason('credit', credit), reason('debit', debit)],
        questions: [],
      })),
  )

/** Enough of a mapping to try the balances by. */
function mappingOf(
  { amount, columns }: AmountGuess,
  { running, days }: Readonly<{ running: LookedAt; days: DaysGuess }>,
): StatementMapping {
  const form = [...columns, running].find(({ figures }) => figures?.isWhole === false)?.figures?.form
  return StatementMapping.parse({
    format: 'json',
    account: { fixed: '?' },
    currency: { fixed: 'XXX' },
    ...(days.bookedOn === null ? {} : { bookedOn: days.bookedOn.name }),
    ...(days.valueOn === null ? {} : { valueOn: days.valueOn.name }),
    dates: days.dates,
    amount,
    decimalMark: form?.decimalMark ?? '.',
    balances: { running: running.name },
  })
}
