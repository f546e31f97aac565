/** The parts of a trace as links in one order: from what stands on an account to the line of a file. Pure. */
import type { Trace, TraceFrom } from '../../engine/contract/trace.ts'
import { accountAddress, batchAddress, fileLineAddress, postingAddress, transactionAddress } from '../ledger/address.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { matchAddress, statementAddress } from '../reconciliation/address.ts'
import type { Formats } from '../workspace/workspace-context.ts'

/** What of a trace is a thing of its own; the rest says where its money is now. */
type Part = Exclude<keyof Trace, 'became' | 'movedOn' | 'left'>

export type Chip = Readonly<{
  part: Part
  words: string
  /** What the words leave out. */
  hint: string
  address: string
  /** It is what the pane shows already. */
  here: boolean
}>

type Words = Readonly<{ text: Text; formats: Pick<Formats, 'money'> }>

export function chipsOf(trace: Trace, of: TraceFrom, { text, formats }: Words): readonly Chip[] {
  const { balance, posting, entry, row, file, match, statement } = trace
  const chips: (Omit<Chip, 'here'> | null)[] = [
    balance && {
      part: 'balance',
      words: text('trace.balance', {
        currency: balance.currency,
        money: formats.money(balance.balance, balance.currency),
      }),
      hint: balance.account,
      address: accountAddress(balance.account, balance.currency),
    },
    posting && {
      part: 'posting',
      words: text('trace.posting', { seq: String(posting.seq) }),
      hint: posting.account,
      address: postingAddress(posting),
    },
    entry && {
      part: 'entry',
      words: text('transaction.title', { transaction: String(entry.transaction) }),
      hint: textOfCode(text, 'posting', entry.kind),
      address: transactionAddress(entry.transaction),
    },
    row && {
      part: 'row',
      words: text('trace.row', { line: row.line }),
      hint: text('batch.title', { id: String(row.batch) }),
      address: `${batchAddress(row.batch)}&line=${row.line}`,
    },
    file && {
      part: 'file',
      words: file.line === null ? file.file : text('trace.file_line', { file: file.file, line: file.line }),
      hint: text('batch.title', { id: String(file.batch) }),
      address: file.line === null ? batchAddress(file.batch) : fileLineAddress(file.batch, file.line),
    },
    match && {
      part: 'match',
      words: text('trace.match', { match: String(match.match) }),
      hint: match.account,
      address: matchAddress(match.match),
    },
    statement && {
      part: 'statement',
      words: text('trace.statement', { statement: String(statement.statement), seq: statement.seq }),
      hint: text('statements.title', { id: String(statement.statement) }),
      address: statementAddress(statement.statement),
    },
  ]
  return chips.flatMap((chip) => (chip === null ? [] : [{ ...chip, here: chip.part === partOf[of.from] }]))
}

const partOf: Readonly<Record<TraceFrom['from'], Part | null>> = {
  case: null,
  batch: 'file',
  row: 'row',
  transaction: 'entry',
  account: 'balance',
  match: 'match',
  line: 'statement',
  expected: null,
  fund_request: null,
  proposal: null,
}
