/** Real cases that stand as the table has it, each of a producer and clients of its own. */
import { type CaseFacts, factsOf } from '../../engine/cases/facts.ts'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import { type CaseStanding, changeCase } from '../../engine/exceptions/case.ts'
import { raise } from '../../engine/exceptions/raise.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { csvOf, type RowDraft, recentDay } from '../ingest/drop.ts'
import type { Cases } from './open-cases.ts'
import { factsOfState } from './state-facts.ts'

export type Made = Readonly<{
  id: number
  facts: CaseFacts
  /** The deed with which an action is tried on it. */
  deed: (action: CaseDeed['action']) => CaseDeed
}>

const reason = 'because'

/** Files of all of them are taken together; what then happens to each comes one after another. */
export async function makeStates(cases: Cases, wanted: readonly string[]): Promise<readonly Made[]> {
  const makings: Making[] = []
  for (const state of wanted) makings.push(await Making.begin(cases, state))
  await cases.drain()
  const made: Made[] = []
  for (const making of makings) made.push(await making.finish())
  return made
}

type Rows = readonly (RowDraft | string)[]

const badControl = '#CONTROL,99,1'
const overLimit = 300_000
const fine = { client: 'D', tx: 'd1', amount: 700 }
const alsoFine = { ...fine, tx: 'd2' }
const elsewhere = { client: 'A', tx: 'a1', amount: 700, location: 'Atlantis' }
const unreadable = ['u1', 'u2'].map((tx) => ({ client: 'A', tx, amount: 'x' }))
/** Of somebody who has the money. */
const payment = [
  ...[1, 2, 3, 4].map((n) => ({ client: 'A', tx: `t${n}`, amount: 90_000 })),
  { client: 'A', tx: 'p1', type: 'Payment', amount: overLimit },
]
const paymentLine = payment.length + 1
const topUps = ['A', 'B'].map((client) => ({ client, tx: `${client}1`, amount: overLimit }))

/** The rows that a case comes of, of clients `A` to `D`. */
function filesFor(state: string): readonly Rows[] {
  switch (state) {
    case 'fault, unreadable':
      return [[...unreadable, fine]]
    case 'fault of a held batch':
    case 'fault of a rejected batch':
      return [[...unreadable, fine, badControl]]
    case 'hold of top-ups':
    case 'hold, posted':
    case 'hold, rejected':
      return [[...topUps, fine]]
    case 'hold, some written off, others rejected':
      return [[...payment, ...topUps]]
    case 'missing batch':
    case 'missing batch, not a problem':
    case 'engine':
    case 'engine, not a problem':
      return []
    default:
      return filesForKind(state)
  }
}

function filesForKind(state: string): readonly Rows[] {
  if (state.startsWith('fault')) return [[elsewhere, fine]]
  if (state.startsWith('hold')) return [payment]
  if (state.startsWith('held batch')) return [[fine, alsoFine, badControl]]
  if (state.startsWith('rejected batch'))
    return [
      [fine, alsoFine],
      [fine, alsoFine],
    ]
  if (state.startsWith('conflict'))
    return [
      [fine],
      [
        { ...fine, client: 'A', amount: 900 },
        { client: 'B', tx: 'b1', amount: 1 },
      ],
    ]
  if (state.startsWith('client')) return [[fine]]
  throw new Error(`nobody knows how to make "${state}"`)
}

let last = 0

/** Producers are numbered on from here. */
const firstProducer = 100

class Making {
  readonly #cases: Cases
  readonly #state: string
  readonly #of: CaseFacts
  readonly #n: number

  private constructor(cases: Cases, state: string) {
    last += 1
    this.#cases = cases
    this.#state = state
    this.#n = last
    this.#of = factsOfState(state)
  }

  static async begin(cases: Cases, state: string): Promise<Making> {
    const making = new Making(cases, state)
    await making.#drop()
    return making
  }

  async finish(): Promise<Made> {
    const id = await this.#raised()
    await this.#bring(id)
    const facts = await inStore(this.#cases, (raw) => factsOf(raw, id))
    if (facts === null) throw new Error(`there is no case ${id}`)
    return { id, facts, deed: (action) => this.#deed(action, facts) }
  }

  get #producer(): number {
    return firstProducer + this.#n
  }

  get #code(): string {
    return `p${this.#n}`
  }

  async #drop(): Promise<void> {
    const effects = {
      BATCH_DOUBLED: 'warn',
      TOO_FEW_CLIENTS: 'warn',
      TOO_MANY_FAULTS: 'warn',
      LOCATION_UNKNOWN: 'fault',
    }
    const agreement = { effects, limits: { amountMax: 100_000 } } as never
    const { client } = this.#cases
    await client.producers.add({
      id: this.#producer,
      code: this.#code,
      name: this.#code,
      locations: ['Central'],
      agreement,
    })
    const files = filesFor(this.#state)
    for (const [at, rows] of files.entries()) {
      this.#cases.drop(`${this.#code}-${at}.csv`, csvOf(rows.map((row) => this.#own(row))), this.#code)
      // The second conflicts with the first, or repeats it.
      if (at < files.length - 1) await this.#cases.drain()
    }
  }

  #own(row: RowDraft | string): RowDraft | string {
    return typeof row === 'string' ? row : { ...row, producer: this.#producer, client: `${row.client}${this.#n}` }
  }

