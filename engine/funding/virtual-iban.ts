/**
 * Gives a wallet an account number of its own from the range that the bank lends us. A number is given out once, in order;
 * one that somebody typed in by hand is passed over. A wallet that has one keeps it.
 */
import type { Database } from 'better-sqlite3'
import type { SettingValue } from '../contract/settings.ts'
import { ibanOf } from '../money/iban.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import { type CommandContext, command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { type Changed, getWallet, recordOf, takeWallet, type Unchangeable } from '../wallets/change.ts'
import { openVirtual } from '../wallets/open.ts'

type Issuing = Readonly<{ client: string; currency?: string | undefined }>
type Issued =
  | Changed
  | Unchangeable
  | RefusalOf<'account_unknown'>
  | RefusalOf<'account_not_meant_for_this'>
  | Readonly<{ status: 'virtual_account_exists'; virtualAccount: string }>
  | Readonly<{ status: 'virtual_ibans_off' }>
  | Readonly<{ status: 'virtual_ibans_used_up'; last: string }>

export const issueVirtualIban = command({
  topics: ['clients'],
  record: (input: Issuing, outcome: Issued) =>
    recordOf(
      'wallets.issue_virtual_iban',
      input,
      outcome,
      'wallet' in outcome ? { numbers: outcome.wallet.virtualAccounts.map(({ number }) => number) } : {},
    ),
  run: (context, input): Issued =>
    withoutTrace(
      context.raw,
      () => issue(context, input),
      ({ status }) => status !== 'done',
    ),
})

function issue(context: Pick<CommandContext, 'raw' | 'at'>, { client, currency: said }: Issuing): Issued {
  const { raw } = context
  const range = settingInForce(raw, 'virtualIbans').value
  if (!range.isOn) return { status: 'virtual_ibans_off' }
  const taken = takeWallet(context, { client, currency: said })
  if ('status' in taken) return taken
  const { id, currency } = taken.wallet
  const { has, give } = statementsOf(raw)
  if (has.get(id) !== undefined) return { status: 'done', wallet: getWallet(raw, client, currency) }
  const number = nextNumber(raw, range)
  if (number === null) return { status: 'virtual_ibans_used_up', last: range.to }
  const { country, bankCode, omnibus } = range
  const iban = ibanOf(country, `${bankCode}${number}`)
  const outcome = openVirtual(context, { client, currency, number: iban, omnibus })
  if (outcome.status === 'done') give.run(country, bankCode, number, iban)
  return outcome
}

type Range = SettingValue<'virtualIbans'>

/** The one behind the last that was given out of this range, whatever range was lent before. */
function nextNumber(raw: Database, { country, bankCode, numberLength, from, to }: Range): string | null {
  const { last, known } = statementsOf(raw)
  const given = last.get({ country, bankCode, from, to, numberLength }) as string | null
  let number = given === null ? from : after(given)
  while (number !== null && number <= to && known.get(ibanOf(country, `${bankCode}${number}`)) !== undefined)
    number = after(number)
  return number !== null && number <= to ? number : null
}

/** Numbers are longer than any number type holds exactly. Null behind the last that has so many digits. */
function after(number: string): string | null {
  const next = String(BigInt(number) + 1n).padStart(number.length, '0')
  return next.length > number.length ? null : next
}

const statementsOf = perConnection((raw) => ({
  has: raw.prepare(`
    SELECT 1 FROM virtual_account JOIN virtual_iban ON virtual_iban.iban = virtual_account.number
    WHERE virtual_account.wallet = ? AND virtual_account.state = 'active'`),
  last: raw
    .prepare(`
      SELECT max(number) FROM virtual_iban
      WHERE country = @country AND bank_code = @bankCode AND number BETWEEN @from AND @to
        AND length(number) = @numberLength`)
    .pluck(),
  known: raw.prepare('SELECT 1 FROM virtual_account WHERE number = ?'),
  give: raw.prepare('INSERT INTO virtual_iban (country, bank_code, number, iban) VALUES (?, ?, ?, ?)'),
}))
