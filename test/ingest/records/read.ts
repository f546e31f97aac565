/** Reads a file as the engine does and makes texts of its blocks, so that a test can say what it expects. */
import { Mapping, type RowField, rowFields } from '../../../engine/contract/agreements.ts'
import { readRecords } from '../../../engine/ingest/records/read-records.ts'
import {
  type FileFault,
  type Reading,
  type RecordBlock,
  type RecordDefect,
  recordDefects,
} from '../../../engine/ingest/records/record-block.ts'

export type ReadRecord = Readonly<{
  line: number
  raw: string
  defect: RecordDefect
  cells: Partial<Record<RowField, string>>
}>
export type ReadFile = Readonly<{ records: readonly ReadRecord[]; end: FileFault | Reading }>
export type MappingInput = Parameters<typeof Mapping.parse>[0]

type Options = Readonly<{ name?: string; mapping?: MappingInput; chunks?: readonly number[]; rowsPerBlock?: number }>

/** `chunks` are the lengths of the pieces that the file comes in, over and over. */
export async function readFile(
  file: string | Uint8Array,
  { name = '', mapping = {}, chunks = [65_536], rowsPerBlock = 4_096 }: Options = {},
): Promise<ReadFile> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  const blocks = readRecords(pieces(bytes, chunks), { mapping: Mapping.parse(mapping), name, rowsPerBlock })
  const records: ReadRecord[] = []
  for (;;) {
    const { value, done } = await blocks.next()
    if (done === true) return { records: 'code' in value ? [] : records, end: value }
    records.push(...recordsOf(value))
  }
}

/** Of each record of a readable file the fields that are numbers of JSON. */
export async function readNumbers(file: Uint8Array, name: string): Promise<readonly (readonly RowField[])[]> {
  const mapping = Mapping.parse({})
  const numbers: RowField[][] = []
  for await (const block of readRecords(pieces(file, [65_536]), { mapping, name, rowsPerBlock: 3 }))
    for (const bits of block.numbers) numbers.push(rowFields.filter((_, column) => (bits & (1 << column)) !== 0))
  return numbers
}

export async function* pieces(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let i = 0; at < bytes.length; i += 1) {
    const length = lengths[i % lengths.length] ?? 1
    // A copy of its own, that is spoiled afterwards: whoever keeps a chunk would see it. Unpacking reads ahead.
    const piece = new Uint8Array(bytes.subarray(at, at + length))
    yield piece
    if (bytes[0] !== 0x1f) piece.fill(0x58)
    at += length
  }
}

function recordsOf(block: RecordBlock): readonly ReadRecord[] {
  const text = (start: number, end: number): string => Buffer.from(block.bytes.subarray(start, end)).toString('utf8')
  return Array.from({ length: block.count }, (_, record) => {
    const cells = rowFields.flatMap((field, column) => {
      const at = column * block.count + record
      const start = block.starts[at] as number
      return start < 0 ? [] : [[field, text(start, block.ends[at] as number)] as const]
    })
    return {
      line: block.lines[record] as number,
      raw: text(block.rawStarts[record] as number, block.rawEnds[record] as number),
      defect: recordDefects[block.defects[record] as number] ?? 'none',
      cells: Object.fromEntries(cells) as ReadRecord['cells'],
    }
  })
}

export const fault = (reason: string, line: number | null): ReadFile => ({
  records: [],
  end: { code: 'FILE_UNREADABLE', reason, line },
})
