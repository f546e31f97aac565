/** A figure's data as a file, written by the engine: asked for, waited for, and taken part by part. */
import type { EngineClient, Inputs, Outputs } from '../../engine/contract/contract.ts'
import { bytesOf } from '../batches/fetch-file.ts'

export type FigureFormat = 'csv' | 'xlsx'
type Wish = Inputs['exports']['start']
export type FigureSource = Readonly<Pick<Wish, 'source' | 'parameters'>>

export type Taken =
  | Readonly<{ status: 'taken'; file: Blob; name: string }>
  /** It could not be made, and why stands with it. */
  | Readonly<{ status: 'not_made'; problem: Outputs['exports']['get']['problem'] }>

const lookEveryMs = 250

export async function takeFigure(
  client: EngineClient,
  of: FigureSource & Readonly<{ title: string }>,
  format: FigureFormat,
): Promise<Taken> {
  const { id } = await client.exports.start({ ...of, format } as Wish)
  let made = await client.exports.get({ id })
  while (made.state === 'waiting' || made.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    made = await client.exports.get({ id })
  }
  if (made.state !== 'done') return { status: 'not_made', problem: made.problem }
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const part: Outputs['exports']['downloadPart'] = await client.exports.downloadPart({ id, offset })
    parts.push(bytesOf(part.base64))
    offset = part.next
  }
  // No type: a browser that knew one might show the file instead of keeping it.
  return { status: 'taken', file: new Blob(parts, { type: 'application/octet-stream' }), name: made.name }
}
