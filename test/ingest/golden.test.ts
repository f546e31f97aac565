/**
 * Files with a known outcome, as they lie in `fixtures/golden`: each is dropped, and the whole of what became of it is held
 * against the `expected.json` beside it. A new quirk of a producer is a case before it is code.
 */
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerDraft } from '../../engine/contract/producers.ts'
import { type Books, openBooks } from './drop.ts'
import { bytesOf, type ExpectedBatch, type GoldenCase, type GoldenStep, goldenCases } from './golden-case.ts'
import { readAgain, rowsInStore } from './rows/stored-rows.ts'
import { anna, freeze, setStanding, unfreeze } from './standing.ts'

let books: Books
let analyst: EngineClient
beforeAll(async () => {
  books = await openBooks({}, [anna])
  analyst = await books.as(anna.name)
})
afterAll(() => books.close())

it.each(goldenCases())('$name: $why', async (golden) => {
  const run = new Run(golden)
  await run.registerProducers()
  for (const step of golden.steps) await run.take(step)
  await run.compareBalances()
  expect(books.incidents).toEqual([])
})

it('reads every row again as it went into the books, or as the rule said that kept it out', async () => {
  let rows = 0
  for (const batch of await everyBatch()) {
    const { taken, notes } = await rowsInStore(books, batch)
    const again = await readAgain(
      books,
      batch,
      [...taken, ...notes].map(({ line }) => line),
    )
    const byLine = new Map(again.map((row) => [row.line, row]))
    for (const { line, row } of taken) expect([batch, line, byLine.get(line)?.row]).toEqual([batch, line, row])
    for (const { line, outcome, code, field, raw } of notes) {
      const { problems = [], raw: shown } = byLine.get(line) ?? {}
      expect(shown).toBe(raw)
      if (outcome === 'fault' && code !== 'CLIENT_UNKNOWN')
        expect(problems).toContainEqual(field === null ? expect.objectContaining({ code }) : { field, code })
    }
    rows += again.length
  }
  expect(rows).toBeGreaterThan(300)
})

async function everyBatch(): Promise<readonly number[]> {
  const batches: number[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await books.client.batches.list({ limit: 1_000, cursor })
    batches.push(...page.items.map(({ id }) => id))
    cursor = page.next
  }
  return batches
}

it('leaves books that are proven', async () => {
  const { consistent, differences } = await books.client.workspace.check({})
  expect({ consistent, differences }).toEqual({ consistent: true, differences: [] })
})

class Run {
  readonly #golden: GoldenCase
  readonly #batches: number[] = []

  constructor(golden: GoldenCase) {
    this.#golden = golden
  }

  async registerProducers(): Promise<void> {
    const { seven, eight } = this.#golden.own
    const draft = { id: seven, code: this.#codeOf('seven'), name: 'Seven Corner', ...this.#golden.producer }
    await books.client.producers.add(draft as ProducerDraft)
    await books.client.producers.add({ id: eight, code: this.#codeOf('eight'), name: 'Eight Bells' })
  }

  async take(step: GoldenStep): Promise<void> {
    if ('drop' in step) return this.#drop(step)
    if ('again' in step) return this.#look(this.#batches[step.again] ?? 0, step.batch)
    if ('freeze' in step) return void (await freeze(analyst, step.freeze))
    if ('unfreeze' in step) return void (await unfreeze(analyst, step.unfreeze))
    if ('suspend' in step) return void (await setStanding(books, this.#numberOf(step.suspend), 'suspended'))
    return void (await setStanding(books, this.#numberOf(step.resume), 'active'))
  }

  #codeOf(code: string): string {
    return `${code}-${this.#golden.own.seven}`
  }

  #numberOf(producer: number): number {
    return producer === 7 ? this.#golden.own.seven : this.#golden.own.eight
  }

  async #drop(step: Extract<GoldenStep, Readonly<{ drop: string }>>): Promise<void> {
    const code = this.#codeOf(step.producer ?? 'seven')
    const name = step.as?.name ?? path.basename(step.drop)
    for (const file of step.beside ?? []) books.drop(file, bytesOf(this.#golden, file), code)
    books.drop(name, bytesOf(this.#golden, step.drop, step.as), code)
    await books.drain()
    const taken = await this.#taken()
    expect(taken.length).toBe(this.#batches.length + 1)
    const batch = taken.at(-1)
    if (batch === undefined) throw new Error('no batch')
    expect(batch.file).toBe(name)
    this.#batches.push(batch.id)
    await this.#look(batch.id, step.batch)
    const { items } = await books.client.batches.rows({ id: batch.id, limit: 1_000 })
    const expected = step.notes ?? []
    const notes = items.map(({ line, outcome, code: why, field, found }, index) => {
      const note = { line, outcome, code: why, field }
      return expected[index]?.found === undefined ? note : { ...note, found }
    })
    expect(notes).toEqual(expected)
  }

  /** What came of this case's producers, oldest first. */
  async #taken() {
    const { seven, eight } = this.#golden.own
    const ofSeven = await books.client.batches.list({ producer: seven })
    const ofEight = await books.client.batches.list({ producer: eight })
    return [...ofSeven.items, ...ofEight.items].toSorted((a, b) => a.id - b.id)
  }

  async #look(id: number, expected: ExpectedBatch): Promise<void> {
    const batch = await books.client.batches.get({ id })
    const { state, rows, posted, repeats, conflicts, faults, held, heldNow, unposted, sum } = batch
    expect(rows).toBe(posted + repeats + conflicts + faults + held + unposted)
    const reasons = batch.reasons.toSorted()
    const found = { state, reasons, rows, posted, repeats, conflicts, faults, held, heldNow, unposted, sum }
    expect(found).toEqual({ ...nothing, heldNow: expected.held ?? 0, ...expected })
  }

  async compareBalances(): Promise<void> {
    const { items } = await books.client.clients.list({ search: this.#golden.own.prefix, limit: 1_000 })
    expect(Object.fromEntries(items.map(({ id, balance }) => [id, balance]))).toEqual(this.#golden.balances)
  }
}

const nothing = {
  reasons: [],
  rows: 0,
  posted: 0,
  repeats: 0,
  conflicts: 0,
  faults: 0,
  held: 0,
  heldNow: 0,
  unposted: 0,
  sum: 0,
}
