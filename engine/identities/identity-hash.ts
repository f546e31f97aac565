/** The hash of a TxId as the judge of rows reckons it, for whoever has the text and not the file. */
import { ByteHash } from '../ingest/judge/byte-hash.ts'

export function identityHash(seed: number, txId: string): number {
  const bytes = new TextEncoder().encode(txId)
  const hash = new ByteHash(seed)
  hash.start()
  hash.addBytes(bytes, 0, bytes.length)
  return hash.value()
}
