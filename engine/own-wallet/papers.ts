/** What a client takes away of their own wallet: a statement, or the receipt of a transaction. Null for what is not theirs. */
import { handOutStatement, makeStatement } from '../client-statements/take-statement.ts'
import { theClient } from '../contact/answer.ts'
import type { StatementFormat } from '../contract/client-statements.ts'
import type { Language } from '../contract/settings.ts'
import { invariant } from '../invariant.ts'
import { handOutReceipt, makeReceipt } from '../receipts/make-receipt.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { ownerIn } from './owner.ts'

type Receipt = Readonly<{ id: string; language: Language | undefined }>

/** What is held or under way moved nothing yet, so there is nothing to give a receipt for. */
export async function takeOwnReceipt(context: GuardedContext, { id, language }: Receipt): Promise<File | null> {
  if (!id.startsWith('t')) return null
  const { engine, source } = context
  const { client } = ownerIn(context)
  const wanted = { transaction: Number(id.slice(1)), client, language: language ?? (await letterLanguage(context)) }
  const receipt = await makeReceipt(engine, wanted)
  if (receipt.status === 'not_found') return null
  invariant(receipt.status === 'written' && receipt.facts.client === client, 'a receipt of one client is of another')
  return handOutReceipt(engine, { receipt, source, by: theClient })
}

type Statement = Readonly<{
  currency: string | undefined
  from: string
  to: string
  language: Language | undefined
  format: StatementFormat
}>

export async function takeOwnStatement(context: GuardedContext, asked: Statement): Promise<File | null> {
  const { engine, source } = context
  const { client } = ownerIn(context)
  const wanted = { ...asked, client, language: asked.language ?? (await letterLanguage(context)) }
  const made = await makeStatement(engine, wanted)
  if (made === null) return null
  const { file, currency } = made
  return handOutStatement(engine, { wanted: { ...wanted, currency }, file, source, by: theClient })
}

async function letterLanguage(context: GuardedContext): Promise<Language> {
  const { client } = ownerIn(context)
  const { store } = await context.engine.opened()
  const contact = await store.read('clients.contact', { client })
  invariant(contact !== null, 'somebody without a wallet is signed in to it', { client })
  return contact.writtenIn
}
