/** What is typed about a new producer, and what the contract makes of it. */
import { ProducerCode, ProducerDraft } from '../../engine/contract/producers.ts'
import type { MessageId } from '../messages/messages.ts'

export type TypedProducer = Readonly<{ id: string; code: string; name: string; locations: string; email: string }>

export const emptyProducer: TypedProducer = { id: '', code: '', name: '', locations: '', email: '' }

export type ProducerProblems = Readonly<Partial<Record<keyof TypedProducer, MessageId>>>

/** The first thing that is wrong with each field; nothing when it can be sent. */
export function problemsOf(typed: TypedProducer): ProducerProblems {
  return {
    ...(ProducerDraft.shape.id.safeParse(Number(typed.id || Number.NaN)).success ? {} : { id: 'producer.id.wrong' }),
    ...(ProducerCode.safeParse(typed.code).success ? {} : { code: 'producer.code.wrong' }),
    ...(ProducerDraft.shape.name.safeParse(typed.name.trim()).success ? {} : { name: 'producer.name.wrong' }),
    ...(emailIsFine(typed.email) ? {} : { email: 'producer.email.wrong' }),
  }
}

const emailIsFine = (email: string): boolean =>
  email.trim() === '' || ProducerDraft.shape.contact.safeParse({ email: email.trim() }).success

export function draftOf(typed: TypedProducer): ProducerDraft {
  const locations = typed.locations
    .split('\n')
    .map((place) => place.trim())
    .filter((place) => place !== '')
  const email = typed.email.trim()
  return {
    id: Number(typed.id),
    code: typed.code,
    name: typed.name.trim(),
    // Without a list every place is accepted, so an empty field sends none rather than an empty one.
    ...(locations.length === 0 ? {} : { locations }),
    ...(email === '' ? {} : { contact: { email } }),
  }
}
