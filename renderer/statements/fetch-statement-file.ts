import type { EngineClient } from '../../engine/contract/contract.ts'
import { bytesOf } from '../batches/fetch-file.ts'

/** The whole file, part by part: a line that carries messages would not take it in one. */
export async function fetchStatementFile(client: EngineClient, id: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const part: Awaited<ReturnType<EngineClient['statements']['downloadPart']>> = await client.statements.downloadPart({
      id,
      offset,
    })
    parts.push(bytesOf(part.base64))
    offset = part.next
  }
  // No type: a browser that knew one might show the file instead of keeping it.
  return new Blob(parts, { type: 'application/octet-stream' })
}
