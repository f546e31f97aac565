/**
 * Random histories of two people who decide, a third who agrees or not, files that keep coming, money that comes late, and
 * time: whatever they do in whatever order, every law of the books and of the cases holds.
 */
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ActionStanding, CaseAction } from '../../engine/contract/case-actions.ts'
import type { CaseDeed, CaseEffect } from '../../engine/contract/cases.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { csvOf } from '../ingest/drop.ts'
import { setStanding } from '../ingest/standing.ts'
import { type Cases, openCases } from './open-cases.ts'
import { type DeedDraft, histories, type Step } from './random-deeds.ts'

/** Histories that once broke a law; each is played again, whatever else is. */
const seedsThatFailed: readonly number[] = []
const newHistories = Number(process.env.CASE_HISTORIES ?? 30)

type Client = Cases['analyst']
let cases: Cases
let people: Readonly<Record<'ana' | 'mei' | 'ben' | 'eve', Client>>
beforeAll(async () => {
  cases = await openCases()
  people = { ana: cases.analyst, mei: cases.second, ben: cases.approver, eve: await cases.as('eve') }
}, 60_000)
afterAll(() => cases.close())

it.each(seedsThatFailed)(
  'every law holds: seed %i',
  async (seed) => {
    await fc.assert(fc.asyncProperty(histories, playAndProve), { numRuns: newHistories, seed, endOnFailure: true })
  },
  300_000,
)

it('every law holds, for any history', async () => {
  await fc.assert(fc.asyncProperty(histories, playAndProve), { numRuns: newHistories })
}, 600_000)

let runs = 0
/** What an earlier history broke, so that a shorter one is told apart from it. */
const known = new Set<string>()

async function playAndProve(steps: readonly Step[]): Promise<void> {
  runs += 1
  const run = await Run.begin(runs)
  for (const step of steps) await run.take(step)
  await run.prove()
}

const reason = 'because'
type Counts = Readonly<{ id: number; root: string | null; counts: string }>

/** One history with a producer and clients of its own, so that all histories share one set of books. */
class Run {
  readonly #n: number
  #files = 0
  #keys = 0
  /** How a batch stood when it was first seen posted: its counts are as of its seal. */
  readonly #posted = new Map<number, string>()
  /** What stood on each line in the file, as it was first read. */
  readonly #raw = new Map<string, string>()

  private constructor(n: number) {
    this.#n = n
  }

