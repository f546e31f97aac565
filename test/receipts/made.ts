/** Books with a few transactions, and receipts made of them as a reader's thread makes them. */
import type { Language } from '../../engine/contract/settings.ts'
import { type WrittenReceipt, writeReceipt } from '../../engine/receipts/write-receipt.ts'
import type { OpenBooks } from '../operations/open-books.ts'
import { keysOf } from '../store/on-disk.ts'

export const madeAt = Date.parse('2026-03-04T05:06:07Z')

export type Written = Extract<WrittenReceipt, { status: 'written' }>

type Asked = Readonly<{ transaction: number; client?: string; language?: Language; address?: string | null }>

export async function receiptOf(books: OpenBooks, asked: Asked): Promise<WrittenReceipt> {
  const { signing } = await keysOf(books.directory)
  const { transaction, client, language = 'en', address = 'https://pay.example/verify' } = asked
  return writeReceipt(books, { transaction, client, language, madeAt, generation: 1, signing, address })
}

export async function written(books: OpenBooks, asked: Asked): Promise<Written> {
  const made = await receiptOf(books, asked)
  if (made.status !== 'written') throw new Error(made.status)
  return made
}
