/** The tables of statements as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { StatementFormat } from '../contract/statement-sources.ts'
import type { FileState, StatementState } from '../contract/statements.ts'
import type { Once } from './tables.ts'

export type StatementTables = {
  statement_file: {
    id: Generated<number>
    source: Once<string>
    setting_version: Once<number>
    name: Once<string>
    bytes: Once<number>
    sha256: Once<Buffer>
    archive: Once<string>
    format: StatementFormat | null
    state: FileState
    problem: string | null
    repeats: number | null
    received_at: Once<number>
    received_by: Once<string>
    read_at: number | null
    path: Once<string | null>
    inode: Once<string | null>
    modified_at: Once<number | null>
    folder_left: number
  }
  statement_span: {
    id: Generated<number>
    account: Once<number>
    from_day: number
    to_day: number
    opening: number
    closing: number
    first: number
    last: number
    merged_into: number | null
  }
  statement: {
    id: Generated<number>
    file: Once<number>
    account: number | null
    account_said: Once<string>
    number: Once<string | null>
    said_id: Once<string | null>
    page: Once<number | null>
    currency: string | null
    from_day: number
    to_day: number
    opening: number | null
    closing: number | null
    first_line: number | null
    last_line: number | null
    lines: number
    sum_in: number
    sum_out: number
    goes_on: Generated<number>
    state: StatementState
    findings: Generated<string>
    span: number | null
    opened_to: Generated<number>
    accepted_at: number | null
  }
  statement_line: {
    id: Generated<number>
    statement: Once<number>
    seq: Once<number>
    place: Once<number>
    account: number | null
    day: Once<number>
    value_day: Once<number | null>
    amount: Once<number>
    is_reversal: Once<number>
    is_pending: Once<number>
    code: Once<string | null>
    refs: Once<string>
    party_name: Once<string | null>
    party_account: Once<string | null>
    text: Once<string>
    rest: Once<string | null>
    repeats: number | null
  }
}
