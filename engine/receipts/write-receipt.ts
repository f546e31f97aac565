/**
 * Receipts: what the books say of one transaction to a client who has a part in it, as a PDF that is signed. It is gathered
 * on one snapshot, drawn and signed by a reader, and kept nowhere: the same can be made again, and whoever has one can have
 * it checked, which also tells what happened to the transaction since.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { isoOf } from '../calendar/instant.ts'
import { fingerprintOf } from '../close-pack/manifest.ts'
import type { ReceiptFacts } from '../contract/receipts.ts'
import type { Language } from '../contract/settings.ts'
import { publicBytesOf } from '../keys/derive.ts'
import type { QueryContext } from '../store/command.ts'
import { drawReceipt } from './draw.ts'
import { type Gathered, gatherReceipt } from './gather.ts'
import { signReceipt } from './signature.ts'

export type ToWrite = Readonly<{
  transaction: number
  /** Whose receipt it is; may be left out where only one client has a part in it. */
  client: string | undefined
  language: Language
  madeAt: number
  generation: number
  /** It never leaves the process: a key object is handed to the thread as it is. */
  signing: KeyObject
  address: string | null
}>

export type WrittenReceipt =
  | Readonly<{ status: 'written'; name: string; bytes: Uint8Array<ArrayBuffer>; sha256: string; facts: ReceiptFacts }>
  | Exclude<Gathered, { status: 'found' }>

export async function writeReceipt({ raw }: Pick<QueryContext, 'raw'>, asked: ToWrite): Promise<WrittenReceipt> {
  const gathered = gatherReceipt(raw, asked)
  if (gathered.status !== 'found') return gathered
  const { language, madeAt, generation, signing, address } = asked
  const facts = { version: 1 as const, ...gathered.said, language, madeAt: isoOf(madeAt), generation }
  const fingerprint = fingerprintOf(publicBytesOf(signing))
  const file = signReceipt(await drawReceipt(facts, { fingerprint, address }), facts, signing)
  const sha256 = createHash('sha256').update(file).digest('hex')
  return { status: 'written', name: `receipt-${facts.receipt}.pdf`, bytes: new Uint8Array(file), sha256, facts }
}
