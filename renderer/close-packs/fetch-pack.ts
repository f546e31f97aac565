import type { EngineClient } from '../../engine/contract/contract.ts'
import { bytesOf } from '../batches/fetch-file.ts'

/** The whole file, part by part: a line that carries messages would not take it in one. */
export async function fetchPack(client: EngineClient, id: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const part: Awaited<ReturnType<EngineClient['closePacks']['downloadPart']>> = await client.closePacks.downloadPart({
      id,
      offset,
    })
    parts.push(bytesOf(part.base64))
    offset = part.next
  }
  return new Blob(parts, { type: 'application/zip' })
}
