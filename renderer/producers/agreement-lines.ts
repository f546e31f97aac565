/** An agreement as lines that a person reads; each is known by what it is about, so that two versions can be compared. */
import {
  Agreement,
  type Effects,
  type Limits,
  type Mapping,
  type RowField,
  rowFields,
} from '../../engine/contract/agreements.ts'
import type { SettlementTerms } from '../../engine/contract/settlement-terms.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import type { SettingLine, Words } from '../settings/setting-lines.ts'
import { effectWords } from './effect-choices.ts'

/** One of another version's shape is shown as it came: better unreadable than not there. */
export function agreementLines(value: unknown, words: Words): readonly SettingLine[] {
  const read = Agreement.safeParse(value)
  if (!read.success) return [{ what: words.text('producer.agreement'), says: JSON.stringify(value) }]
  const { mapping, effects, limits, places, settlement } = read.data
  return [
    ...mappingLines(mapping, words),
    ...effectLines(effects, words),
    ...limitLines(limits, words),
    ...settlementLines(settlement, words),
    // A line each, so that a change of one among thousands is seen.
    ...(places.length === 0
      ? [{ what: words.text('producer.locations'), says: words.text('producer.locations.any') }]
      : places.map((place) => ({
          what: words.text('producer.agreement.place', { place }),
          says: words.text('producer.agreement.place.taken'),
        }))),
  ]
}

function settlementLines(terms: SettlementTerms | null, { text }: Words): readonly SettingLine[] {
  if (terms === null) return [line(text('producer.settlement'), text('producer.settlement.none'))]
  const { every, how, bank, dueDays, topUpFee, paymentFee, knownAs } = terms
  return [
    line(text('producer.settlement.every'), text(`producer.settlement.every.${every}`)),
    line(text('producer.settlement.how'), text(`producer.settlement.how.${how}`)),
    line(text('producer.settlement.bank'), bank),
    line(text('producer.settlement.due_days'), String(dueDays)),
    line(text('producer.settlement.top_up_fee'), `${decimalString(topUpFee, 2)} %`),
    line(text('producer.settlement.payment_fee'), `${decimalString(paymentFee, 2)} %`),
    line(text('producer.settlement.known_as'), knownAs.join(' | ')),
  ]
}

const line = (what: string, says: string): SettingLine => ({ what, says })

function mappingLines(mapping: Mapping, { text }: Words): readonly SettingLine[] {
  const { format, encoding, delimiter, header, records, dates, units, decimalMark } = mapping
  const told = text('producer.mapping.told')
  return [
    line(text('producer.mapping.format'), format === undefined ? told : format.toUpperCase()),
    line(text('producer.mapping.encoding'), encoding ?? told),
    line(text('producer.mapping.delimiter'), delimiter === undefined ? told : delimiterWords(delimiter, text)),
    line(text('producer.mapping.header'), text(header ? 'producer.mapping.header.yes' : 'producer.mapping.header.no')),
    line(text('producer.mapping.records'), records ?? told),
    ...rowFields.map((field) => line(text(`producer.row.${field}`), sourceWords(mapping, field, text))),
    line(text('producer.mapping.dates'), dates.join(' | ')),
    line(
      text('producer.mapping.units'),
      units === 'minor'
        ? text('producer.mapping.units.minor')
        : text('producer.mapping.units.major_mark', { mark: decimalMark }),
    ),
    line(text('producer.mapping.types'), typeWords(mapping, text)),
  ]
}

export const delimiterWords = (delimiter: string, text: Text): string =>
  delimiter === '\t' ? text('producer.mapping.delimiter.tab') : delimiter

function sourceWords({ columns, constants, typeFromSign }: Mapping, field: RowField, text: Text): string {
  const constant = (constants as Partial<Record<RowField, string>>)[field]
  if (constant !== undefined) return text('producer.mapping.constant', { value: constant })
  if (field === 'TxType' && typeFromSign !== undefined)
    return text('producer.mapping.sign', {
      positive: text(`producer.type.${typeFromSign.positive}`),
      negative: text(`producer.type.${typeFromSign.negative}`),
    })
  return text('producer.mapping.column', { column: columns[field] ?? field })
}

function typeWords({ types }: Mapping, text: Text): string {
  const words = Object.entries(types).map(([word, type]) => `${word} = ${text(`producer.type.${type}`)}`)
  return words.length === 0 ? text('producer.mapping.types.own') : words.join(', ')
}

const effectLines = (effects: Effects, { text }: Words): readonly SettingLine[] =>
  Object.entries({ LOCATION_UNKNOWN: undefined, ...effects })
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([rule, effect]) => line(textOfCode(text, 'rule', rule), effectWords(effect, text)))

function limitLines(limits: Limits, { text, formats }: Words): readonly SettingLine[] {
  return (Object.keys(limits) as (keyof Limits)[]).map((name) =>
    line(
      text(`producer.limit.${name}`),
      name === 'amountMax'
        ? `${formats.currency} ${formats.money(limits.amountMax, formats.currency)}`
        : String(limits[name]),
    ),
  )
}
