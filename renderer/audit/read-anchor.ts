import { Anchor } from '../../engine/contract/audit.ts'

/** An anchor file, or nothing when the file is not one. */
export async function readAnchor(file: Pick<Blob, 'text'>): Promise<Anchor | undefined> {
  const content = await file.text()
  const read = Anchor.safeParse(parseJson(content))
  return read.success ? read.data : undefined
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
