/** Exports as clients have them made, and their files as whoever gets them reads them. */
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { XMLParser } from 'fast-xml-parser'
import { vi } from 'vitest'
import yauzl from 'yauzl'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { Export } from '../../engine/contract/exports.ts'

export type Wish = Inputs['exports']['start']

export const isOver = ({ state }: Pick<Export, 'state'>): boolean => state !== 'waiting' && state !== 'running'

export async function ended(client: EngineClient, id: number): Promise<Export> {
  let standing: Export | undefined
  await vi.waitFor(
    async () => {
      standing = await client.exports.get({ id })
      if (!isOver(standing)) throw new Error(`it is ${standing.state}`)
    },
    { timeout: 30_000, interval: 20 },
  )
  return standing as Export
}

export const exported = async (client: EngineClient, wish: Wish): Promise<Export> =>
  ended(client, (await client.exports.start(wish)).id)

export const bytesOf = async (client: EngineClient, id: number): Promise<Buffer> =>
  buffer((await client.exports.download({ id })).stream() as ReadableStream)

/** What is exported as JSON, read back. */
export async function rowsOf(client: EngineClient, wish: Omit<Wish, 'format'>): Promise<Record<string, unknown>[]> {
  const { id, state, problem } = await exported(client, { ...wish, format: 'json' } as Wish)
  if (state !== 'done') throw new Error(`${state} ${problem}`)
  return JSON.parse((await bytesOf(client, id)).toString()) as Record<string, unknown>[]
}

export type Item = Readonly<Record<string, unknown>>
type Page = Readonly<{ items: readonly unknown[]; next: string | null }>

/** What a table is narrowed by, and what its list answers then. */
export type Cases = readonly (readonly [parameters: object, expected: () => Promise<readonly Item[]>])[]

/** All that a list has, a few at a time, as screens ask for it. */
export async function listed(list: (asked: { cursor?: string; limit: number }) => Promise<Page>): Promise<Item[]> {
  const all: Item[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) })
    all.push(...(items as Item[]))
    if (next === null) return all
    cursor = next
  }
}

export async function gathered(chunks: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(Buffer.from(chunk))
  return Buffer.concat(all)
}

/** The files of a ZIP, by a reader that is not ours. */
export function unzipped(zip: Buffer): Promise<ReadonlyMap<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error !== null) return reject(error)
      const files = new Map<string, string>()
      file.on('entry', (entry: yauzl.Entry) =>
        file.openReadStream(entry, (failed, stream) => {
          if (failed !== null) return reject(failed)
          void buffer(stream).then((content) => {
            files.set(entry.fileName, content.toString())
            file.readEntry()
          }, reject)
        }),
      )
      file.on('end', () => resolve(files))
      file.readEntry()
    })
  })
}

export type SheetCell = Readonly<{ type: string | null; style: number; text: string }>

const array = new Set(['worksheet.sheetData.row', 'worksheet.sheetData.row.c'])
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (_, path) => array.has(String(path)),
})

/** Cells of a sheet, with texts as a table program shows them. */
export function cellsOf(xml: string): readonly (readonly SheetCell[])[] {
  const { worksheet } = parser.parse(xml) as {
    worksheet: { sheetData: { row: { c: Record<string, unknown>[] }[] } }
  }
  return worksheet.sheetData.row.map(({ c }) =>
    c.map((cell) => {
      const type = (cell['@t'] as string | undefined) ?? null
      const inline = (cell.is as { t: unknown } | undefined)?.t
      const said = typeof inline === 'object' ? (inline as Record<string, unknown>)['#text'] : inline
      const text = ((type === 'inlineStr' ? said : cell.v) as string | undefined) ?? ''
      return { type, style: Number(cell['@s'] ?? 0), text: unescaped(text) }
    }),
  )
}

const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