  static async begin(n: number): Promise<Run> {
    const effects = {
      BATCH_DOUBLED: 'warn',
      TOO_FEW_CLIENTS: 'warn',
      TOO_MANY_FAULTS: 'warn',
      LOCATION_UNKNOWN: 'fault',
    }
    const agreement = { effects, limits: { amountMax: 100_000 } } as never
    const run = new Run(n)
    const { producer: id, code } = run
    await cases.client.producers.add({ id, code, name: code, locations: ['Central'], agreement })
    for (const client of ['A', 'B']) await people.ana.wallets.open({ client: run.#own(client) })
    return run
  }

  get producer(): number {
    return 1_000 + this.#n
  }

  get code(): string {
    return `run${this.#n}`
  }

  async take(step: Step): Promise<void> {
    switch (step.is) {
      case 'file':
        await this.#drop(step)
        break
      case 'deed':
        await this.#act(step)
        break
      case 'decide':
        await this.#decide(step)
        break
      case 'money':
        await this.#try(
          people.ana.operations.deposit({ client: this.#own(step.client), amount: 60_000, key: this.#key() }),
        )
        break
      case 'freeze':
        await this.#try(people.ana.wallets.freeze({ client: this.#own(step.client), reason }))
        break
      case 'unfreeze':
        await this.#try(people.ana.wallets.unfreeze({ client: this.#own(step.client), reason }))
        break
      case 'wait':
        await cases.waitTooLong()
        break
      case 'look':
        await this.#look()
        break
      case 'resume':
        await setStanding(cases, this.producer, 'active')
        break
      case 'reverse_batch':
        await this.#reverse(step.of)
        break
      default:
        step satisfies never
    }
    await this.#remember()
  }

  async prove(): Promise<void> {
    await cases.drain()
    await this.#remember()
    await this.#look()
    const { differences } = await cases.client.ledger.check({ deep: true })
    const found = differences.map((each) => JSON.stringify(each)).filter((each) => !known.has(each))
    for (const each of found) known.add(each)
    expect(found).toEqual([])
    expect(cases.incidents).toEqual([])
    await inStore(cases, (raw) => this.#proveRows(raw))
  }

  #proveRows(raw: Database): void {
    const of = { producer: this.producer }
    expect(raw.prepare(leftDiffers).all(of)).toEqual([])
    expect(raw.prepare(postedTwice).all(of)).toEqual([])
    expect(raw.prepare(postedUndecided).all(of)).toEqual([])
    for (const row of raw.prepare(notedRows).all(of) as Readonly<{ at: string; raw: string }>[])
      expect([row.at, row.raw]).toEqual([row.at, this.#raw.get(row.at)])
    expect(raw.prepare(correctedWithoutOriginal).all(of)).toEqual([])
  }

  #own = (client: string): string => `${this.code}-${client}`
  #key = (): string => {
    this.#keys += 1
    return `${this.code}-${this.#keys}`
  }

  async #drop({ rows, badControl }: Extract<Step, { is: 'file' }>): Promise<void> {
    this.#files += 1
    const own = rows.map((row) => ({ ...row, producer: this.producer, client: this.#own(row.client ?? '') }))
    // A line of its own in every file, so that no file is the very same as another.
    const mark = { producer: this.producer, client: this.#own('D'), tx: `m${this.#files}`, amount: this.#files }
    const control = badControl ? ['#CONTROL,99,1'] : []
    cases.drop(`${this.code}-${this.#files}.csv`, csvOf([...own, mark, ...control]), this.code)
    await cases.drain()
  }

  async #act({ by, of, deed: draft, again }: Extract<Step, { is: 'deed' }>): Promise<void> {
    const client = people[by]
    const { items } = await client.exceptions.list({ producer: this.producer, limit: 200 })
    const found = items[of % Math.max(1, items.length)]
    if (found === undefined) return
    const { id } = found
    const { version, actions } = await client.exceptions.get({ id })
    const rows = (await client.exceptions.rows({ id })).items
    const left = rows.filter(({ decided }) => decided === null).map(({ line }) => line)
    const deed = this.#deed(draft, actions, left)
    const asked = { id, version, key: this.#key(), deed }
    const shown = actions.find(({ action }) => action === deed.action)?.bar ?? null
    const effect = await outcomeOf(client.exceptions.effect({ id, deed }))
    const first = await outcomeOf(client.exceptions.act(asked))
    // What is shown, tried and done say the same of what may be done.
    expect(['shown', barOf(first)]).toEqual(['shown', shown])
    expect(['tried', effect.refused]).toEqual(['tried', first.refused])
    if (first.refused === null) await this.#cameTrue(effect.answer as CaseEffect, first.answer as Acted)
    if (again) expect(await outcomeOf(client.exceptions.act(asked))).toEqual(await this.#sameAgain(client, first, id))
  }

  /** What was said before is what came: at once, or as what a second person is shown. */
  async #cameTrue(effect: CaseEffect, { exception, proposal }: Acted): Promise<void> {
    expect(effect.needsApproval).toBe(proposal !== null)
    if (proposal !== null)
      return expect((await people.ana.proposals.get({ id: proposal })).effect).toEqual(effect.effect)
    const { status, resolution, left } = exception
    expect({ status, resolution, left }).toEqual({
      status: effect.status,
      resolution: effect.resolution,
      left: status === 'resolved' ? 0 : effect.left,
    })
  }

  /** Asked again it answers the same; of a refusal nothing is bound, so it is refused again, perhaps because it moved. */
  async #sameAgain(client: Client, first: Outcome, id: number): Promise<Outcome> {
    if (first.refused !== null) return first
    const now = await client.exceptions.get({ id })
    const { version } = now
    return {
      ...first,
      answer: { ...(first.answer as { exception: object }), exception: expect.objectContaining({ id, version }) },
    }
  }

  #deed(draft: DeedDraft, actions: readonly ActionStanding[], left: readonly number[]): CaseDeed {
    const possible = actions.filter(({ bar }) => bar === null || draft.wild).flatMap(({ action }) => favoured(action))
    const action = possible[draft.pick % possible.length] ?? 'note'
    const some = draft.lines === undefined ? {} : { lines: [[...draft.lines] as [number, number]] }
    switch (action) {
      case 'post':
      case 'write_off':
      case 'reject':
      case 'merge':
        return { action, reason, ...some }
      case 'correct': {
        const rows = draft.rows.map(({ at, row }) => ({
          line: left[at % (left.length + Number(draft.wild))] ?? 99,
          row: { ...row, client: this.#own(row.client) },
        }))
        const once = rows.filter(
          ({ line }, index) => draft.wild || rows.findIndex((each) => each.line === line) === index,
        )
        return { action, reason, rows: once }
      }
      case 'assign':
        return { action, to: 'mei' }
      case 'note':
        return { action, text: 'I look at this' }
      case 'snooze':
        return { action, until: new Date(Date.now() + 3_600_000).toISOString() }
      default:
        return { action, reason }
    }
  }

  async #decide({ end, of }: Extract<Step, { is: 'decide' }>): Promise<void> {
    const open = await inStore(
      cases,
      (raw) => raw.prepare(openProposals).all({ producer: this.producer }) as OpenProposal[],
    )
    const found = open[of % Math.max(1, open.length)]
    if (found === undefined) return
    const { id, by } = found
    const decider = by === 'ben' ? people.eve : people.ben
    switch (end) {
      case 'approve':
        await this.#try(decider.proposals.approve({ id }))
        await cases.drain()
        return
      case 'decline':
        return this.#try(decider.proposals.decline({ id, reason }))
      case 'withdraw':
        return this.#try(people[by].proposals.withdraw({ id }))
      case 'expire':
        await inStore(cases, (raw) => expireNow(raw, id))
        await (await cases.engine.opened()).store.write('proposals.expire', null, 'engine')
    }
  }

  async #reverse(of: number): Promise<void> {
    const { items } = await people.ana.batches.list({ producer: this.producer, limit: 50 })
    const batch = items[of % Math.max(1, items.length)]
    if (batch === undefined) return
    const change = { kind: 'batch_reverse', batch: batch.id } as const
    const proposed = await outcomeOf(people.mei.proposals.propose({ change, reason, key: this.#key() }))
    if (proposed.refused !== null) return
    await this.#try(people.ben.proposals.approve({ id: (proposed.answer as { id: number }).id }))
    await cases.drain()
  }

  /** What the engine does by itself every minute. */
  async #look(): Promise<void> {
    const { store } = await cases.engine.opened()
    await store.write('exceptions.expireHeld', null, 'engine')
  }

  async #try(call: Promise<unknown>): Promise<void> {
    await outcomeOf(call)
  }

  async #remember(): Promise<void> {
    await inStore(cases, (raw) => {
      const of = { producer: this.producer }
      for (const { id, root, counts } of raw.prepare(postedBatches).all(of) as Counts[]) {
        const now = `${root} ${counts}`
        expect([id, now]).toEqual([id, this.#posted.get(id) ?? now])
        this.#posted.set(id, now)
      }
      for (const { at, raw: text } of raw.prepare(notedRows).all(of) as Readonly<{ at: string; raw: string }>[])
        if (!this.#raw.has(at)) this.#raw.set(at, text)
    })
  }
}

type Acted = Awaited<ReturnType<Client['exceptions']['act']>>
type OpenProposal = Readonly<{ id: number; by: 'ana' | 'mei' | 'ben' }>
type Outcome = Readonly<{ answer: unknown; refused: Readonly<{ code: string; data: unknown }> | null }>

/** Bugs are no outcome. */
async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { answer: await call, refused: null }
  } catch (error) {
    const { code, data } = error as { code?: string; data: unknown }
    if (code === undefined || code === 'internal' || code === 'bad_input') throw error
    return { answer: null, refused: { code, data } }
  }
}

function barOf({ refused }: Outcome): unknown {
  if (refused?.code === 'case_barred') return (refused.data as { bar: string }).bar
  return refused?.code === 'not_permitted' ? 'not_permitted' : null
}

/** What moves money is done more often, and what ends a history seldom. */
function favoured(action: CaseAction): CaseDeed['action'][] {
  switch (action) {
    case 'ask_client':
    case 'ask_producer':
    case 'note':
      return []
    case 'post':
    case 'correct':
    case 'write_off':
      return [action, action, action, action]
    case 'reopen':
    case 'reject':
    case 'release_batch':
      return [action, action, action]
    default:
      return [action]
  }
}

/** The law that keeps a proposal's content stands in the way of time that has to pass at once. */
function expireNow(raw: Database, id: number): void {
  const law = raw
    .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'proposal_keeps_its_content'`)
    .pluck()
    .get() as string
  raw.exec('DROP TRIGGER proposal_keeps_its_content')
  raw.prepare('UPDATE proposal SET expires_at = proposed_at + 1 WHERE id = ?').run(id)
  raw.exec(law)
}

const postedBatches = `
  SELECT id, lower(hex(root_hash)) AS root, json_array(rows, posted, repeats, conflicts, faults, held, unposted, sum) AS counts
  FROM batch WHERE producer_id = @producer AND state = 'posted'`
const notedRows = `
  SELECT batch_id || ':' || line AS at, raw FROM batch_row JOIN batch ON batch.id = batch_id WHERE producer_id = @producer`
const openProposals = `
  SELECT DISTINCT proposal.id, user.name AS by FROM proposal JOIN user ON user.id = proposal.proposed_by
  JOIN exception_proposal AS link ON link.proposal = proposal.id JOIN exception ON exception.id = link.exception_id
  WHERE proposal.state = 'open' AND exception.producer_id = @producer ORDER BY proposal.id`

/** Counted from the rows themselves, however the case counts them. */
const leftDiffers = `
  SELECT id, counted, really FROM (
    SELECT exception.id, iif(scope = 'hold', exception.rows, exception.rows - decided) AS counted,
      CASE WHEN scope = 'hold' THEN (SELECT count(*) FROM held_row WHERE held_row.batch_id = exception.batch_id
          AND held_row.state = 'held'
          AND held_row.code = iif(exception.code = 'HELD_TOO_LONG', 'INSUFFICIENT_FUNDS', exception.code))
        ELSE (SELECT count(*) FROM batch_row WHERE batch_row.batch_id = exception.batch_id
          AND batch_row.outcome = exception.scope AND batch_row.code = exception.code
          AND NOT EXISTS (SELECT 1 FROM row_decision WHERE row_decision.batch_id = batch_row.batch_id
            AND row_decision.line = batch_row.line AND row_decision.undone_at IS NULL)) END AS really
    FROM exception JOIN batch ON batch.id = exception.batch_id AND batch.state = 'posted'
    WHERE exception.producer_id = @producer AND status <> 'resolved' AND scope IN ('fault', 'conflict', 'hold'))
  WHERE counted <> really`
const ofProducer = `JOIN batch ON batch.id = movement.batch_id AND batch.producer_id = @producer`
const postedTwice = `
  SELECT movement.batch_id, movement.line, count(*) FROM movement ${ofProducer}
  WHERE movement.kind IN ('TopUp', 'Payment') GROUP BY movement.batch_id, movement.line HAVING count(*) > 1`
/** What a rule refused or held is posted only because two people agreed, unless it had waited for money. */
const postedUndecided = `
  SELECT movement.batch_id, movement.line FROM movement ${ofProducer}
  WHERE movement.kind IN ('TopUp', 'Payment')
    AND (EXISTS (SELECT 1 FROM batch_row AS noted WHERE noted.batch_id = movement.batch_id AND noted.line = movement.line)
      OR EXISTS (SELECT 1 FROM held_row AS held WHERE held.batch_id = movement.batch_id AND held.line = movement.line
        AND held.code <> 'INSUFFICIENT_FUNDS'))
    AND NOT EXISTS (SELECT 1 FROM row_decision JOIN proposal ON proposal.id = row_decision.proposal
      WHERE row_decision.posting = movement.seq AND proposal.state = 'approved'
        AND proposal.decided_by <> proposal.proposed_by)`
const correctedWithoutOriginal = `
  SELECT decision.batch_id, decision.line FROM row_decision AS decision
  JOIN exception ON exception.id = decision.exception_id AND exception.producer_id = @producer
  WHERE decision.decision = 'corrected' AND (exception.scope = 'hold') <> (decision.original IS NOT NULL)`
