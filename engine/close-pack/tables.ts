/**
 * The tables of a close pack: which columns each has and which of them are money. The files are written from this, and a
 * check reads them by it and not by what a pack says of itself. Money is in the currency of its row.
 */
import { assertNever } from '../invariant.ts'

export type ColumnKind = 'text' | 'number' | 'money'
export type Cell = string | number | bigint | null
export type Row = Readonly<Record<string, Cell>>

export type Table = Readonly<{
  columns: Readonly<Record<string, ColumnKind>>
  /** Short enough to stand in the document as a whole; what may be long is in its own file only. */
  isListed: boolean
}>

export const proofTerms = [
  'wallets',
  'pending',
  'payout',
  'suspense',
  'fee_income',
  'gateway',
  'clearing',
  'fee_expense',
  'write_off',
  'receivable',
  'other_banks',
  'lines_not_posted',
  'postings_not_at_bank',
] as const

const money = 'money'
const text = 'text'
const number = 'number'

const terms = Object.fromEntries(proofTerms.map((term) => [term, money])) as Record<string, ColumnKind>

export const tables = {
  balances: {
    isListed: true,
    columns: {
      kind: text,
      account: text,
      currency: text,
      accounts: number,
      opening: money,
      debits: money,
      credits: money,
      closing: money,
    },
  },
  proof: {
    isListed: true,
    columns: {
      account: text,
      currency: text,
      day: text,
      statement: number,
      has_statement_of_day: number,
      told: number,
      bank_closing: money,
      ledger: money,
      ...terms,
      expected: money,
      difference: money,
    },
  },
  'matches-by-rule': {
    isListed: true,
    columns: {
      account: text,
      currency: text,
      rule: text,
      rule_version: number,
      state: text,
      matches: number,
      lines: number,
      postings: number,
      money: money,
      line_sum: money,
      posting_sum: money,
      residue: money,
    },
  },
  residues: {
    isListed: false,
    columns: {
      match: number,
      account: text,
      currency: text,
      day: text,
      rule: text,
      rule_version: number,
      state: text,
      residue: money,
      residue_to: text,
      posting: number,
      posted_on: text,
    },
  },
  open: {
    isListed: true,
    columns: {
      account: text,
      currency: text,
      side: text,
      from_days: number,
      to_days: number,
      items: number,
      sum: money,
    },
  },
  exceptions: {
    isListed: false,
    columns: {
      number: number,
      code: text,
      severity: text,
      status: text,
      open_before: number,
      raised: number,
      reopened: number,
      resolved: number,
      open_at_end: number,
      raised_at: text,
      resolved_at: text,
      resolution: text,
      resolved_by: text,
      producer: text,
      batch: number,
      client: text,
      rows: number,
      amount: money,
      currency: text,
    },
  },
  approvals: {
    isListed: false,
    columns: {
      number: number,
      kind: text,
      outcome: text,
      proposed_by: text,
      on_behalf_of: text,
      proposed_at: text,
      decided_by: text,
      decided_at: text,
      in_set_up: number,
      reason: text,
      decision: text,
      amount: money,
      currency: text,
    },
  },
  rules: {
    isListed: false,
    columns: {
      kind: text,
      name: text,
      version: number,
      in_force_from: text,
      proposal: number,
      by: text,
      sha256: text,
      value: text,
    },
  },
  files: {
    isListed: false,
    columns: {
      kind: text,
      number: number,
      file: text,
      sha256: text,
      bytes: number,
      sender: text,
      state: text,
      received_at: text,
      account: text,
      currency: text,
      from_day: text,
      to_day: text,
      rows: number,
      posted: number,
      sum: money,
      sum_in: money,
      sum_out: money,
      opening: money,
      closing: money,
    },
  },
  periods: {
    isListed: true,
    columns: {
      name: text,
      kind: text,
      state: text,
      first_day: text,
      last_day: text,
      postings: number,
      root: text,
      closed_at: text,
      proposal: number,
    },
  },
  wallets: {
    isListed: false,
    columns: {
      account: text,
      client: text,
      currency: text,
      state: text,
      opening: money,
      debits: money,
      credits: money,
      closing: money,
    },
  },
} as const satisfies Record<string, Table>

export type TableName = keyof typeof tables
export const tableNames = Object.keys(tables) as TableName[]

export const columnsOf = (name: TableName): readonly (readonly [string, ColumnKind])[] =>
  Object.entries(tables[name].columns)

export const fileOf = (name: TableName): string => `${name}.csv`

/** By currency and column, in minor units: what a table comes to. Rows without a currency have no money. */
export type Sums = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Counts a table as it goes by. */
export class TableTotal {
  rows = 0
  readonly #money: readonly string[]
  readonly #sums = new Map<string, Map<string, bigint>>()

  constructor(name: TableName) {
    this.#money = columnsOf(name).flatMap(([column, kind]) => (kind === 'money' ? [column] : []))
  }

  add(row: Row): void {
    this.rows += 1
    if (this.#money.length === 0 || typeof row.currency !== 'string') return
    const sums = this.#sums.get(row.currency) ?? new Map<string, bigint>()
    this.#sums.set(row.currency, sums)
    for (const column of this.#money) sums.set(column, (sums.get(column) ?? 0n) + BigInt(row[column] ?? 0))
  }

  get currencies(): number {
    return this.#sums.size
  }

  get sums(): Sums {
    const inOrder = [...this.#sums].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(
      inOrder.map(([currency, sums]) => [
        currency,
        Object.fromEntries([...sums].map(([column, sum]) => [column, String(sum)])),
      ]),
    )
  }
}

/** As it stands in the document: money as text, because it may pass what a number holds. */
export function listedRow(name: TableName, row: Row): Record<string, string | number | null> {
  return Object.fromEntries(columnsOf(name).map(([column, kind]) => [column, listed(kind, row[column] ?? null)]))
}

function listed(kind: ColumnKind, cell: Cell): string | number | null {
  if (cell === null) return null
  switch (kind) {
    case 'money':
    case 'text':
      return String(cell)
    case 'number':
      return Number(cell)
    default:
      return assertNever(kind)
  }
}
