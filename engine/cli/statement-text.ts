/** Statements and their files as people read them on a terminal. */
import type { Finding, Statement, StatementDetail, StatementFile, StatementLine } from '../contract/statements.ts'
import { assertNever } from '../invariant.ts'
import type { Figures } from './figures.ts'
import { factsOf, tableOf } from './table.ts'

export function tableOfFiles(files: readonly StatementFile[], { time }: Figures): string {
  return tableOf<StatementFile>(files, [
    { title: 'Id', cell: ({ id }) => id, right: true },
    { title: 'Received', cell: ({ receivedAt }) => time(receivedAt) },
    { title: 'Source', cell: ({ source }) => source },
    { title: 'File', cell: ({ file }) => file },
    { title: 'State', cell: ({ state }) => state },
    { title: 'Format', cell: ({ format }) => format ?? '-' },
    { title: 'Statements', cell: ({ statements }) => statements, right: true },
    { title: 'Lines', cell: ({ lines }) => lines, right: true },
    { title: 'Because', cell: becauseOf },
  ])
}

function becauseOf({ problem, repeats }: StatementFile): string {
  if (repeats !== null) return `the same as file ${repeats}`
  if (problem === null) return ''
  const { code, place, field, found } = problem
  return `${code} on line ${place}, ${field}${found === '' ? '' : `: ${found}`}`
}

export function tableOfStatements(statements: readonly Statement[], { amount }: Figures): string {
  const money = (minor: number | null, currency: string | null): string =>
    minor === null ? '-' : amount(minor, currency ?? undefined)
  return tableOf<Statement>(statements, [
    { title: 'Id', cell: ({ id }) => id, right: true },
    { title: 'Source', cell: ({ source }) => source },
    { title: 'Account', cell: ({ account, said }) => account ?? said },
    { title: 'Currency', cell: ({ currency }) => currency ?? '-' },
    { title: 'Number', cell: ({ number, saidId }) => number ?? saidId ?? '-' },
    { title: 'From', cell: ({ from }) => from },
    { title: 'To', cell: ({ to }) => to },
    { title: 'Opening', cell: ({ opening, currency }) => money(opening, currency), right: true },
    { title: 'Closing', cell: ({ closing, currency }) => money(closing, currency), right: true },
    { title: 'Lines', cell: ({ lines }) => lines, right: true },
    { title: 'State', cell: ({ state }) => state },
  ])
}

export function statementText(statement: StatementDetail, figures: Figures): string {
  const { amount, time } = figures
  const currency = statement.currency ?? undefined
  const money = (minor: number | null): string => (minor === null ? 'not said' : amount(minor, currency))
  const facts = factsOf({
    Id: statement.id,
    State: statement.state,
    Account: statement.account ?? 'not known yet',
    'Said to be': statement.said,
    Number: statement.number ?? statement.saidId ?? '-',
    Days: `${statement.from} to ${statement.to}`,
    Opening: money(statement.opening),
    'Came in': amount(statement.sumIn, currency),
    'Went out': amount(statement.sumOut, currency),
    Closing: money(statement.closing),
    Currency: statement.currency ?? '-',
    Lines: statement.lines,
    File: `${statement.fileName} (${statement.source}, file ${statement.file})`,
    Received: time(statement.receivedAt),
  })
  const found = statement.findings.map((finding) => findingWords(finding, money))
  return found.length === 0 ? facts : [facts, '', ...found].join('\n')
}

function findingWords(finding: Finding, money: (minor: number) => string): string {
  switch (finding.finding) {
    case 'does_not_add_up':
      return `It does not add up: ${money(finding.opening)} and lines of ${money(finding.lines)} are not ${money(finding.closing)}.`
    case 'gap':
      return `Something is missing between statement ${finding.after}, which ends with ${money(finding.closing)} on ${finding.from}, and this one, which begins with ${money(finding.opening)} on ${finding.to}.`
    case 'corrected':
      return `It leaves out ${finding.lines} lines of ${money(finding.sum)} that an earlier statement had.`
    case 'number_missing':
      return finding.first === finding.last
        ? `Number ${finding.first} is missing between statement ${finding.after} and this one, though their balances join.`
        : `Numbers ${finding.first} to ${finding.last} are missing between statement ${finding.after} and this one, though their balances join.`
    case 'overlaps':
      return `${finding.lines} of its lines were known from earlier statements.`
    case 'repeated':
      return finding.format === undefined
        ? `It says what statement ${finding.of} says.`
        : `It says what statement ${finding.of} says, which came as ${finding.format}.`
    default:
      return assertNever(finding)
  }
}

export function tableOfLines(lines: readonly StatementLine[], money: (minor: number) => string): string {
  return tableOf<StatementLine>(lines, [
    { title: 'No.', cell: ({ seq }) => seq, right: true },
    { title: 'Day', cell: ({ day }) => day },
    { title: 'Amount', cell: ({ amount }) => money(amount), right: true },
    { title: 'References', cell: ({ references }) => references.map(({ value }) => value).join(' ') },
    { title: 'Party', cell: ({ partyName, partyAccount }) => partyName ?? partyAccount ?? '' },
    { title: 'Text', cell: ({ text }) => text },
    { title: '', cell: markOf },
  ])
}

function markOf({ isPending, isReversal, repeats }: StatementLine): string {
  const marks = [isPending ? 'announced' : '', isReversal ? 'reversal' : '', repeats === null ? '' : 'known']
  return marks.filter((mark) => mark !== '').join(', ')
}
