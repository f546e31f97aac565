/** Batch files as the generator makes them, and what a bench does to them afterwards. The same for the same wishes. */
import { createReadStream, createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { generate } from '../../../fixtures/generator/generate.ts'
import { places, producerAt } from '../../../fixtures/generator/producers.ts'
import { header, recentDay } from '../../ingest/drop.ts'
import { type FileWish, rowsOfPart, type ToDrop } from './ingest-wish.ts'

export async function makeFiles({ as, out, ...wish }: FileWish & Readonly<{ out: string }>): Promise<ToDrop[]> {
  const made = await generate({ ...wish, plan: new Map(), day: recentDay, out })
  const files = made.files.map(({ file }, index) => {
    const { code } = producerAt(index)
    return { code, file: path.join(out, code, file) }
  })
  switch (as) {
    case 'written':
      return files
    case 'windows':
      for (const { file } of files) await rewrite(file, (text) => text.replaceAll('\n', '\r\n'))
      return files
    case 'parts':
      return (await Promise.all(files.map(cutIntoParts))).flat()
  }
}

/** In the order of their lines, because what a client pays with came in a line before. */
async function cutIntoParts({ code, file }: ToDrop): Promise<ToDrop[]> {
  const lines = (await readFile(file, 'latin1')).split('\n').slice(1, -1)
  const folder = `${file}.parts`
  mkdirSync(folder)
  return Array.from({ length: Math.ceil(lines.length / rowsOfPart) }, (_, index) => {
    const part = path.join(folder, `part-${String(index + 1).padStart(6, '0')}.csv`)
    const rows = lines.slice(index * rowsOfPart, (index + 1) * rowsOfPart)
    writeFileSync(part, [header, ...rows, ''].join('\n'))
    return { code, file: part }
  })
}

/**
 * Ordered TxIds begin at the same number in every file; here they get numbers of their own, so that one producer may send
 * many such files. In a row only a TxId begins with `T0`.
 */
export const renumber = (file: string, number: number): Promise<void> =>
  rewrite(file, (text) => text.replaceAll(',T0000', `,T${String(number).padStart(4, '0')}`))

/** A file that tops up every wallet once, and thereby opens it. */
export function openingFile({ clients, out }: Readonly<{ clients: number; out: string }>): ToDrop {
  const { code, id } = producerAt(0)
  const rows = Array.from({ length: clients }, (_, index) => {
    const number = String(index + 1).padStart(7, '0')
    return `${recentDay}T00:00:00,${id},C${number},${places[index % places.length]},opening-${number},TopUp,100`
  })
  mkdirSync(out, { recursive: true })
  const file = path.join(out, 'opening.csv')
  writeFileSync(file, [header, ...rows, ''].join('\n'))
  return { code, file }
}

/** Line by line, a chunk of whole lines at a time. */
async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  let rest = ''
  const lines = new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      const text = rest + chunk.toString('latin1')
      const end = text.lastIndexOf('\n') + 1
      rest = text.slice(end)
      done(null, Buffer.from(change(text.slice(0, end)), 'latin1'))
    },
    flush(done: TransformCallback) {
      done(null, Buffer.from(change(rest), 'latin1'))
    },
  })
  const changed = `${file}.changed`
  await pipeline(createReadStream(file), lines, createWriteStream(changed))
  renameSync(changed, file)
}
