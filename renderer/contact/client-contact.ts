/** How a client is reached, as it is typed, and read back against the contract. Pure. */
import { type ClientContact, ClientContactDraft } from '../../engine/contract/messages.ts'
import { Language } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'

export const typedFields = ['name', 'email', 'phone', 'address'] as const
export type TypedField = (typeof typedFields)[number]

/** The language is empty where the rules say it. */
export type TypedContact = Readonly<Record<TypedField | 'language', string>> & Pick<ClientContactDraft, 'channel'>

export const typedContact = ({ name, email, phone, address, language, channel }: ClientContact): TypedContact => ({
  name: name ?? '',
  email: email ?? '',
  phone: phone ?? '',
  address: address ?? '',
  language: language ?? '',
  channel,
})

export type ContactProblems = Readonly<Partial<Record<TypedField, MessageId>>>
type ReadContact =
  | Readonly<{ ok: true; contact: ClientContactDraft }>
  | Readonly<{ ok: false; problems: ContactProblems }>

export function readContact({ language, channel, ...typed }: TypedContact): ReadContact {
  const known = Language.safeParse(language)
  const draft = {
    ...Object.fromEntries(typedFields.map((field) => [field, typed[field].trim() || null])),
    language: known.success ? known.data : null,
    channel,
  }
  const read = ClientContactDraft.safeParse(draft)
  if (read.success) return { ok: true, contact: read.data }
  const wrong = new Set(read.error.issues.map(({ path }) => path[0]))
  const problem = (field: TypedField): MessageId => (field === 'email' ? 'contact.wrong.email' : 'contact.wrong.text')
  return {
    ok: false,
    problems: Object.fromEntries(
      typedFields.filter((field) => wrong.has(field)).map((field) => [field, problem(field)]),
    ),
  }
}

/** Whether there is any way to reach them. */
export const isReachable = ({ email, phone, address }: Pick<ClientContact, 'email' | 'phone' | 'address'>): boolean =>
  email !== null || phone !== null || address !== null