  async #raised(): Promise<number> {
    const { code } = this.#of
    if (code === 'BATCH_MISSING' || code === 'JOB_FAILED' || code === 'TRANSACTION_QUESTIONED') return this.#raise(code)
    const { items } = await this.#cases.client.exceptions.list({ producer: this.#producer, code })
    const [found] = items
    if (found === undefined) throw new Error(`no case came of "${this.#state}"`)
    return found.id
  }

  #raise(code: 'BATCH_MISSING' | 'JOB_FAILED' | 'TRANSACTION_QUESTIONED'): Promise<number> {
    const scopes = { BATCH_MISSING: 'producer', JOB_FAILED: 'engine', TRANSACTION_QUESTIONED: 'client' } as const
    const scope = scopes[code]
    return inStore(this.#cases, (raw) => {
      const ofClient = `wallet:D${this.#n}`
      const credited = raw
        .prepare('SELECT max(seq) FROM movement WHERE credit = (SELECT id FROM account WHERE code = ?)')
        .pluck()
      const draft = {
        code,
        scope,
        batch: null,
        cause: `test ${this.#n}`,
        rows: 0,
        amount: null,
        line: null,
        found: null,
      }
      const client = scope === 'client' ? `D${this.#n}` : null
      const producer = scope === 'producer' ? this.#producer : null
      const posting = this.#of.posting === null ? null : (credited.get(ofClient) as number)
      return raise(raw, Date.now(), { ...draft, facts: [], detail: {}, client, producer, posting }).id
    })
  }

  /** From where it is raised to where the table has it. */
  async #bring(id: number): Promise<void> {
    const { analyst, act, approve } = this.#cases
    const { batch, line } = await analyst.exceptions.get({ id })
    const deed = (action: CaseDeed['action']) => act(id, this.#deed(action, { line }))
    const agreed = async (action: CaseDeed['action']) => approve((await deed(action)).proposal)
    const suspended = () => analyst.producers.suspend({ id: this.#producer, reason })
    switch (this.#state) {
      case 'fault, somebody owns it':
        return void (await deed('assign'))
      case 'fault, waits for the client':
        return this.#to(id, { status: 'waiting', for: 'client' })
      case 'fault, waits for the producer':
        return this.#to(id, { status: 'waiting', for: 'producer' })
      case 'fault, waits for approval':
      case 'hold, waits for approval':
        return void (await deed('correct'))
      case 'held batch, waits for approval':
        return void (await deed('release_batch'))
      case 'client, waits for approval':
        return void (await deed('reverse'))
      case 'fault, producer suspended':
      case 'hold, producer suspended':
      case 'held batch, producer suspended':
        return void (await suspended())
      case 'held batch, begun, producer suspended':
        await suspended()
        // As if its producer had been suspended in the middle of it.
        return inStore(
          this.#cases,
          (raw) => void raw.prepare('UPDATE batch SET lines_done = 1 WHERE id = ?').run(batch),
        )
      case 'fault, posted':
      case 'hold, posted':
        return agreed('post')
      case 'fault, corrected':
        return agreed('correct')
      case 'fault, rejected':
      case 'hold, rejected':
        return void (await deed('reject'))
      case 'fault, confirmed by the client':
        return this.#to(id, { status: 'resolved', resolution: 'confirmed_by_client' })
      case 'conflict, merged':
        return void (await deed('merge'))
      case 'hold, written off':
        return agreed('write_off')
      case 'hold, some written off, others rejected': {
        const { proposal } = await act(id, { action: 'write_off', lines: [[paymentLine, paymentLine]], reason })
        await approve(proposal)
        return void (await deed('reject'))
      }
      case 'fault of a rejected batch':
      case 'held batch, rejected':
        return void (await analyst.batches.reject({ id: batch ?? 0, reason }))
      case 'fault of a reversed batch':
        return this.#reversed(batch ?? 0)
      case 'held batch, released':
        await agreed('release_batch')
        return void (await this.#cases.drain())
      case 'client, transaction reversed':
        return agreed('reverse')
      case 'fault, not a problem':
      case 'rejected batch, not a problem':
      case 'missing batch, not a problem':
      case 'client, not a problem':
      case 'engine, not a problem':
        return void (await deed('dismiss'))
      default:
        return
    }
  }

  async #reversed(batch: number): Promise<void> {
    const change = { kind: 'batch_reverse', batch } as const
    const { id } = await this.#cases.analyst.proposals.propose({ change, reason, key: `reverse${batch}` })
    await this.#cases.approve(id)
    await this.#cases.drain()
  }

  #to = (id: number, to: CaseStanding): Promise<void> =>
    inStore(this.#cases, (raw) => {
      changeCase(raw, Date.now(), { id, by: 'ana', kind: 'noted', detail: {}, to })
    })

  #deed(action: CaseDeed['action'], { line }: Pick<CaseFacts, 'line'>): CaseDeed {
    switch (action) {
      case 'assign':
        return { action, to: 'mei' }
      case 'snooze':
        return { action, until: new Date(Date.now() + 3_600_000).toISOString() }
      case 'note':
        return { action, text: 'I look at this' }
      case 'correct': {
        const row = { client: `E${this.#n}`, location: 'Central', txId: 'e1', type: 'TopUp', amount: 900 } as const
        return {
          action,
          reason,
          rows: [{ line: line ?? 2, row: { ...row, occurredAt: `${recentDay}T04:00:00.000Z` } }],
        }
      }
      default:
        return { action, reason }
    }
  }
}
