/** What a person at the console waits for, on an idle engine and while a large file is posted. */
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { withRawStore } from '../../store/on-disk.ts'
import { openTestEngine } from '../../workspace-fixture.ts'
import { person } from './ingest-stores.ts'

/** In milliseconds, by what was asked. */
export type Asked = Readonly<Record<string, readonly number[]>>
export type AskedBoth = Readonly<{ idle: Asked; busy: Asked }>

type Known = Readonly<{ client: string; txId: string }>
type Ask = () => Promise<unknown>

const knownCount = 500
const idleForMs = 3_000
/** A screen that lives asks now and then, and a person types a command in a while. */
const pause = { console: 10, person: 100 }

export async function askWhilePosting({ directory }: Readonly<{ directory: string }>): Promise<AskedBoth> {
  const known = await somethingKnown(directory)
  const opened = await openTestEngine(directory)
  const client = await opened.as(person.name)
  const { intake } = await opened.engine.opened()
  const idle = new Samples(() => true)
  const idleUntil = performance.now() + idleForMs
  await askAll(client, known, { into: idle, until: () => performance.now() > idleUntil })
  const busy = new Samples(() => intake.status().running.some(({ step }) => step === 'posting'))
  let over = false
  const posting = intake.drain({ settled: true }).finally(() => {
    over = true
  })
  await Promise.all([posting, askAll(client, known, { into: busy, until: () => over })])
  await opened.engine.close()
  return { idle: idle.all(), busy: busy.all() }
}

/** Clients and TxIds from everywhere in the store, so that not every answer is in somebody's cache. */
function somethingKnown(directory: string): Promise<readonly Known[]> {
  return withRawStore(directory, (raw) => {
    const last = raw.prepare('SELECT max(seq) FROM movement').pluck().get() as number
    const find = raw.prepare(`
      SELECT account.client_id AS client, movement.tx_id AS txId FROM movement
      JOIN account ON account.id IN (movement.debit, movement.credit) AND account.kind = 'wallet'
      WHERE movement.seq = ?`)
    return Array.from(
      { length: knownCount },
      (_, index) => find.get(1 + Math.floor((last * index) / knownCount)) as Known | undefined,
    ).filter((each) => each !== undefined)
  })
}

class Samples {
  readonly #counts: () => boolean
  readonly #found = new Map<string, number[]>()

  /** Only what is asked while this holds is counted. */
  constructor(counts: () => boolean) {
    this.#counts = counts
  }

  async add(name: string, ask: Ask): Promise<void> {
    const counts = this.#counts()
    const began = performance.now()
    await ask()
    if (!counts) return
    const found = this.#found.get(name) ?? []
    found.push(performance.now() - began)
    this.#found.set(name, found)
  }

  all(): Asked {
    return Object.fromEntries(this.#found)
  }
}

let commands = 0

async function askAll(
  client: EngineClient,
  known: readonly Known[],
  { into, until }: Readonly<{ into: Samples; until: () => boolean }>,
): Promise<void> {
  const inTurn = turning(known)
  const queries: readonly (readonly [name: string, ask: Ask])[] = [
    ['clients.get', () => client.clients.get({ client: inTurn().client })],
    ['ledger.history, first page', () => client.ledger.history({ client: inTurn().client })],
    ['batches.list', () => client.batches.list({})],
    ['producers.list', () => client.producers.list()],
    ['accounts.postings by reference', () => client.accounts.postings({ reference: inTurn().txId })],
    ['exceptions.list', () => client.exceptions.list({})],
  ]
  const screens = async (): Promise<void> => {
    while (!until()) {
      for (const [name, ask] of queries) await into.add(name, ask)
      await sleep(pause.console)
    }
  }
  // By the clock and not one after another: else the command that waits longest would keep others from waiting too.
  const deposits = async (): Promise<void> => {
    const asked: Promise<void>[] = []
    while (!until()) {
      commands += 1
      const deposit = { client: inTurn().client, amount: 1, key: `bench-${commands}` }
      asked.push(into.add('deposit (a command)', () => client.operations.deposit(deposit)))
      await sleep(pause.person)
    }
    await Promise.all(asked)
  }
  await Promise.all([screens(), deposits()])
}

function turning(known: readonly Known[]): () => Known {
  let index = 0
  return () => {
    const found = known[index % known.length]
    if (found === undefined) throw new Error('the store is empty')
    index += 1
    return found
  }
}
