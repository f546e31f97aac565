import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { bytesOf } from '../batches/fetch-file.ts'

type Part = Outputs['exports']['downloadPart']

export const fetchExport = (client: EngineClient, id: number): Promise<Blob> =>
  gathered((offset) => client.exports.downloadPart({ id, offset }))

export const fetchReportFile = (client: EngineClient, id: number, run: number): Promise<Blob> =>
  gathered((offset) => client.reports.downloadPart({ id, run, offset }))

/** The whole file, part by part: a line that carries messages would not take it in one. */
async function gathered(partAt: (offset: number) => Promise<Part>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const part: Part = await partAt(offset)
    parts.push(bytesOf(part.base64))
    offset = part.next
  }
  // No type: a browser that knew one might show the file instead of keeping it.
  return new Blob(parts, { type: 'application/octet-stream' })
}
