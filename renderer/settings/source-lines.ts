/** Who sends statements, and how their tables are read, in words. Pure. */

import type { SettingValue } from '../../engine/contract/settings.ts'
import type { PlainAmount, StatementAmount, StatementMapping } from '../../engine/contract/statement-mappings.ts'
import type { StatementSource } from '../../engine/contract/statement-sources.ts'
import { assertNever } from '../assert-never.ts'
import type { Text } from '../messages/use-text.ts'
import { referenceWords } from '../reconciliation/evidence-words.ts'
import type { SettingLine } from './setting-lines.ts'

export function sourceLines({ sources }: SettingValue<'statements'>, text: Text): readonly SettingLine[] {
  if (sources.length === 0) return [{ what: text('setting.statements'), says: text('setting.statements.none') }]
  return sources.flatMap((source) => {
    const name = `${source.name} (${source.code})`
    const mapping = source.mapping === null ? [] : mappingLines(source.mapping, text)
    return [
      { what: name, says: sourceWords(source, text) },
      // Whoever agrees to how money is read has to see all of it, so nothing of a mapping is left out.
      ...mapping.map(({ what, says }) => ({ what: text('setting.mapping.of', { source: name, what }), says })),
    ]
  })
}

const sourceWords = ({ kind, format, encoding, accounts }: StatementSource, text: Text): string =>
  text('setting.statements.says', {
    kind,
    format: joined([
      format === 'auto' ? text('setting.statements.auto') : text(`rules.statements.format.${format}`),
      encoding === undefined ? '' : text(`rules.statements.encoding.${encoding}`),
    ]),
    accounts: accounts
      .map(({ said, currency, account }) => `${said ?? text('setting.statements.any')} ${currency} → ${account}`)
      .join(', '),
  })

/** Every field that says something, in the order in which a person would ask. */
export function mappingLines(mapping: StatementMapping, text: Text): readonly SettingLine[] {
  const { references, marks, passed, code, returned, bookedOn, valueOn, dates, zone, party } = mapping
  const lines: readonly SettingLine[] = [
    { what: text('setting.mapping.layout'), says: layoutWords(mapping, text) },
    { what: text('setting.mapping.account'), says: saidWords(mapping.account, text) },
    { what: text('setting.mapping.currency'), says: saidWords(mapping.currency, text) },
    { what: text('setting.mapping.head'), says: namedWords(mapping.head, text) },
    { what: text('setting.mapping.balances'), says: namedWords(mapping.balances, text) },
    {
      what: text('setting.mapping.days'),
      says: joined([namedWords({ bookedOn, valueOn }, text), dates.join(' | '), zone ?? '']),
    },
    { what: text('setting.mapping.amount'), says: amountWords(mapping.amount, text) },
    { what: text('setting.mapping.numbers'), says: numberWords(mapping, text) },
    {
      what: text('setting.mapping.references'),
      says: joined(references.map(({ column, kind }) => `${column} (${referenceWords(kind, text)})`)),
    },
    {
      what: text('setting.mapping.party'),
      says: namedWords({ name: plus(party.name), account: plus(party.account), bank: plus(party.bank) }, text),
    },
    { what: text('setting.mapping.text'), says: plus(mapping.text) },
    { what: text('setting.mapping.code'), says: code ?? '' },
    { what: text('setting.mapping.returned'), says: namedWords(returned, text) },
    {
      what: text('setting.mapping.marks'),
      says: joined(
        marks.map(({ column, words, means }) =>
          text('setting.mapping.mark', { column, words: words.join(' / '), means }),
        ),
      ),
    },
    { what: text('setting.mapping.passed'), says: joined(passed) },
  ]
  return lines.filter(({ says }) => says !== '')
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ')
const plus = (columns: readonly string[]): string => columns.join(' + ')

/** What is left out is not said. */
const namedWords = (fields: Readonly<Record<string, string | undefined>>, text: Text): string =>
  joined(
    Object.entries(fields).flatMap(([field, found]) =>
      found ? [text('setting.mapping.field', { field, found })] : [],
    ),
  )

function saidWords(said: StatementMapping['account'], text: Text): string {
  if ('column' in said) return text('setting.mapping.by.column', { name: said.column })
  if ('label' in said) return text('setting.mapping.by.label', { name: said.label })
  return text('setting.mapping.by.fixed', { name: said.fixed })
}

function layoutWords(mapping: StatementMapping, text: Text): string {
  const { format, encoding, delimiter, header, rowsAbove, rowsBelow, records, pendingRecords } = mapping
  return joined([
    format.toUpperCase(),
    encoding ?? '',
    delimiter === undefined ? '' : `“${delimiter === '\t' ? 'Tab' : delimiter}”`,
    format === 'csv' || !header ? text('setting.mapping.header', { header: header ? 'yes' : 'no' }) : '',
    rowsAbove === undefined ? '' : text('setting.mapping.rowsAbove', { rows: rowsAbove }),
    rowsBelow === 0 ? '' : text('setting.mapping.rowsBelow', { rows: rowsBelow }),
    records === undefined ? '' : text('setting.mapping.records', { name: records }),
    pendingRecords === undefined ? '' : text('setting.mapping.pending', { name: pendingRecords }),
  ])
}

function amountWords(amount: StatementAmount, text: Text): string {
  if (amount.by !== 'fees') return plainAmountWords(amount, text)
  const { gross, net, fees, line } = amount
  const parts = [
    ...(gross ? [text('setting.mapping.amount.gross', { amount: plainAmountWords(gross, text) })] : []),
    ...(net ? [text('setting.mapping.amount.net', { amount: plainAmountWords(net, text) })] : []),
  ]
  const said = fees.map((fee) =>
    text('setting.mapping.fee', { column: fee.column, sign: fee.sign, name: fee.text ?? 'none' }),
  )
  return text('setting.mapping.amount.fees', { parts: parts.join('; '), fees: said.join(', '), line })
}

function plainAmountWords(amount: PlainAmount, text: Text): string {
  switch (amount.by) {
    case 'sign':
      return text('setting.mapping.amount.sign', { column: amount.column })
    case 'direction':
      return text('setting.mapping.amount.direction', {
        column: amount.column,
        direction: amount.direction,
        credit: amount.credit.join(' / '),
        debit: amount.debit.join(' / '),
      })
    case 'columns':
      return text('setting.mapping.amount.columns', {
        credit: amount.credit,
        debit: amount.debit,
        negative: amount.debitIsNegative ? 'yes' : 'no',
      })
    default:
      return assertNever(amount)
  }
}

const numberWords = ({ units, decimalMark, groupMark, invert }: StatementMapping, text: Text): string =>
  text('setting.mapping.numbers.says', { units, mark: decimalMark, group: groupMark ?? 'told', invert })
