/** What picked lines and postings come to: asked of the engine, because nobody else adds up money. */
import type { QueryContext } from '../../store/command.ts'
import { draftOf } from '../matches/apply.ts'
import { type HandRefusal, openItemsOf } from '../matches/by-hand.ts'
import { type AskedAccount, reconciledAccount } from './find-account.ts'

export type Summed = Readonly<{
  status: 'summed'
  lines: number
  postings: number
  lineSum: number
  postingSum: number
  residue: number
}>

export function sumItems(
  { raw }: Pick<QueryContext, 'raw'>,
  asked: AskedAccount & Readonly<{ lines: readonly number[]; postings: readonly number[] }>,
): Summed | HandRefusal {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  const found = openItemsOf(raw, account.id, asked)
  if ('status' in found) return found
  const { lines, postings, lineSum, postingSum } = draftOf(account.id, found.items, 0)
  return { status: 'summed', lines, postings, lineSum, postingSum, residue: lineSum - postingSum }
}
