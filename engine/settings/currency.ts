/** A currency is a row: the accounts that there is one of in each open when they are first needed. */
import type { Database } from 'better-sqlite3'
import type { RefusalOf } from '../operations/refusal.ts'

export function addCurrency(
  raw: Database,
  { code, digits }: Readonly<{ code: string; digits: number }>,
): Readonly<{ status: 'done' }> | RefusalOf<'currency_exists'> {
  const { changes } = raw
    .prepare('INSERT INTO currency (code, digits) VALUES (?, ?) ON CONFLICT (code) DO NOTHING')
    .run(code, digits)
  return changes === 1 ? { status: 'done' } : { status: 'currency_exists', currency: code }
}
