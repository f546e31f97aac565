/** What people write to clients and producers, from the first draft to the answer. */
import { now } from '../calendar/instant.ts'
import type { Inputs } from '../contract/contract.ts'
import type { CaseMark, LinkBar, Message } from '../contract/messages.ts'
import type { EngineStore } from '../engine-store.ts'
import { assertNever, invariant } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'
import { linkBarOf } from './answer-link.ts'
import { undoMs } from './back-off.ts'
import { refused } from './refusal.ts'
import { refusedRow } from './refused-row.ts'
import { sendMail } from './smtp.ts'

export const clientContactHandlers = {
  contact: api.clients.contact.handler(async ({ input: { client }, context, errors }) => {
    const { store } = await context.engine.opened()
    await noteLook(store, { subject: `client:${client}`, actor: sessionOf(context).user.name })
    const found = await store.read('clients.contact', { client })
    if (found === null) throw errors.not_found({ data: { noun: 'client', id: client } })
    return found
  }),

  setContact: api.clients.setContact.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('clients.setContact', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return outcome.contact
      case 'not_found':
        throw errors.not_found({ data: { noun: 'client', id: input.client } })
      case 'contact_moved':
        throw errors.contact_moved({ data: { expected: outcome.expected, found: outcome.found } })
      default:
        return assertNever(outcome)
    }
  }),
}

export const contactHandlers = {
  status: api.contact.status.handler(async ({ context: { engine } }) => {
    const { store } = await engine.opened()
    const { publicAddress, ...status } = await store.read('contact.status', null)
    return { ...status, linkBar: linkBarOf(publicAddress, engine.served), undoSeconds: undoMs / 1_000 }
  }),

  messages: api.contact.messages.handler(async ({ input: { cursor, limit, ...filter }, context }) => {
    const { store } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('contact.messages', { ...filter, before, limit })
    const clients = [...new Set(items.flatMap(({ client }) => client ?? []))]
    const actor = sessionOf(context).user.name
    for (const client of clients) await noteLook(store, { subject: `client:${client}`, actor, messages: true })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  message: api.contact.message.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('contact.message', { id: input.message })
    if (found === null) throw errors.not_found({ data: { noun: 'message', id: String(input.message) } })
    const actor = sessionOf(context).user.name
    if (found.client !== null) await noteLook(store, { subject: `client:${found.client}`, actor, messages: true })
    return found
  }),

  preview: api.contact.preview.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await previewOf(context, input)
    if (outcome.status !== 'done') throw refused(outcome)
    const { status: _, client, ...preview } = outcome
    const actor = sessionOf(context).user.name
    if (client !== null) await noteLook(store, { subject: `client:${client}`, actor })
    const asks = input.template === 'ask_client' && preview.goes === 'mail_server'
    return { ...preview, bar: asks ? await linkBar(context) : null }
  }),

  askClient: api.contact.askClient.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    const refusedFields = await refusedRow(await context.engine.opened(), input)
    const asking = { ...input, refused: refusedFields, linkBar: await linkBar(context), user: user.id }
    return sent(context, await store.write('contact.askClient', asking, user.name))
  }),

  askProducer: api.contact.askProducer.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    return sent(context, await store.write('contact.askProducer', { ...input, user: user.id }, user.name))
  }),

  send: api.contact.send.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    return sent(context, await store.write('contact.send', { ...input, user: user.id }, user.name))
  }),

  tell: api.contact.tell.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    return sent(context, await store.write('contact.tell', { ...input, user: user.id }, user.name))
  }),

  recordAnswer: api.contact.recordAnswer.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('contact.recordAnswer', input, sessionOf(context).user.name)
    return sent(context, outcome.status === 'done' ? { ...outcome, message: input.message } : outcome)
  }),

  cancel: api.contact.cancel.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('contact.cancel', input, sessionOf(context).user.name)
    return sent(context, outcome.status === 'done' ? { ...outcome, message: input.message } : outcome)
  }),

  sendAgain: api.contact.sendAgain.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('contact.sendAgain', input, sessionOf(context).user.name)
    return sent(context, outcome.status === 'done' ? { ...outcome, message: input.message } : outcome)
  }),

  questionTransaction: api.contact.questionTransaction.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { user } = sessionOf(context)
    const outcome = await store.write('contact.questionTransaction', { ...input, user: user.id }, user.name)
    if (outcome.status !== 'done') throw refused(outcome)
    return outcome.case
  }),

  setMailPassword: api.contact.setMailPassword.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return store.write('contact.setMailPassword', input, sessionOf(context).user.name)
  }),

  testMail: api.contact.testMail.handler(async ({ input: { to, language }, context, errors }) => {
    const { store } = await context.engine.opened()
    const server = await store.read('contact.mailServer', null)
    const { host, fromAddress } = server.settings
    if (host === null || fromAddress === null) throw errors.no_mail_server()
    const letter = await store.read('contact.testLetter', { language })
    const messageId = `<${crypto.randomUUID()}@${fromAddress.slice(fromAddress.lastIndexOf('@') + 1)}>`
    const mail = { name: null, to, ...letter, language: language ?? 'en', messageId }
    const from = performance.now()
    const outcome = await sendMail(server, { fetch: async () => ({ status: 'go', mail }) })
    invariant(outcome.status !== 'not_waiting', 'a test message waits for nothing')
    const error = outcome.status === 'sent' ? null : outcome.error
    const detail = error === null ? {} : { error }
    const record = { action: 'contact.test_mail', subject: 'mail', outcome: outcome.status, detail }
    await store.write('audit.note', record, sessionOf(context).user.name)
    const { reply, tls } = outcome
    return { sent: error === null, error, reply, tls, tookMs: Math.round(performance.now() - from) }
  }),
}

