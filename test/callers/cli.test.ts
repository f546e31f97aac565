/** `callers` on the command line: what they answer, in words and as documents. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { type OpenCallers, openCallers } from './open-callers.ts'

let callers: OpenCallers
beforeAll(async () => {
  callers = await openCallers()
})
afterAll(() => callers.close())

const open = async () => ({ engine: callers.opened.engine, close: async () => undefined })
const say = (command: string, user = 'admin') =>
  runHere(callers.opened.engine.directory, command.split(' '), { user, environment: {} }, open)
const ask = (command: string, user = 'admin') =>
  documentOf(callers.opened.engine.directory, command.split(' '), { user }, open)

it('lists programs, makes a key once, shows what is agreed on, and stops one', async () => {
  expect((await say('callers list')).out).toBe('No program may call yet.')
  await callers.agree({ name: 'web-shop', scopes: ['producers.read'], addresses: ['127.0.0.1'] })
  expect((await say('callers list')).out).toMatch(/1 +web-shop +without a key +producers\.read/)
  const made = await ask('callers new-key 1')
  const { key } = made.document as { key: string }
  expect(made).toMatchObject({ exit: 0, document: { caller: { state: 'active' } } })
  expect((await callers.callAs(key)('GET', '/producers')).status).toBe(200)
  const shown = (await say('callers show 1', 'approver')).out
  expect(shown).toContain('From: 127.0.0.1')
  expect(shown).toContain(`Key ${key.slice(0, 10)}…`)
  expect(shown).not.toContain(key)
  expect((await say('callers new-key 1 --hours 2')).out).toMatch(/^chk_\S{43}\nKeep it now: it can't be shown again\.$/)
  expect((await callers.callAs(key)('GET', '/producers')).status).toBe(200)
  expect(await ask('callers stop 1 --reason gone')).toMatchObject({ exit: 0, document: { state: 'stopped' } })
  expect((await callers.callAs(key)('GET', '/producers')).status).toBe(401)
})

it('says in words why not', async () => {
  expect(await ask('callers show 9')).toEqual({
    exit: 1,
    document: { error: { code: 'not_found', noun: 'caller', id: '9' } },
  })
  expect((await say('callers new-key 1')).err).toContain('The program was stopped, and stays so.')
  expect(await ask('callers new-key 1', 'approver')).toMatchObject({
    exit: 1,
    document: { error: { code: 'not_permitted' } },
  })
  expect(await ask('callers stop 1')).toMatchObject({ exit: 2 })
})
