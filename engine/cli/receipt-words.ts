/** Sentences about receipts: what was written, and what a check of one found. */
import type { ReceiptFacts, ReceiptNow, ReceiptVerdict } from '../contract/receipts.ts'
import { assertNever } from '../invariant.ts'
import { kindWord } from '../ledger/kind-words.ts'
import { amountText } from '../pdf/amount-text.ts'
import { clockOf } from '../pdf/clock.ts'
import { factsOf, plain } from './table.ts'

/** What is found with nothing but the file: whose key it is, is for the reader to say. */
export type FileVerdict =
  | Readonly<{ verdict: 'signed'; facts: ReceiptFacts; fingerprint: string }>
  | Readonly<{ verdict: 'changed' | 'no_receipt' }>
  | Readonly<{ verdict: 'other_key'; fingerprint: string; expected: string }>

export const receiptSaid = {
  written: (file: string): string => `The receipt is in ${file}.`,

  ofFile: (file: string, found: FileVerdict, isKeyKnown: boolean): string => {
    const named = plain(file)
    switch (found.verdict) {
      case 'signed': {
        const whose = isKeyKnown
          ? 'It is signed with the key that you named.'
          : 'Hold the key against the one that "close-pack key" shows in the workspace, or name it with --key; --books asks the workspace itself.'
        return `${named} is unchanged: every byte is as it was signed.\n\n${listed(found.facts, found.fingerprint)}\n\n${whose}`
      }
      case 'changed':
        return `${named} was CHANGED: it is not what was signed.`
      case 'no_receipt':
        return `${named} is NOT a receipt, or was changed so much that it is not known as one.`
      case 'other_key':
        return `${named} is NOT from there: it is signed with the key ${found.fingerprint}, and not with ${plain(found.expected)}.`
      default:
        return assertNever(found)
    }
  },

  ofBooks: (file: string, found: ReceiptVerdict): string => {
    const named = plain(file)
    switch (found.verdict) {
      case 'genuine':
        return `${named} is genuine: signed here, and every byte is as it was signed.\n\n${listed(found.facts, found.fingerprint)}\n\n${nowWords(found.now)}`
      case 'changed':
        return `${named} was CHANGED: it is not what was signed here.`
      case 'not_ours':
        return `${named} is NOT from this workspace, or was changed so much that it is not known as a receipt.`
      default:
        return assertNever(found)
    }
  },
} as const

function listed(facts: ReceiptFacts, fingerprint: string): string {
  const time = clockOf(facts.zone)
  const said = factsOf({
    Receipt: facts.receipt,
    House: facts.house,
    Client: facts.client,
    Kind: kindWord('en', facts.kind, facts.amount),
    Amount: `${facts.currency} ${amountText(facts.amount, facts.digits)}`,
    At: `${time(facts.at)} ${facts.zone}`,
    Transaction: facts.transaction,
    State: facts.state === 'confirmed' ? 'confirmed' : 'in process',
    Made: time(facts.madeAt),
    Key: fingerprint,
  })
  return said
}

function nowWords({ standing, undoneBy }: ReceiptNow): string {
  const by = undoneBy.map(({ transaction, kind }) => `transaction ${transaction} (${kind})`).join(', ')
  switch (standing) {
    case 'stands':
      return 'Its transaction stands: nothing of it was reversed or refunded.'
    case 'partly_undone':
      return `A part of its transaction was undone, by ${by}.`
    case 'undone':
      return `Its transaction was undone in full, by ${by}.`
    case 'not_in_books':
      return 'The books do not have its transaction: they were restored from before it.'
    default:
      return assertNever(standing)
  }
}
