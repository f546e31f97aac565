/** What makes an agreement unusable though each of its fields is fine: contradictions that its shape can't say. Pure. */
import { type Agreement, type Mapping, type RowField, rowFields } from '../contract/agreements.ts'
import { dateFormatProblem } from '../ingest/judge/date-pattern.ts'
import { isOptional } from '../ingest/records/csv-layout.ts'

export type Problem = Readonly<{ path: string; problem: string }>

export function problemsOf({ mapping }: Agreement, producer: number): readonly Problem[] {
  return [
    ...dateProblems(mapping),
    ...constantProblems(mapping, producer),
    ...columnProblems(mapping),
    ...headerProblems(mapping),
    ...wordProblems(mapping),
  ]
}

const dateProblems = ({ dates }: Mapping): readonly Problem[] =>
  dates.flatMap((format, index) => {
    const problem = dateFormatProblem(format)
    return problem === null ? [] : [{ path: `mapping.dates.${index}`, problem }]
  })

function constantProblems({ constants, columns, typeFromSign }: Mapping, producer: number): readonly Problem[] {
  const { ProducerId: number } = constants
  // Every row would be another producer's, and nothing would ever be posted.
  const other = number !== undefined && number !== String(producer)
  return [
    ...(other ? [{ path: 'mapping.constants.ProducerId', problem: `the producer's own number is ${producer}` }] : []),
    ...(typeFromSign !== undefined && (constants.TxType ?? columns.TxType) !== undefined
      ? [{ path: 'mapping.typeFromSign', problem: 'TxType is said in another way too' }]
      : []),
  ]
}

/** Where the sign tells what a row is, nobody looks for a column that does. */
const fieldsRead = ({ typeFromSign }: Mapping): readonly RowField[] =>
  rowFields.filter((field) => field !== 'TxType' || typeFromSign === undefined)

/** A field that names no column has one of its own name, and no column can be two fields. */
function columnProblems(mapping: Mapping): readonly Problem[] {
  const owners = new Map<string, RowField>()
  const named = mapping.header ? fieldsRead(mapping) : fieldsRead(mapping).filter((field) => mapping.columns[field])
  return named.flatMap((field) => {
    const column = (mapping.columns[field] ?? field).trim().toLowerCase()
    const owner = owners.get(column)
    owners.set(column, owner ?? field)
    return owner === undefined
      ? []
      : [{ path: `mapping.columns.${field}`, problem: `"${mapping.columns[field] ?? field}" is ${owner} already` }]
  })
}

/** Without any number the columns are the canonical ones in their order; with one, every field that is needed has one. */
function headerProblems(mapping: Mapping): readonly Problem[] {
  const { header, format = 'csv', columns } = mapping
  if (header || format !== 'csv' || Object.keys(columns).length === 0) return []
  return fieldsRead(mapping)
    .filter((field) => columns[field] !== undefined || !isOptional(field, mapping))
    .filter((field) => !/^[1-9][0-9]{0,3}$/.test(columns[field] ?? ''))
    .map((field) => ({ path: `mapping.columns.${field}`, problem: 'without a header it needs the number of a column' }))
}

/** Capitals do not matter, so two words that differ in nothing else are one, and it can't mean both. */
function wordProblems({ types }: Mapping): readonly Problem[] {
  const meanings = new Map<string, string>()
  return Object.entries(types).flatMap(([word, type]) => {
    const key = word.trim().toLowerCase()
    const known = meanings.get(key)
    meanings.set(key, known ?? type)
    return known === undefined || known === type
      ? []
      : [{ path: `mapping.types.${word}`, problem: `it means ${known} already` }]
  })
}
