/** What the page behind an answer link says: what was told to the client in the letter, in the letter's language. */
import type { Language } from '../contract/settings.ts'
import { invariant } from '../invariant.ts'
import type { QueryContext } from '../store/command.ts'
import { valuesOf } from './asked-transaction.ts'
import { findMessage } from './messages.ts'
import { questionOfLink } from './questions.ts'
import type { Values } from './words.ts'

export type QuestionPage = Readonly<{ language: Language; values: Values }>

/** Null for a link that never was one, was used, or ended. */
export function questionPage(
  { raw }: Pick<QueryContext, 'raw'>,
  asked: Readonly<{ hash: Uint8Array; at: number }>,
): QuestionPage | null {
  const question = questionOfLink(raw, asked)
  if (question === null) return null
  const { told, message } = question
  const language = findMessage({ raw }, { id: message })?.language
  invariant(told !== null && language !== undefined, 'a link to what nobody was asked', { message })
  return { language, values: valuesOf(raw, language, told) }
}
