import type { EngineClient } from '../../engine/contract/contract.ts'
import type { StatementFile } from '../../engine/contract/statements.ts'
import { base64Of } from '../files/base64.ts'

const partBytes = 512 * 1024

/** A file of statements, part after part, since a line that carries messages would not take it in one. */
export async function sendFile(client: EngineClient, source: string, file: File): Promise<StatementFile | null> {
  let upload: string | null = null
  for (let from = 0; ; from += partBytes) {
    const isLast = from + partBytes >= file.size
    const part = base64Of(new Uint8Array(await file.slice(from, from + partBytes).arrayBuffer()))
    const answer: Awaited<ReturnType<EngineClient['statements']['upload']>> = await client.statements.upload({
      source,
      name: file.name,
      part,
      isLast,
      ...(upload === null ? {} : { upload }),
    })
    if (isLast) return answer.file
    upload = answer.upload
  }
}
