/** Laws 1 and 3: what one account gained another lost, and no account stands where its kind may not stand. */
import type { Database } from 'better-sqlite3'
import type { Chart } from './chart.ts'
import type { Findings } from './findings.ts'

type Row = Readonly<{
  code: string
  kind: string
  currency: string
  balance: bigint
  held: bigint
  overdraft: bigint
}>

export function checkAccounts(raw: Database, chart: Chart, findings: Findings): void {
  const rows = raw
    .prepare('SELECT code, kind, currency, balance, held, overdraft FROM account ORDER BY id')
    .safeIntegers()
    .iterate() as IterableIterator<Row>
  const sums = new Map<string, bigint>()
  for (const row of rows) {
    const subject = chart.name(row.code, row.currency)
    sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.balance)
    if (row.kind === 'wallet') checkWallet(row, subject, findings)
    if (row.kind === 'pending' && row.balance < 0n)
      findings.add('pending_below_zero', subject, { expected: 0, found: row.balance })
    if (row.kind === 'receivable' && row.balance > 0n)
      findings.add('receivable_above_zero', subject, { expected: 0, found: row.balance })
  }
  for (const [currency, sum] of sums)
    if (sum !== 0n) findings.add('accounts_do_not_cancel', currency, { expected: 0, found: sum })
}

/** Every client has the wallet that it began with. */
export function checkClients(raw: Database, findings: Findings): void {
  const rows = raw
    .prepare(`
      SELECT client.id, client.wallet, account.code FROM client LEFT JOIN account ON account.id = client.wallet
      WHERE account.code IS NOT 'wallet:' || client.id`)
    .raw()
    .iterate() as IterableIterator<[string, number, string | null]>
  for (const [client, wallet, code] of rows)
    findings.add('client_without_wallet', `client:${client}`, {
      expected: `wallet:${client}`,
      found: code ?? `account:${wallet}, which is not there`,
    })
}

/** A wallet that is below its limit already has nothing that could be set aside; that is said once. */
function checkWallet({ balance, held, overdraft }: Row, subject: string, findings: Findings): void {
  if (balance < -overdraft) findings.add('wallet_below_limit', subject, { expected: -overdraft, found: balance })
  else if (balance - held < -overdraft)
    findings.add('held_beyond_balance', subject, { expected: balance + overdraft, found: held })
}
