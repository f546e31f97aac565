/** Has a receipt made by the thread for long reading, with the key that signs now. */
import { now } from '../calendar/instant.ts'
import type { Language } from '../contract/settings.ts'
import type { Engine } from '../engine.ts'
import { checkAddress } from './check-address.ts'
import type { WrittenReceipt } from './write-receipt.ts'

export type WantedReceipt = Readonly<{ transaction: number; client: string | undefined; language: Language }>

export async function makeReceipt(engine: Engine, wanted: WantedReceipt): Promise<WrittenReceipt> {
  const { store, ring } = await engine.opened()
  const { publicAddress } = await store.read('contact.status', null)
  const { generation, keys } = ring
  const address = checkAddress(publicAddress, engine.served)
  return store.readLong('receipts.write', { ...wanted, madeAt: now(), generation, signing: keys.signing, address })
}
