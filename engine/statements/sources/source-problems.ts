/** What the shape of the setting can't say of who sends statements. */
import type { Database } from 'better-sqlite3'
import type { SettingValue } from '../../contract/settings.ts'
import type { StatementSource } from '../../contract/statement-sources.ts'
import { houseAccounts, isHouseAccount } from '../../ledger/account.ts'
import { perConnection } from '../../store/compiled.ts'
import { problemsOfMapping } from '../mapped/mapping-problems.ts'
import { asSaid } from './sources.ts'

type Problem = Readonly<{ path: string; problem: string }>

export function sourcesProblem(raw: Database, { sources }: SettingValue<'statements'>): Problem | null {
  const codes = new Set<string>()
  for (const [place, source] of sources.entries()) {
    if (codes.has(source.code)) return { path: `sources.${place}.code`, problem: 'two sources have one code' }
    codes.add(source.code)
    const problem = mappingProblem(source) ?? twiceProblem(source) ?? accountProblem(raw, source)
    if (problem !== null) return { ...problem, path: `sources.${place}.${problem.path}` }
  }
  return sharedProblem(sources)
}

/** Two who tell of one account in words of their own would tell each line twice. */
function sharedProblem(sources: readonly StatementSource[]): Problem | null {
  const tellers = new Map<string, string>()
  for (const [place, { code, accounts }] of sources.entries()) {
    for (const [at, { account, currency }] of accounts.entries()) {
      const teller = tellers.get(`${currency} ${account}`) ?? code
      if (teller !== code)
        return { path: `sources.${place}.accounts.${at}.account`, problem: `${teller} sends statements of it already` }
      tellers.set(`${currency} ${account}`, code)
    }
  }
  return null
}

function mappingProblem({ format, mapping }: StatementSource): Problem | null {
  const isTold = format === 'csv' || format === 'json'
  if (isTold && mapping === null) return { path: 'mapping', problem: `${format} needs a mapping` }
  if (mapping === null) return null
  const [problem] = problemsOfMapping(mapping)
  if (problem !== undefined) return { ...problem, path: `mapping.${problem.path}` }
  if (format === 'auto') return null
  const ofMapping = mapping.format === 'csv' ? 'csv' : 'json'
  return ofMapping === format ? null : { path: 'mapping', problem: `it is for ${ofMapping}, the files are ${format}` }
}

/** What a statement calls an account is one account of the ledger, in each currency. */
function twiceProblem({ accounts }: StatementSource): Problem | null {
  const known = new Set<string>()
  for (const [place, { said, currency }] of accounts.entries()) {
    const key = `${currency} ${said === null ? '' : asSaid(said)}`
    if (known.has(key)) return { path: `accounts.${place}.said`, problem: `it is said twice in ${currency}` }
    known.add(key)
  }
  return null
}

const keepMoney: ReadonlySet<string> = new Set(['omnibus', 'gateway', 'clearing'])

function accountProblem(raw: Database, { accounts }: StatementSource): Problem | null {
  const { kind, currency: known, producer } = statementsOf(raw)
  for (const [place, { account, currency }] of accounts.entries()) {
    const path = `accounts.${place}`
    if (known.get(currency) === undefined)
      return { path: `${path}.currency`, problem: `the books are not kept in ${currency}` }
    const ofProducer = producer.get(account) === undefined ? undefined : 'clearing'
    const opensWhenNeeded = isHouseAccount(account) ? houseAccounts[account] : ofProducer
    const found = (kind.get(account, currency) as string | undefined) ?? opensWhenNeeded
    if (found === undefined)
      return { path: `${path}.account`, problem: `there is no account ${account} in ${currency}` }
    if (!keepMoney.has(found))
      return { path: `${path}.account`, problem: `nobody sends statements of an account of the kind ${found}` }
  }
  return null
}

const statementsOf = perConnection((raw) => ({
  kind: raw.prepare('SELECT kind FROM account WHERE code = ? AND currency = ?').pluck(),
  currency: raw.prepare('SELECT 1 FROM currency WHERE code = ?').pluck(),
  producer: raw.prepare(`SELECT 1 FROM producer WHERE 'clearing:' || code = ?`).pluck(),
}))
