/** Asking many clients at once: what a host that ended left begun waits for a host, so that no link leads nowhere. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailServer, mailTo, startMailServer } from './mail-server.ts'
import { type Contacts, caseOf, heldCase, openContacts, reach, set } from './open-contact.ts'

let books: Contacts
let server: MailServer
const publicAddress = 'https://answers.harbour.example'

beforeAll(async () => {
  books = await openContacts()
  server = await startMailServer()
  await set(books, 'mail', mailTo(server.port))
  await set(books, 'contact', { publicAddress })
}, 60_000)
afterAll(async () => {
  await server.close()
  await books.close()
})

const deed = { action: 'ask_client' } as const

it('says case by case to whoever asks here that answers would not arrive', async () => {
  const held = await heldCase(books, 'C-1', 'TX-1')
  await reach(books.tom, 'C-1')
  const asked = { of: { ids: [held.id] }, deed, count: 1, asOf: new Date().toISOString(), key: 'here' }
  const { id } = await books.tom.exceptions.bulk.start(asked)
  await (await books.engine.opened()).bulk.settled()
  expect(await books.tom.exceptions.bulk.get({ id })).toMatchObject({
    state: 'done',
    refused: 1,
    reasons: [{ code: 'answers_unreachable', cases: 1 }],
  })
  expect(await caseOf(books, held.id)).toMatchObject({ status: 'open' })
})

it('is reviewed by what asking each of them would be refused for', async () => {
  const groupsOf = async (ids: number[]) =>
    (await books.tom.exceptions.bulk.review({ of: { ids }, deed })).groups.map(({ outcome, cases }) => [outcome, cases])
  const reached = await heldCase(books, 'C-3', 'TX-3')
  const unknown = await heldCase(books, 'C-4', 'TX-4')
  await reach(books.tom, 'C-3')
  expect(await groupsOf([reached.id, unknown.id])).toEqual([
    ['answers_unreachable', 1],
    ['contact_missing', 1],
  ])
  books.engine.nowServed(new Set([publicAddress]))
  expect(await groupsOf([reached.id, unknown.id])).toEqual([
    ['done', 1],
    ['contact_missing', 1],
  ])
  const asked = { of: { ids: [reached.id, unknown.id] }, deed, count: 2, asOf: new Date().toISOString(), key: 'seen' }
  const { id } = await books.tom.exceptions.bulk.start(asked)
  await (await books.engine.opened()).bulk.settled()
  expect(await books.tom.exceptions.bulk.get({ id })).toMatchObject({
    done: 1,
    reasons: [{ code: 'contact_missing', cases: 1 }],
  })
  expect(await groupsOf([reached.id, unknown.id])).toEqual([
    ['question_open', 1],
    ['contact_missing', 1],
  ])
  books.engine.notServed(new Set([publicAddress]))
})

it('goes on as soon as a host serves, and not before, with what a host that ended left begun', async () => {
  const held = await heldCase(books, 'C-2', 'TX-2')
  await reach(books.tom, 'C-2')
  const { store, bulk: runner } = await books.engine.opened()
  const { user } = await books.tom.session.get()
  const initiator = {
    caller: `user:${user.id}`,
    user: user.id,
    name: 'tom',
    roles: ['analyst'],
    onBehalfOf: null,
  } as const
  const starting = { ids: [held.id], deed, asOf: Date.now(), key: 'left', initiator }
  const started = await store.write('bulk.start', starting, 'tom')
  const id = 'answer' in started ? started.answer.bulk : 0
  // As at the opening of the workspace, before anything serves it.
  runner.nudge()
  await runner.settled()
  await books.tom.exceptions.bulk.resume({ id })
  await runner.settled()
  expect(await books.tom.exceptions.bulk.get({ id })).toMatchObject({ state: 'running', left: 1, reasons: [] })

  books.engine.nowServed(new Set([publicAddress]))
  await runner.settled()
  expect(await books.tom.exceptions.bulk.get({ id })).toMatchObject({ state: 'done', done: 1 })
  expect(await caseOf(books, held.id)).toMatchObject({ status: 'waiting', waitingFor: 'client' })

  // Asked again while no answer is there, it is said so, and no second letter is written.
  const asked = { of: { ids: [held.id] }, deed, count: 1, asOf: new Date().toISOString(), key: 'again' }
  const again = await books.tom.exceptions.bulk.start(asked)
  await runner.settled()
  expect((await books.tom.exceptions.bulk.get({ id: again.id })).reasons).toEqual([{ code: 'question_open', cases: 1 }])
  expect((await books.tom.contact.messages({ exception: held.id })).items).toHaveLength(1)
  books.engine.notServed(new Set([publicAddress]))
})
