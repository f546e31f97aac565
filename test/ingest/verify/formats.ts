/** The same rows in every format that a batch may come in. */
import { gzipSync } from 'node:zlib'
import { csvOf, type RowDraft, recentDay } from '../drop.ts'

type Fields = Readonly<Record<string, string | number>>

const fieldsOf = ({ date, producer, client, location, tx, type, amount }: RowDraft): Fields => ({
  TxDate: date ?? recentDay,
  ProducerId: producer ?? 7,
  ClientId: client ?? 'C1',
  ProducerLocation: location ?? 'Central',
  TxId: tx,
  TxType: type ?? 'TopUp',
  Amount: amount,
})

const xmlOf = (rows: readonly RowDraft[]): string => {
  const elements = rows.map((row) =>
    Object.entries(fieldsOf(row))
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join(''),
  )
  return `<Transactions>\n${elements.map((each) => `<Transaction>${each}</Transaction>`).join('\n')}\n</Transactions>\n`
}

/** By the ending of the file's name. */
export const formats: Readonly<Record<string, (rows: readonly RowDraft[]) => string | Uint8Array>> = {
  'rows.csv': (rows) => csvOf(rows),
  'rows.csv.gz': (rows) => gzipSync(csvOf(rows)),
  'rows.json': (rows) => `[\n${rows.map((row) => JSON.stringify(fieldsOf(row))).join(',\n')}\n]\n`,
  'rows.ndjson': (rows) => rows.map((row) => `${JSON.stringify(fieldsOf(row))}\n`).join(''),
  'rows.xml': xmlOf,
}
