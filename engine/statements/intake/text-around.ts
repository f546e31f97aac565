/** What stands around a place that could not be read, for a person to look at: a few lines, cut short, card numbers masked. */
import { maskCards } from '../../ingest/card.ts'
import { readUtf8 } from '../../ingest/records/encoding.ts'
import type { Encoding } from '../first-text.ts'
import { textLines } from '../text-lines.ts'

const linesAround = 2
const lengthMax = 300
/** Some files are one line; of those the beginning is all that a place says. */
const lineBytesMax = 1_048_576

export async function textAround(
  chunks: AsyncGenerator<Uint8Array>,
  place: number,
  encoding: Encoding | null,
): Promise<readonly string[]> {
  const around: string[] = []
  const lines = textLines(lineBytesMax)
  const take = (found: readonly Readonly<{ text: string; place: number }>[]): boolean => {
    for (const line of found)
      if (Math.abs(line.place - place) <= linesAround) around.push(maskCards(line.text.slice(0, lengthMax)))
    return (found.at(-1)?.place ?? 0) >= place + linesAround
  }
  for await (const chunk of encoding === null ? chunks : readUtf8(chunks, { encoding, lenient: true })) {
    if (take(lines.take(chunk)) || lines.tooLongAt() !== null) return around
  }
  take(lines.end())
  return around
}
