/** What a mapping asks a file for: the values of each record, and what is said once. */
import type { PlainAmount, StatementAmount, StatementMapping } from '../../contract/statement-mappings.ts'
import { assertNever } from '../../invariant.ts'

/** Every column that is named, once. */
export function columnsOf(mapping: StatementMapping): readonly string[] {
  const { account, currency, balances, bookedOn, valueOn, amount, references, party, text, code, returned, marks } =
    mapping
  const named = [
    ...[account, currency].map((said) => ('column' in said ? said.column : undefined)),
    balances.running,
    bookedOn,
    valueOn,
    ...columnsOfAmount(amount),
    ...references.map(({ column }) => column),
    ...party.name,
    ...party.account,
    ...party.bank,
    ...text,
    code,
    returned.code,
    returned.text,
    ...marks.map(({ column }) => column),
  ]
  return [...new Set(named.filter((name) => name !== undefined))]
}

export function labelsOf({ account, currency, head, balances }: StatementMapping): readonly string[] {
  const { running: _, ...once } = balances
  const named = [
    ...[account, currency].map((said) => ('label' in said ? said.label : undefined)),
    ...Object.values(head),
    ...Object.values(once),
  ]
  return [...new Set(named.filter((name) => name !== undefined))]
}

function columnsOfAmount(amount: StatementAmount | PlainAmount): readonly string[] {
  switch (amount.by) {
    case 'sign':
      return [amount.column]
    case 'direction':
      return [amount.column, amount.direction]
    case 'columns':
      return [amount.credit, amount.debit]
    case 'fees':
      return [amount.gross, amount.net]
        .flatMap((one) => (one === undefined ? [] : columnsOfAmount(one)))
        .concat(amount.fees.map(({ column }) => column))
    default:
      return assertNever(amount)
  }
}
