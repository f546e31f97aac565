/**
 * Accounts as plain-text accounting programs take them. Their names have letters, digits and dashes only, so what is
 * anything else in a client's name is written by its number; two accounts never come out alike, and the code as we know
 * it stands beside.
 */
import { type AccountKind, accountKinds } from '../contract/accounts.ts'
import { invariant } from '../invariant.ts'

const places: Readonly<Record<AccountKind, string>> = {
  wallet: 'Liabilities:Wallets',
  pending: 'Liabilities:Pending',
  payout: 'Liabilities:Payouts',
  suspense: 'Liabilities:Suspense',
  receivable: 'Assets:Receivables',
  clearing: 'Assets:Clearing',
  gateway: 'Assets:Gateways',
  omnibus: 'Assets:Banks',
  'fee-income': 'Income:Fees',
  'fee-expense': 'Expenses:Fees',
  'write-off': 'Expenses:Write-Offs',
}

export function journalAccount(code: string): string {
  const at = code.indexOf(':')
  const kind = accountKinds.find((each) => each === (at === -1 ? code : code.slice(0, at)))
  invariant(kind !== undefined, 'an account of no kind', { code })
  return at === -1 ? places[kind] : `${places[kind]}:${partOf(code.slice(at + 1))}`
}

/** A part begins with a capital letter or a digit. Behind an `X-` stands what does not. */
function partOf(name: string): string {
  const written = [...name].map((each) => (/^[A-Za-z0-9]$/.test(each) ? each : numbered(each))).join('')
  return /^[A-Z0-9]/.test(written) ? written : `X-${written}`
}

const numbered = (character: string): string =>
  `-${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}-`

/** On one line, and without what would end a text. */
export const onOneLine = (text: string): string => text.replace(/[\p{Cs}\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')

/** What somebody looks a transaction up by, as far as it has it. */
export const wordsOf = (
  source: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, value: string])[] =>
  ['reference', 'orderId', 'bankTransactionId', 'txId', 'file', 'line', 'reason'].flatMap((name) => {
    const value = source[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, onOneLine(String(value))] as const] : []
  })
