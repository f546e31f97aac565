/**
 * The text of an XML file, block by block, in the encoding that the file itself declares. What is no text of any XML
 * document, wrong bytes or control characters, ends it.
 */
import { isControl } from '../../ingest/records/ascii.ts'
import { readUtf8 } from '../../ingest/records/encoding.ts'
import { inBlocks } from '../byte-blocks.ts'

/** Why the text ended before the file did. */
export type TextFault = 'encoding' | 'control_character'

export async function* readXmlText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, TextFault | null> {
  const utf8 = readUtf8(inBlocks(chunks), { encoding: undefined, lenient: false })
  try {
    for (;;) {
      const { value, done } = await utf8.next()
      if (done === true) return typeof value === 'string' ? null : 'encoding'
      const length = lengthOfText(value)
      if (length > 0) yield Buffer.from(value.buffer, value.byteOffset, length).toString('utf8')
      if (length < value.length) return 'control_character'
    }
  } finally {
    // Whoever stops early must not leave the file open behind us.
    await utf8.return('utf-8')
  }
}

/** Up to the first control character. */
function lengthOfText(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i += 1) if (isControl(bytes[i] as number)) return i
  return bytes.length
}
