/** Who sends statements, as it is typed, and read back against the contract. Pure. */
import { AccountCode } from '../../engine/contract/money.ts'
import { ProducerCode } from '../../engine/contract/producers.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { type StatementAmount, StatementMapping } from '../../engine/contract/statement-mappings.ts'
import type { SourceAccount, StatementSource } from '../../engine/contract/statement-sources.ts'
import { assertNever } from '../assert-never.ts'
import type { MessageId } from '../messages/messages.ts'
import type { ReadSetting } from './setting-drafts.ts'

export type TypedAccount = Readonly<{ key: string; said: string; currency: string | null; account: string }>

export type TypedSource = Readonly<{
  key: string
  /** Files lie in a folder of this name, so it is chosen once. */
  isNew: boolean
  code: string
  name: string
  kind: StatementSource['kind']
  format: StatementSource['format']
  /** Left out where each file is looked at. */
  encoding?: StatementSource['encoding']
  /** As it is read; while it is edited, columns in it may be empty. */
  mapping: StatementMapping | null
  accounts: readonly TypedAccount[]
}>

export const newAccount = (key: string): TypedAccount => ({ key, said: '', currency: null, account: '' })

export const newSource = (key: string): TypedSource => ({
  key,
  isNew: true,
  code: '',
  name: '',
  kind: 'bank',
  format: 'auto',
  mapping: null,
  accounts: [newAccount(`${key} account`)],
})

export const typedSources = ({ sources }: SettingValue<'statements'>): readonly TypedSource[] =>
  sources.map(({ accounts, ...source }, place) => ({
    ...source,
    key: `source ${place}`,
    isNew: false,
    accounts: accounts.map(({ said, currency, account }, at) => ({
      key: `source ${place} account ${at}`,
      said: said ?? '',
      currency,
      account,
    })),
  }))

type Problem = readonly [string, MessageId]

/** Problems are named `<key of the source or of its account>.<field>`. */
export function readSources(typed: readonly TypedSource[]): ReadSetting<SettingValue<'statements'>> {
  const read = typed.map((source) => readSource(source, typed))
  const problems = read.flatMap((each) => each.problems)
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) }
  return { ok: true, value: { sources: read.flatMap(({ source }) => (source === null ? [] : [source])) } }
}

function readSource(
  typed: TypedSource,
  all: readonly TypedSource[],
): Readonly<{ source: StatementSource | null; problems: readonly Problem[] }> {
  const { key, kind, format, encoding, mapping } = typed
  const [code, name] = [typed.code.trim(), typed.name.trim()]
  const isCode = ProducerCode.safeParse(code).success
  const isTwice = all.some((other) => other.key !== key && other.code.trim() === code)
  const wrongMapping = mappingProblem(typed)
  const problems: readonly Problem[] = [
    ...(name === '' ? [[`${key}.name`, 'rules.statements.name.missing'] as const] : []),
    ...(isCode ? [] : [[`${key}.code`, 'rules.statements.code.wrong'] as const]),
    ...(isCode && isTwice ? [[`${key}.code`, 'rules.statements.code.twice'] as const] : []),
    ...(wrongMapping === null ? [] : [[`${key}.mapping`, wrongMapping] as const]),
    ...(typed.accounts.length === 0 ? [[`${key}.accounts`, 'rules.statements.accounts.missing'] as const] : []),
    ...typed.accounts.flatMap((account) => accountProblems(account, typed.accounts)),
  ]
  if (problems.length > 0) return { source: null, problems }
  const accounts = typed.accounts.flatMap((account) => readAccount(account))
  const written = encoding === undefined ? {} : { encoding }
  return { source: { code, name, kind, format, ...written, mapping, accounts }, problems }
}

/** What the engine would refuse, said where it is typed. */
function mappingProblem({ format, mapping }: TypedSource): MessageId | null {
  if (mapping === null) return format === 'csv' || format === 'json' ? 'rules.statements.mapping.missing' : null
  if (!isWholeMapping(mapping)) return 'rules.statements.mapping.wrong'
  if (format === 'auto') return null
  const ofMapping = mapping.format === 'csv' ? 'csv' : 'json'
  return ofMapping === format ? null : 'rules.statements.mapping.other'
}

export const isWholeMapping = (mapping: StatementMapping): boolean =>
  StatementMapping.safeParse(mapping).success && (mapping.bookedOn !== undefined || mapping.valueOn !== undefined)

function accountProblems(typed: TypedAccount, all: readonly TypedAccount[]): readonly Problem[] {
  const { key, currency } = typed
  const isTwice = all.some(
    (other) => other.key !== key && other.currency === currency && asSaid(other) === asSaid(typed),
  )
  return [
    ...(currency === null ? [[`${key}.currency`, 'rules.statements.currency.missing'] as const] : []),
    ...(currency !== null && isTwice ? [[`${key}.said`, 'rules.statements.said.twice'] as const] : []),
    ...(AccountCode.safeParse(typed.account.trim()).success
      ? []
      : [[`${key}.account`, 'rules.statements.account.wrong'] as const]),
  ]
}

/** Blanks and capitals do not matter in what a statement calls an account. */
const asSaid = ({ said }: TypedAccount): string => said.replaceAll(/\s/g, '').toUpperCase()

function readAccount({ said, currency, account }: TypedAccount): readonly SourceAccount[] {
  if (currency === null) return []
  return [{ said: said.trim() === '' ? null : said.trim(), currency, account: account.trim() }]
}

export const amountWays = ['sign', 'columns', 'direction', 'fees'] as const
export type AmountWay = (typeof amountWays)[number]

/** Another way of writing amounts begins without columns. What is kept of payments is too much to type: a sample says it. */
export function amountBy(way: AmountWay, before: StatementAmount): StatementAmount {
  if (way === before.by) return before
  switch (way) {
    case 'sign':
      return { by: way, column: '' }
    case 'columns':
      return { by: way, credit: '', debit: '', debitIsNegative: false }
    case 'direction':
      return { by: way, column: '', direction: '', credit: ['C'], debit: ['D'] }
    case 'fees':
      return before
    default:
      return assertNever(way)
  }
}
