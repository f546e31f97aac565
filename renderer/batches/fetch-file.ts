import type { EngineClient } from '../../engine/contract/contract.ts'

/** The whole file of a batch, part by part: a line that carries messages would not take it in one. */
export async function fetchFile(
  client: EngineClient,
  id: number,
  onProgress: (bytesDone: number) => void,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytesDone = 0
  for (let offset: number | null = 0; offset !== null; ) {
    const part: Awaited<ReturnType<EngineClient['batches']['downloadPart']>> = await client.batches.downloadPart({
      id,
      offset,
    })
    const bytes = bytesOf(part.base64)
    parts.push(bytes)
    bytesDone += bytes.length
    onProgress(bytesDone)
    offset = part.next
  }
  // No type: a browser that knew one might show the file instead of keeping it.
  return new Blob(parts, { type: 'application/octet-stream' })
}

export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
