/** A message that could not be sent is a person's work: whoever was to read it does not know. */
import type { Database } from 'better-sqlite3'
import type { MessageError } from '../contract/messages.ts'
import { noteEvent } from '../exceptions/case.ts'
import { type Cause, raise } from '../exceptions/raise.ts'
import { tellOfDigestFailed } from '../notifications/of-digest.ts'
import { findWalletLetter } from '../own-wallet/letters.ts'
import { openQuestion, returnCase } from './questions.ts'

export type FailedMessage = Readonly<{
  id: number
  exception: number | null
  client: string | null
  producer: number | null
  /** One of the staff, to whom the day's e-mail was. */
  user: number | null
}>

export const failureCause = ({ id, client, producer }: Omit<FailedMessage, 'exception' | 'user'>): Cause => ({
  code: 'MESSAGE_FAILED',
  scope: client === null ? 'producer' : 'client',
  producer,
  batch: null,
  cause: `message:${id}`,
})

/** A case does not go on waiting for somebody who was never asked, though an answer would still be taken. */
export function noteFailed(raw: Database, at: number, message: FailedMessage, error: MessageError): void {
  const { id, exception, client, user } = message
  // That somebody of the house gets no e-mail is theirs to mend, and nothing that the others must decide.
  if (user !== null) return tellOfDigestFailed(raw, at, { user, error })
  // Nobody works on what a client asked for and could ask for again; their messages say that it failed.
  if (findWalletLetter(raw, id) !== null) return
  raise(
    raw,
    at,
    {
      ...failureCause(message),
      rows: 0,
      amount: null,
      client,
      line: null,
      found: error,
      facts: [],
      detail: { message: id, exception },
    },
    { anew: true },
  )
  const question = openQuestion(raw, id)
  const happened = { kind: 'message_failed', detail: { message: id, error } } as const
  if (question !== null) returnCase(raw, at, question, happened)
  else if (exception !== null) noteEvent(raw, at, { id: exception, by: 'engine', ...happened })
}
