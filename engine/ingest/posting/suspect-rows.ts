/** Which rows of a block have to be looked at before they are posted: somebody else may have the same identity. */
import { isAmong } from '../../identities/entries.ts'
import type { Suspects } from '../../identities/known.ts'
import type { JudgedBlock } from '../judge/judged-block.ts'

/** 1 where a row has to be looked at. */
export function suspectsOf(block: JudgedBlock, { hashes }: Suspects): Uint8Array {
  const marked = new Uint8Array(block.count)
  if (hashes.length === 0) return marked
  for (let row = 0; row < block.count; row += 1) if (isAmong(hashes, block.identities[row] as number)) marked[row] = 1
  return marked
}
