/** Who sends batches: registering a producer and changing what is known of it. */
import { Agreement } from '../contract/agreements.ts'
import type { Contact, ProducerChange, ProducerDraft } from '../contract/producers.ts'
import { isHouseAccount } from '../ledger/account.ts'
import { canonical } from '../operations/keys.ts'
import { command, type Json } from '../store/command.ts'
import type { Writer } from '../store/tables.ts'
import { type Problem, problemsOf } from './agreement-problems.ts'
import { addAgreement } from './agreements.ts'
import { decideDue } from './expectations.ts'

type Added =
  | Readonly<{ status: 'done'; id: number }>
  | Readonly<{ status: 'producer_exists'; field: 'id' | 'code'; value: string }>
  | Readonly<{ status: 'agreement_unusable'; issues: readonly Problem[] }>

export const addProducer = command({
  topics: ['producers'],
  record: ({ id, code }: ProducerDraft, { status }: Added) => ({
    action: 'producers.add',
    subject: `producer:${id}`,
    outcome: status,
    detail: { code },
  }),
  run: async ({ db, raw, at, actor }, draft): Promise<Added> => {
    const { id, code, name, kind = 'other' } = draft
    const taken = await clashOf(db, draft)
    if (taken !== null) return taken
    const agreement = agreementOf(draft)
    const issues = problemsOf(agreement, id)
    if (issues.length > 0) return { status: 'agreement_unusable', issues }
    const { schedule = null } = draft
    await db
      .insertInto('producer')
      .values({
        id,
        code,
        name,
        kind,
        state: 'active',
        created_at: at,
        contacts: JSON.stringify(contactsOf(draft)),
        schedule: schedule === null ? null : JSON.stringify(schedule),
        expected_after: schedule === null ? null : at,
        suspended_at: null,
        suspended_by: null,
        suspended_for: null,
        retry_after: null,
      })
      .execute()
    addAgreement({ raw, at }, { producer: id, version: 1, agreement, proposal: null, by: actor })
    const { currency } = await db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow()
    await db
      .insertInto('account')
      .values({ code: `clearing:${code}`, kind: 'clearing', currency, client_id: null, opened_at: at })
      .execute()
    return { status: 'done', id }
  },
})

async function clashOf(
  db: Writer,
  { id, code }: ProducerDraft,
): Promise<Extract<Added, { status: 'producer_exists' }> | null> {
  const clash = await db
    .selectFrom('producer')
    .select(['id', 'code'])
    .where((where) => where.or([where('id', '=', id), where('code', '=', code)]))
    .executeTakeFirst()
  if (clash?.id === id) return { status: 'producer_exists', field: 'id', value: String(id) }
  // The house has a clearing account of its own, for what is bought from nobody in particular.
  const taken = clash !== undefined || isHouseAccount(`clearing:${code}`)
  return taken ? { status: 'producer_exists', field: 'code', value: code } : null
}

/** The draft's locations are the places of the agreement, beside those that it names itself. */
function agreementOf({ agreement, locations = [] }: ProducerDraft): Agreement {
  const given = agreement ?? Agreement.parse({})
  return { ...given, places: [...given.places, ...locations] }
}

function contactsOf({ contact, contacts = [] }: ProducerDraft): readonly Contact[] {
  const { email = null, phone = null } = contact ?? {}
  const short = email === null && phone === null ? [] : [{ name: '', role: '', email, phone }]
  return [...short, ...contacts]
}

type Changing = Readonly<{ id: number; expectedVersion: number; change: ProducerChange }>
type Fields = Readonly<Partial<Record<keyof ProducerChange, Json>>>
type Changed =
  | Readonly<{ status: 'done'; before: Fields; after: Fields }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'producer_moved'; expected: number; found: number }>

export const changeProducer = command({
  topics: ['producers'],
  record: ({ id }: Changing, outcome: Changed) => ({
    action: 'producers.change',
    subject: `producer:${id}`,
    outcome: outcome.status,
    detail: outcome.status === 'done' ? { before: outcome.before, after: outcome.after } : {},
  }),
  run: async ({ db, raw, at }, { id, expectedVersion, change }): Promise<Changed> => {
    const row = await db.selectFrom('producer').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return { status: 'not_found' }
    if (row.version !== expectedVersion)
      return { status: 'producer_moved', expected: expectedVersion, found: row.version }
    const { before, after } = differencesOf(
      {
        name: row.name,
        kind: row.kind,
        contacts: JSON.parse(row.contacts) as Json,
        schedule: row.schedule === null ? null : (JSON.parse(row.schedule) as Json),
      },
      change,
    )
    if (Object.keys(after).length === 0) return { status: 'done', before, after }
    const { name, kind, contacts, schedule } = change
    const reschedules = 'schedule' in after
    // What the old schedule asked for until now is decided by it; the new one asks for nothing before now.
    if (reschedules) decideDue(raw, id, at)
    await db
      .updateTable('producer')
      .set({
        ...(name === undefined ? {} : { name }),
        ...(kind === undefined ? {} : { kind }),
        ...(contacts === undefined ? {} : { contacts: JSON.stringify(contacts) }),
        ...(reschedules ? { schedule: schedule == null ? null : JSON.stringify(schedule) } : {}),
        ...(reschedules ? { expected_after: schedule == null || row.state === 'suspended' ? null : at } : {}),
        version: row.version + 1,
      })
      .where('id', '=', id)
      .execute()
    return { status: 'done', before, after }
  },
})

/** What is said and differs; the rest is left as it is. */
function differencesOf(known: Required<Fields>, change: ProducerChange): Readonly<{ before: Fields; after: Fields }> {
  const fields = (Object.keys(known) as (keyof ProducerChange)[]).filter(
    (field) => change[field] !== undefined && canonical(change[field]) !== canonical(known[field]),
  )
  return {
    before: Object.fromEntries(fields.map((field) => [field, known[field]])),
    after: Object.fromEntries(fields.map((field) => [field, change[field] as Json])),
  }
}
