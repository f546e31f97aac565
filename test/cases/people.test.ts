/** To whom a case can be given: those who may work on it, with how much they have before them. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Cases, openCases } from './open-cases.ts'

let cases: Cases
beforeEach(async () => {
  cases = await openCases()
})
afterEach(() => cases.close())

it('names everybody who may work on exceptions and nobody else, to whoever may read them', async () => {
  const { items } = await cases.operator.exceptions.people()
  expect(items.map(({ user }) => user)).toEqual(['ana', 'ben', 'eve', 'mei'])
})

it('forgets whoever is removed, and lists once who has two roles', async () => {
  await cases.client.users.remove({ name: 'mei' })
  await cases.client.users.setRoles({ name: 'ben', roles: ['analyst', 'approver'] })
  const { items } = await cases.analyst.exceptions.people()
  expect(items.map(({ user }) => user)).toEqual(['ana', 'ben', 'eve'])
})

it('counts what each owns and has not resolved', async () => {
  const rows = [
    { client: 'A', tx: 'a1', amount: 500_000 },
    { client: 'B', tx: 'b1', amount: 0 },
    { client: 'C', tx: 'c1', amount: 700 },
  ]
  const batch = await cases.take('two.csv', rows)
  const { items } = await cases.client.exceptions.list({ batch })
  for (const { id } of items) await cases.act(id, { action: 'assign', to: 'mei' })
  const working = async () =>
    Object.fromEntries((await cases.analyst.exceptions.people()).items.map((each) => [each.user, each.working]))
  expect(await working()).toEqual({ ana: 0, ben: 0, eve: 0, mei: 2 })
  const fault = await cases.caseOf(batch, 'AMOUNT_NOT_POSITIVE')
  await cases.act(fault.id, { action: 'reject', reason: 'It was a test' })
  expect(await working()).toEqual({ ana: 0, ben: 0, eve: 0, mei: 1 })
})
