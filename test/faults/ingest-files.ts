/**
 * A set of files in which everything happens that ingest can do: several pieces, repeats and conflicts within and across
 * files, payments that are held and released by a file further on, files that a rule holds or rejects, small ones by the
 * dozen, in every format. It follows from a seed, and so does the order in which the files are taken.
 */
import { utimesSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { ProducerDraft } from '../../engine/contract/producers.ts'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { dropFile, forSmallFiles, recentDay } from '../ingest/drop.ts'
import { makeFolder, makeWorkspace, openTestEngine } from '../workspace-fixture.ts'

type Row = Readonly<{ client: string; tx: string; type: 'TopUp' | 'Payment'; amount: number | string; place: string }>
type Format = 'csv' | 'ndjson' | 'xml'
type DroppedFile = Readonly<{ code: string; name: string; content: string | Buffer }>

const producers: readonly (ProducerDraft & Readonly<{ format: Format }>)[] = [
  { id: 7, code: 'seven', name: 'Seven', format: 'csv', agreement: forSmallFiles },
  { id: 8, code: 'eight', name: 'Eight', format: 'ndjson', agreement: forSmallFiles },
  { id: 9, code: 'nine', name: 'Nine', format: 'xml', agreement: forSmallFiles },
  // The rules as they are by default: what is doubled or half wrong is held.
  { id: 10, code: 'ten', name: 'Ten', format: 'csv' },
]

/** A workspace in which the producers are registered and nothing has arrived yet. */
export async function makeBooksOfFour(): Promise<string> {
  const directory = makeFolder()
  await makeWorkspace(directory)
  const { engine, as } = await openTestEngine(directory)
  const admin = await as('admin')
  for (const { format: _, ...draft } of producers) await admin.producers.add(draft)
  await engine.close()
  return directory
}

/** Files that have nothing to do with each other: whatever the order in which they are taken, the same comes of them. */
export function dropApart(drop: string, { seed, rows }: FilesOf): number {
  const random = new SeededRandom(seed)
  const files = Array.from({ length: 40 }, (_, i) => {
    const { code } = producers[i % 3] ?? { code: 'seven' }
    const name = `apart-${i}`
    // Top-ups only: whether there is money for a payment would depend on what came before.
    const all = rowsOf(name, i % 10 === 0 ? rows : 5 + random.below(200), random)
    return file(
      code,
      name,
      all.map((row) => ({ ...row, type: 'TopUp' })),
    )
  })
  return dropInOrder(drop, files)
}

/** Drops the files, each a second older than the next one, so that they are taken in one order wherever they lie. */
export function dropAll(drop: string, { seed, rows }: FilesOf): number {
  return dropInOrder(drop, filesOf({ seed, rows }))
}

function dropInOrder(drop: string, files: readonly DroppedFile[]): number {
  for (const [index, { code, name, content }] of files.entries())
    utimesSync(dropFile(drop, { code, name }, content), 1_700_000_000 + index, 1_700_000_000 + index)
  return files.length
}

export type FilesOf = Readonly<{ seed: number; rows: number }>

function filesOf({ seed, rows }: FilesOf): readonly DroppedFile[] {
  const random = new SeededRandom(seed)
  const large = rowsOf('large', rows, random)
  const part = Math.floor(rows / 8)
  const everySecond = (row: Row, i: number): Row => (i % 2 === 0 ? { ...row, amount: 'x' } : row)
  const ofOne = (row: Row): Row => ({ ...row, client: 'one' })
  const good = rowsOf('good', 1_000, random)
  const files = [
    file('seven', 'large', large),
    ...small(12, 'before', random),
    file('eight', 'large', rowsOf('large', part, random)),
    // Half of it came in the large one: repeats, and conflicts where the amount is another.
    file('seven', 'overlap', overlapping(large, part, random)),
    file('nine', 'large', rowsOf('large', part, random)),
    file('ten', 'few-clients', rowsOf('few', 50, random).map(ofOne)),
    // More faults than are noted in one step.
    file('ten', 'half-wrong', rowsOf('wrong', 5_000, random).map(everySecond)),
    file(
      'seven',
      'many-faults',
      rowsOf('faults', 3_000, random).map((row) => ({ ...row, amount: 0 })),
    ),
    broken(file('seven', 'broken-at-its-end', rowsOf('broken', part, random))),
    file('ten', 'good', good),
    // The same under other numbers and in another order.
    file(
      'ten',
      'good-again',
      good.toReversed().map((row, i) => ({ ...row, tx: `again-${i}` })),
    ),
    packed(file('ten', 'packed', rowsOf('packed', part, random))),
    ...small(24, 'after', random),
    file('eight', 'pay-day', payDay(random)),
  ]
  return files.map((each, index) => ({ ...each, name: `${index}-${each.name}` }))
}

function rowsOf(name: string, count: number, random: SeededRandom): readonly Row[] {
  return Array.from({ length: count }, (_, i) => {
    const type = random.below(2) === 0 ? 'TopUp' : 'Payment'
    return {
      client: `C${random.below(300)}`,
      tx: `${name}-${random.below(25) === 0 ? random.below(i + 1) : i}`,
      type,
      amount: random.below(90) === 0 ? 'x' : 1 + random.below(type === 'TopUp' ? 150 : 140),
      place: random.below(3) === 0 ? 'Sha Tin' : 'Central',
    } as const
  })
}

const overlapping = (rows: readonly Row[], count: number, random: SeededRandom): readonly Row[] =>
  rows.slice(-count).map((row, i) => {
    if (i % 2 === 0) return { ...row, tx: `new-${i}` }
    return random.below(40) === 0 ? { ...row, amount: 7_777 } : row
  })

/** Every second client gets enough to pay for some of what was held. */
const payDay = (random: SeededRandom): readonly Row[] =>
  Array.from({ length: 150 }, (_, i) => ({
    client: `C${2 * i}`,
    tx: `pay-${i}`,
    type: 'TopUp',
    amount: 1 + random.below(90_000),
    place: 'Central',
  }))

function small(count: number, name: string, random: SeededRandom): DroppedFile[] {
  return Array.from({ length: count }, (_, i) => {
    const { code } = producers[i % 3] ?? { code: 'seven' }
    const rows = rowsOf(`${name}-${i}`, 5 + random.below(60), random)
    // Every fifth is, byte for byte, one that came before.
    return i % 5 === 4
      ? file('seven', `${name}-same`, rowsOf('same', 9, new SeededRandom(1)))
      : file(code, `${name}-${i}`, rows)
  })
}

function file(code: string, name: string, rows: readonly Row[]): DroppedFile {
  const { id, format } = producers.find((each) => each.code === code) ?? { id: 0, format: 'csv' as const }
  return { code, name: `${name}.${format}`, content: textOf(format, id, rows) }
}

const broken = ({ content, ...of }: DroppedFile): DroppedFile => ({ ...of, content: `${String(content)}"never closed` })
const packed = ({ content, name, ...of }: DroppedFile): DroppedFile => ({
  ...of,
  name: `${name}.gz`,
  content: gzipSync(content),
})

function textOf(format: Format, producer: number, rows: readonly Row[]): string {
  switch (format) {
    case 'csv': {
      const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'
      return `${[header, ...rows.map((row) => cellsOf(producer, row).join(','))].join('\n')}\n`
    }
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(namedCells(producer, row))}\n`).join('')
    case 'xml': {
      const element = ([name, cell]: readonly [string, unknown]) => `<${name}>${String(cell)}</${name}>`
      const record = (row: Row) =>
        `<Transaction>${Object.entries(namedCells(producer, row)).map(element).join('')}</Transaction>`
      return `<Transactions>\n${rows.map(record).join('\n')}\n</Transactions>\n`
    }
  }
}

const cellsOf = (producer: number, { client, place, tx, type, amount }: Row) => [
  recentDay,
  producer,
  client,
  place,
  tx,
  type,
  amount,
]

function namedCells(producer: number, row: Row): Readonly<Record<string, unknown>> {
  const [TxDate, ProducerId, ClientId, ProducerLocation, TxId, TxType, Amount] = cellsOf(producer, row)
  return { TxDate, ProducerId, ClientId, ProducerLocation, TxId, TxType, Amount }
}
