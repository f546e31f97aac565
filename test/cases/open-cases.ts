/** Books with a case for every deed, and the people who work on them. */
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { type Books, booksOf, csvOf, openBooks, type RowDraft } from '../ingest/drop.ts'
import type { TestEngine } from '../workspace-fixture.ts'

type Client = Books['client']

export type Cases = Books &
  Readonly<{
    analyst: Client
    second: Client
    approver: Client
    operator: Client
    /** Takes a file of the producer 9 `nine`, and answers the number of its batch. */
    take: (name: string, rows: readonly (RowDraft | string)[]) => Promise<number>
    /** The only case of a batch, or the one with this code. */
    caseOf: (batch: number, code?: string) => Promise<Exception>
    act: (
      id: number,
      deed: CaseDeed,
      by?: Client,
    ) => Promise<Readonly<{ exception: Exception; proposal: number | null }>>
    approve: (proposal: number | null) => Promise<void>
    /** As if everything that waits for money had waited too long. */
    waitTooLong: () => Promise<void>
    balances: () => Promise<Readonly<Record<string, number>>>
  }>

const agreement = {
  effects: { BATCH_DOUBLED: 'warn', TOO_FEW_CLIENTS: 'warn', TOO_MANY_FAULTS: 'warn', LOCATION_UNKNOWN: 'fault' },
  limits: { amountMax: 100_000 },
  places: ['Central', 'Mong Kok'],
} as const

export async function openCases(): Promise<Cases> {
  const books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'mei', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
    { name: 'olu', roles: ['operator'] },
    { name: 'aud', roles: ['auditor'] },
    { name: 'exe', roles: ['executive'] },
  ])
  const { places: locations, ...rest } = agreement
  await books.client.producers.add({
    id: 9,
    code: 'nine',
    name: 'Nine Lives',
    locations: [...locations],
    agreement: rest,
  })
  return withPeople(books)
}

/** The same once more, in a workspace in which it was set up before. */
export const casesOf = async (directory: string, opened: TestEngine): Promise<Cases> =>
  withPeople(booksOf(directory, opened, await opened.as('admin')))

async function withPeople(books: Books): Promise<Cases> {
  const [analyst, second, approver, operator] = await Promise.all(
    ['ana', 'mei', 'ben', 'olu'].map((name) => books.as(name)),
  )
  if (!analyst || !second || !approver || !operator) throw new Error('nobody works here')
  return { ...books, analyst, second, approver, operator, ...deedsOf(books, analyst, approver) }
}

let lastKey = 0

function deedsOf(books: Books, analyst: Client, approver: Client) {
  const caseOf: Cases['caseOf'] = async (batch, code) => {
    const { items } = await books.client.exceptions.list({ batch })
    const [found] = code === undefined ? items : items.filter((each) => each.code === code)
    if (found === undefined) throw new Error(`batch ${batch} has no such case: ${JSON.stringify(items)}`)
    return found
  }
  const act: Cases['act'] = async (id, deed, by = analyst) => {
    lastKey += 1
    const { version } = await by.exceptions.get({ id })
    return by.exceptions.act({ id, version, key: `k${lastKey}`, deed })
  }
  const take: Cases['take'] = async (name, rows) => {
    const full = rows.map((row) => (typeof row === 'string' ? row : { producer: 9, ...row }))
    books.drop(name, csvOf(full), 'nine')
    await books.drain()
    const [batch] = (await books.client.batches.list({ file: name, limit: 1 })).items
    if (batch === undefined) throw new Error(`no batch came of ${name}`)
    return batch.id
  }
  return {
    take,
    caseOf,
    act,
    approve: async (proposal: number | null) => {
      if (proposal === null) throw new Error('nothing was proposed')
      const { now } = await approver.proposals.get({ id: proposal })
      if (now?.possible !== true) throw new Error(`it can't be done any more: ${JSON.stringify(now)}`)
      await approver.proposals.approve({ id: proposal })
    },
    waitTooLong: async () => {
      await inStore(
        books,
        (raw) => void raw.exec('UPDATE batch SET sealed_at = sealed_at - 8 * 86400000 WHERE sealed_at > 0'),
      )
      await (await books.engine.opened()).store.write('exceptions.expireHeld', null, 'engine')
    },
    balances: () =>
      inStore(books, (raw) =>
        Object.fromEntries(
          raw.prepare('SELECT code, balance FROM account WHERE balance <> 0 ORDER BY code').raw().all() as [
            string,
            number,
          ][],
        ),
      ),
  }
}
