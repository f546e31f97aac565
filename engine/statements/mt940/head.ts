import type { StatedBalance, StatementHead } from '../statement.ts'
import type { DigitsOf } from './figures.ts'

/** What an MT940 says before its first line. */

type Said = Readonly<{
  id: string | null
  account: readonly string[]
  number: string
  opening: StatedBalance
  digitsOf: DigitsOf
}>

export function readHead(said: Said): StatementHead {
  const [number = '', page] = said.number.split('/')
  const { account, bank } = readAccount(said.account, said.digitsOf)
  return {
    number: number || null,
    id: said.id,
    account,
    bank,
    owner: null,
    currency: said.opening.currency,
    from: null,
    to: null,
    opening: said.opening,
    // Whether it is the last one stands at its closing balance.
    page: page !== undefined && /^\d{1,5}$/.test(page) ? { number: Number(page), isLast: null } : null,
  }
}

/** An IBAN, `45050050/76198810`, `BPHKPLPK/320000546101`, each perhaps with a currency behind; in `:25P:` the bank's BIC follows. */
function readAccount(lines: readonly string[], digitsOf: DigitsOf): Readonly<{ account: string; bank: string | null }> {
  const bare = withoutCurrency((lines[0] ?? '').replace(/\s/g, ''), digitsOf)
  const at = bare.indexOf('/')
  const below = (lines[1] ?? '').trim()
  return { account: bare.slice(at + 1), bank: (at < 0 ? below : bare.slice(0, at)) || null }
}

function withoutCurrency(text: string, digitsOf: DigitsOf): string {
  const parts = /^(.*\d)\/?([A-Z]{3})$/.exec(text)
  // An IBAN of the Seychelles ends with its currency, which is a part of the number.
  if (parts === null || isIban(text) || digitsOf(parts[2] ?? '') === null) return text
  return parts[1] ?? text
}

function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false
  let rest = 0
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
