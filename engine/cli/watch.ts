/** `watch`: keeps taking what arrives until it is stopped, and says of each batch what became of it. */
import type { Batch } from '../contract/batches.ts'
import type { EngineClient } from '../contract/contract.ts'
import type { Engine } from '../engine.ts'
import type { Answer, Call, Command } from './command.ts'
import { clientOfUser, withEngine } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { said } from './said.ts'
import { passphraseOf } from './secrets.ts'

export const watchCommands: readonly Command[] = [
  {
    name: 'watch',
    form: '',
    summary: 'keep processing until stopped (Ctrl-C), printing a line for each batch that is done',
    details: 'With --json each line is one batch document (NDJSON). Recurring jobs run too.',
    positionals: { min: 0, max: 0 },
    run: watch,
  },
]

async function watch(call: Call): Promise<Answer> {
  // Taken before the engine opens: it begins to work at once, and what it finishes first is reported as well.
  const report = new Report(call, new Date().toISOString())
  await withEngine(
    call,
    async (engine) => {
      const passphrase = await passphraseOf(call)
      // A session does not live for ever and `watch` may; when it ended, the same person signs in again.
      while (!call.signal.aborted) await followSession(engine, { call, passphrase, report })
    },
    { background: true, settleMs: undefined },
  ).catch((error: unknown) => {
    if (!call.signal.aborted) throw error
  })
  return { document: null, text: '' }
}

type Following = Readonly<{ call: Call; passphrase: string; report: Report }>

async function followSession(engine: Engine, { call, passphrase, report }: Following): Promise<void> {
  const client = await clientOfUser(engine, { user: call.user, passphrase })
  const changes = await client.changes.watch(undefined, { signal: call.signal })
  await report.begin(client, engine.layout.drop)
  await report.look(client)
  for await (const { topic } of changes) {
    if (topic === 'batches') await report.look(client)
  }
}

class Report {
  readonly #call: Call
  readonly #since: string
  #figures: Figures | undefined
  #reported = 0
  #open = new Set<number>()

  constructor(call: Call, since: string) {
    this.#call = call
    this.#since = since
  }

  async begin(client: EngineClient, drop: string): Promise<void> {
    if (this.#figures !== undefined) return
    this.#figures = await figuresOf(client)
    this.#call.output.say(said.watching(drop))
  }

  /** Prints the batches that came to their end or wait for a person since the last look, oldest first. */
  async look(client: EngineClient): Promise<void> {
    const fresh = await this.#fresh(client)
    const waited = await Promise.all([...this.#open].map((id) => client.batches.get({ id })))
    for (const batch of [...waited, ...fresh].toSorted((a, b) => a.id - b.id)) {
      if (isDone(batch)) await this.#print(batch)
      else this.#open.add(batch.id)
    }
  }

  /** Batches that no earlier look saw, down to the first that was done before we began. */
  async #fresh(client: EngineClient): Promise<readonly Batch[]> {
    const fresh: Batch[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<EngineClient['batches']['list']>> = await client.batches.list(
        cursor === null ? {} : { cursor },
      )
      const ours = page.items.filter((batch) => this.#isFresh(batch))
      fresh.push(...ours)
      cursor = ours.length === page.items.length ? page.next : null
    } while (cursor !== null)
    this.#reported = Math.max(this.#reported, ...fresh.map(({ id }) => id))
    return fresh
  }

  #isFresh(batch: Batch): boolean {
    const { id, sealedAt, receivedAt } = batch
    return id > this.#reported && (!isDone(batch) || (sealedAt ?? receivedAt) >= this.#since)
  }

  async #print(batch: Batch): Promise<void> {
    this.#open.delete(batch.id)
    const line = this.#call.json ? JSON.stringify(batch) : said.batchDone(batch, this.#figures)
    await this.#call.output.print(line)
  }
}

const isDone = ({ sealedAt, state }: Batch): boolean => sealedAt !== null || state === 'held'
