/** Law 5: what a key was answered with is what happened, so that asking again tells the truth. */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'

type Answer = Readonly<{
  caller: string
  key: string
  isReadable: number
  transaction: number | null
  said: string | null
  entry: number | null
  made: string | null
  hold: number | null
  foundHold: number | null
  proposal: number | null
  foundProposal: number | null
}>

/** A receipt names its transaction with kind, amount and currency; that of a hold names the hold, a proposal's its number. */
const unlikeWhatHappened = `
  WITH answer AS (
    SELECT caller, key, json_valid(answer) AS isReadable, iif(json_valid(answer), answer, '{}') AS text
    FROM operation_key),
  named AS (
    SELECT caller, key, isReadable, text ->> 'transaction' AS "transaction",
      (text ->> 'kind') || ' ' || (text ->> 'amount') || ' ' || (text ->> 'currency') AS said,
      iif(json_type(text, '$.hold') = 'object', text ->> '$.hold.id', text ->> 'hold') AS hold, text ->> 'proposal' AS proposal
    FROM answer)
  SELECT named.*, entry.id AS entry, entry.kind || ' ' || entry.amount || ' ' || entry.currency AS made,
    hold.id AS foundHold, proposal.id AS foundProposal
  FROM named LEFT JOIN entry ON entry.id = named."transaction" LEFT JOIN hold ON hold.id = named.hold
  LEFT JOIN proposal ON proposal.id = named.proposal
  WHERE NOT isReadable OR named."transaction" IS NOT entry.id OR (said IS NOT NULL AND said IS NOT made)
    OR named.hold IS NOT hold.id OR named.proposal IS NOT proposal.id`

export function checkKeys(raw: Database, findings: Findings): void {
  for (const answer of raw.prepare(unlikeWhatHappened).iterate() as IterableIterator<Answer>) {
    const subject = `key:${answer.caller} ${answer.key}`
    const { transaction, entry, said, made, hold, foundHold, proposal, foundProposal } = answer
    if (answer.isReadable === 0) findings.add('answer_unreadable', subject, { expected: 'an answer', found: 'no JSON' })
    if (transaction !== entry)
      findings.add('answer_without_transaction', subject, { expected: `transaction:${transaction}`, found: 'none' })
    else if (said !== null && said !== made)
      findings.add('answer_differs', subject, { expected: said, found: made ?? 'none' })
    if (hold !== foundHold) findings.add('answer_without_hold', subject, { expected: `hold:${hold}`, found: 'none' })
    if (proposal !== foundProposal)
      findings.add('answer_without_proposal', subject, { expected: `proposal:${proposal}`, found: 'none' })
  }
}
