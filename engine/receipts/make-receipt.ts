/** Has a receipt made by the thread for long reading, with the key that signs now, and hands it out. */
import { now } from '../calendar/instant.ts'
import type { Language } from '../contract/settings.ts'
import type { Engine } from '../engine.ts'
import type { CallSource } from '../router/call-context.ts'
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

type Taken = Readonly<{
  receipt: Extract<WrittenReceipt, { status: 'written' }>
  source: CallSource
  by: string
}>

/** It says what is a client's own, so that somebody takes it is written down before it leaves. */
export async function handOutReceipt(engine: Engine, { receipt, source, by }: Taken): Promise<File> {
  const { name, bytes, sha256, facts } = receipt
  const detail = { client: facts.client, receipt: facts.receipt, sha256, source }
  const subject = `transaction:${facts.transaction}`
  const { store } = await engine.opened()
  await store.write('audit.note', { action: 'receipts.made', subject, outcome: 'done', detail }, by)
  return new File([bytes], name, { type: 'application/pdf' })
}
