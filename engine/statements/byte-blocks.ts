/** Big enough that what is cut by its end and looked at again costs little, small enough to hold. */
export const blockLength = 65_536

/** The same bytes in blocks of one length, however they come: byte by byte or all at once. */
export async function* inBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(blockLength)
  let filled = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const piece = chunk.subarray(from, from + blockLength - filled)
      block.set(piece, filled)
      filled += piece.length
      from += piece.length
      if (filled === blockLength) {
        yield block
        block = new Uint8Array(blockLength)
        filled = 0
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}
