/** Whether a file is a receipt of this house, and what became of its transaction. Only of a genuine one are the books asked. */
import { fingerprintOf } from '../close-pack/manifest.ts'
import type { ReceiptVerdict } from '../contract/receipts.ts'
import type { EngineStore } from '../engine-store.ts'
import { assertNever } from '../invariant.ts'
import { readReceipt } from './signature.ts'

export async function verifyReceipt(store: EngineStore, file: Uint8Array): Promise<ReceiptVerdict> {
  const read = readReceipt(file)
  switch (read.status) {
    case 'no_receipt':
      return { verdict: 'not_ours' }
    case 'changed': {
      const { publicKey } = read
      const isOurs = publicKey === null || (await store.read('receipts.isOwnSigner', { publicKey }))
      return { verdict: isOurs ? 'changed' : 'not_ours' }
    }
    case 'signed': {
      const { facts, publicKey } = read
      if (!(await store.read('receipts.isOwnSigner', { publicKey }))) return { verdict: 'not_ours' }
      const now = await store.read('receipts.now', facts)
      return { verdict: 'genuine', facts, fingerprint: fingerprintOf(publicKey), now }
    }
    default:
      return assertNever(read)
  }
}