type Look = Readonly<{ subject: string; actor: string; messages?: true }>

/** Recorded before anything of it leaves. */
async function noteLook(store: EngineStore, { subject, actor, messages }: Look): Promise<void> {
  const action = messages === true ? 'clients.view_messages' : 'clients.view_contact'
  await store.write('audit.note', { action, subject, outcome: 'done' }, actor)
}

async function linkBar({ engine }: GuardedContext): Promise<LinkBar | null> {
  const { store } = await engine.opened()
  return linkBarOf((await store.read('contact.status', null)).publicAddress, engine.served)
}

type Previewing = Inputs['contact']['preview']

async function previewOf({ engine }: GuardedContext, input: Previewing) {
  const { store } = await engine.opened()
  switch (input.template) {
    case 'ask_client': {
      const refusedFields = await refusedRow(await engine.opened(), input)
      return store.read('contact.previewAskClient', { ...input, refused: refusedFields, at: now() })
    }
    case 'ask_producer': {
      const outcome = await store.read('contact.previewAskProducer', input)
      return outcome.status === 'done' ? { ...outcome, client: null } : outcome
    }
    case 'plain': {
      const outcome = await store.read('contact.previewPlain', input)
      const client = input.recipient.of === 'client' ? input.recipient.client : null
      return outcome.status === 'done' ? { ...outcome, client } : outcome
    }
    default:
      return assertNever(input)
  }
}

type Outcome = Readonly<{ status: string; message?: number }>

/** The message as it is now, and how its case stands. Whoever waits for the outbox is woken. */
async function sent(
  { engine }: GuardedContext,
  outcome: Outcome,
): Promise<Readonly<{ message: Message; case: CaseMark | null }>> {
  if ((outcome.status !== 'done' && outcome.status !== 'replayed') || outcome.message === undefined)
    throw refused(outcome)
  const { store, outbox } = await engine.opened()
  outbox.wake()
  const message = await store.read('contact.message', { id: outcome.message })
  invariant(message !== null, 'a message is gone', { id: outcome.message })
  const of = message.exception
  return { message, case: of === null ? null : await store.read('contact.caseMark', { id: of }) }
}
