/** Who sends statements and how their tables are read: said in words, typed in a form, and read back the same. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { heldAgainst } from '../../renderer/approvals/set-rows.ts'
import { settingLines } from '../../renderer/settings/setting-lines.ts'
import {
  amountBy,
  newAccount,
  newSource,
  readSources,
  type TypedSource,
  typedSources,
} from '../../renderer/settings/source-drafts.ts'
import { english, formats } from './text.ts'

const words = { text: english, formats }

const read = (name: string): StatementMapping =>
  StatementMapping.parse(JSON.parse(readFileSync(`fixtures/statements/own/${name}.mapping.json`, 'utf8')))
const mapping = read('hong-kong-newest-first')

const setting = {
  sources: [
    {
      code: 'harbour-bank',
      name: 'Harbour Bank',
      kind: 'bank' as const,
      format: 'csv' as const,
      mapping,
      accounts: [
        { said: '012-345678-001', currency: 'USD', account: 'omnibus:main' },
        { said: null, currency: 'JPY', account: 'omnibus:tokyo' },
      ],
    },
  ],
}

it('comes back as it was when nothing is touched', () => {
  expect(readSources(typedSources(setting))).toEqual({ ok: true, value: setting })
})

it('says who sends what, and all of how it is read', () => {
  const lines = settingLines('statements', setting, words)
  expect(lines[0]).toEqual({
    what: 'Harbour Bank (harbour-bank)',
    says: 'Bank, Table (CSV): 012-345678-001 USD → omnibus:main, any JPY → omnibus:tokyo',
  })
  const said = Object.fromEntries(
    lines.map(({ what, says }) => [what.replace('Harbour Bank (harbour-bank): ', ''), says]),
  )
  expect(said).toMatchObject({
    Account: 'beside 帳戶號碼',
    Amount: 'column 存入 came in, column 支出 went out',
    Days: 'booked: 日期, value: 起息日, dd/MM/yyyy',
    Balances: 'with each line: 結餘, opening: 承前結餘',
    Numbers: 'whole units, “.” before parts of them',
    References: '參考編號 (bank reference)',
    Text: '交易詳情',
    'Rows that are no lines': '以上資料',
  })
})

const fixtures = [
  'hong-kong-newest-first',
  'adyen-settlement',
  'berlin-group',
  'german-windows-1252',
  'paypal-activity',
  'stripe-balance',
]
const named = fixtures.map((name) => [name, read(name)] as const)

// Whoever approves how money is read must see every change of it: one that no line tells would be approved unseen.
it.each(named)('shows a change of any field of the mapping of %s', (_, whole) => {
  const linesOf = (of: StatementMapping) =>
    settingLines('statements', { sources: [{ ...setting.sources[0], mapping: of }] }, words)
  const changes = leaves(whole).flatMap((path) => {
    const changed = StatementMapping.safeParse(withOther(whole, path))
    return changed.success ? [{ path: path.join('.'), changed: changed.data }] : []
  })
  expect(changes.length).toBeGreaterThan(8)
  const unseen = changes.filter(({ changed }) => heldAgainst(linesOf(whole), linesOf(changed)).rows.length === 0)
  expect(unseen.map(({ path }) => path)).toEqual([])
})

type Path = readonly (string | number)[]

function leaves(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(name) : name]),
  )
}

function withOther(whole: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return other(whole)
  const changed = withOther((whole as Record<string, unknown>)[name], rest)
  if (Array.isArray(whole)) return whole.map((inner, at) => (at === name ? changed : inner))
  return { ...(whole as object), [name]: changed }
}

const choices = [
  ['csv', 'json', 'ndjson'],
  ['minor', 'major'],
  ['.', ','],
  ['none', 'amounts'],
  ['net', 'gross'],
  ['kept', 'effect', 'none'],
  ['booked', 'pending', 'skipped', 'reversal'],
]

function other(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  const choice = choices.find((of) => of.includes(String(value)))
  return choice?.find((one) => one !== value) ?? `${String(value)}X`
}

describe('a source as a form', () => {
  const source: TypedSource = {
    ...newSource('a'),
    code: 'harbour',
    name: 'Harbour',
    accounts: [{ ...newAccount('x'), currency: 'USD', account: 'omnibus:main' }],
  }

  it('takes what a statement calls its account as any, where nothing is typed', () => {
    expect(readSources([source])).toMatchObject({
      ok: true,
      value: { sources: [{ accounts: [{ said: null, currency: 'USD', account: 'omnibus:main' }] }] },
    })
  })

  it('says what is missing, and what is there twice', () => {
    const [account] = source.accounts
    if (account === undefined) throw new Error('account')
    const twice = [
      { ...account, said: 'de 12' },
      { ...account, key: 'y', said: 'DE12' },
    ]
    expect(readSources([source, { ...newSource('b'), code: 'harbour', accounts: twice }])).toEqual({
      ok: false,
      problems: {
        'a.code': 'rules.statements.code.twice',
        'b.code': 'rules.statements.code.twice',
        'b.name': 'rules.statements.name.missing',
        'x.said': 'rules.statements.said.twice',
        'y.said': 'rules.statements.said.twice',
      },
    })
    expect(readSources([{ ...source, accounts: [newAccount('x')] }])).toEqual({
      ok: false,
      problems: { 'x.currency': 'rules.statements.currency.missing', 'x.account': 'rules.statements.account.wrong' },
    })
  })

  it.each([
    [{ format: 'csv', mapping: null }, 'rules.statements.mapping.missing'],
    [{ format: 'json', mapping }, 'rules.statements.mapping.other'],
    [{ mapping: { ...mapping, amount: amountBy('sign', mapping.amount) } }, 'rules.statements.mapping.wrong'],
    [{ mapping: { ...mapping, bookedOn: undefined, valueOn: undefined } }, 'rules.statements.mapping.wrong'],
  ])('needs a mapping that can be read by', (change, problem) => {
    expect(readSources([{ ...source, ...change } as TypedSource])).toEqual({
      ok: false,
      problems: { 'a.mapping': problem },
    })
  })
})
