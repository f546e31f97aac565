/** The bytes of a file as UTF-8 in blocks, told from the encoding that the mapping says, or why they are no text. */
import { readUtf8 } from '../ingest/records/encoding.ts'
import { inBlocks } from './byte-blocks.ts'
import type { Encoding } from './first-text.ts'
import type { StatementFault } from './statement.ts'

export async function* readTextBlocks(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding | undefined,
): AsyncGenerator<Uint8Array, StatementFault | null> {
  const utf8 = readUtf8(inBlocks(bytes), { encoding, lenient: false })
  let isText = false
  try {
    for (;;) {
      const { value, done } = await utf8.next()
      if (done === true) return typeof value === 'string' ? null : notText(isText)
      // A picture, an archive or a workbook begins like no text.
      if (!isText && value.subarray(0, 8).some((byte) => byte < 0x09)) return notText(false)
      isText = true
      yield value
    }
  } finally {
    // Whoever stops early must not leave the file open behind us.
    await utf8.return('utf-8')
  }
}

const notText = (isText: boolean): StatementFault => ({
  code: isText ? 'malformed' : 'not_this_format',
  place: 1,
  field: 'encoding',
  found: '',
})
