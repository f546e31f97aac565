/** The bytes of a file as UTF-8 in blocks, told from the encoding that somebody said, or why they are no text. */
import { readUtf8 } from '../ingest/records/encoding.ts'
import { inBlocks } from './byte-blocks.ts'
import type { Encoding } from './first-text.ts'
import type { StatementFault } from './statement.ts'

const lineFeed = 0x0a

export async function* readTextBlocks(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding | undefined,
): AsyncGenerator<Uint8Array, StatementFault | null> {
  let wrongAt: number | null = null
  const noteWrong = (byte: number): void => {
    wrongAt = byte
  }
  const utf8 = readUtf8(inBlocks(bytes), { encoding, lenient: false, noteWrong })
  let isText = false
  let line = 1
  try {
    for (;;) {
      const { value, done } = await utf8.next()
      if (done === true) return typeof value === 'string' ? null : notText(isText, { line, wrongAt })
      // A picture, an archive or a workbook begins like no text.
      if (!isText && value.subarray(0, 8).some((byte) => byte < 0x09)) return notText(false)
      isText = true
      for (let at = value.indexOf(lineFeed); at >= 0; at = value.indexOf(lineFeed, at + 1)) line += 1
      yield value
    }
  } finally {
    // Whoever stops early must not leave the file open behind us.
    await utf8.return('utf-8')
  }
}

/** Where in the file it goes wrong: its line, and the byte of the whole file, counted from 1. */
type Wrong = Readonly<{ line: number; wrongAt: number | null }>

const notText = (isText: boolean, { line, wrongAt }: Wrong = { line: 1, wrongAt: null }): StatementFault => ({
  code: isText ? 'malformed' : 'not_this_format',
  place: isText ? line : 1,
  field: 'encoding',
  found: isText && wrongAt !== null ? `byte ${wrongAt + 1}` : '',
})
