/**
 * Random files against a model of the rules in plain Maps, which shares no code with the engine: what each line becomes,
 * every balance, every history. Few clients, few numbers and small amounts, so that rows meet each other all the time.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Books, csvOf, openBooks, recentDay } from './drop.ts'

type Row = Readonly<{
  producer: 7 | 8
  client: string
  tx: string
  type: 'TopUp' | 'Payment'
  amount: string
  location: string
}>
type File = Readonly<{ code: 'seven' | 'eight'; rows: readonly Row[] }>
type HeldPayment = Readonly<{ batch: number; line: number; client: string; tx: string; amount: number }>

class Model {
  readonly balances = new Map<string, number>()
  readonly histories = new Map<string, string[]>()
  readonly #known = new Map<string, string>()
  readonly #seen = new Set<string>()
  #held: HeldPayment[] = []
  #batch = 0

  /** What each line of the file became, by its number; null when the file as a whole was refused. */
  take(text: string, { code, rows }: File): Map<number, string> | null {
    this.#batch += 1
    if (this.#seen.has(text)) return null
    this.#seen.add(text)
    const outcomes = new Map<number, string>()
    for (const [index, row] of rows.entries()) outcomes.set(index + 2, this.#judge(row, code, index + 2))
    const stillHeld = new Set(this.#held.filter((each) => each.batch === this.#batch).map((each) => each.line))
    for (const [line, outcome] of outcomes) if (outcome === 'held' && !stillHeld.has(line)) outcomes.set(line, 'posted')
    return outcomes
  }

  inProcess(client: string): number {
    return this.#held.filter((each) => each.client === client).reduce((sum, each) => sum + each.amount, 0)
  }

  #judge(row: Row, code: File['code'], line: number): string {
    if (row.producer !== (code === 'seven' ? 7 : 8) || !/^[1-9][0-9]*$/.test(row.amount)) return 'fault'
    const identity = `${row.producer} ${row.tx}`
    const content = [row.client, row.type, row.amount, row.location].join(' ')
    const known = this.#known.get(identity)
    if (known !== undefined) return known === content ? 'repeat' : 'conflict'
    const balance = this.balances.get(row.client)
    if (balance === undefined && row.type === 'Payment') return 'fault'
    this.#known.set(identity, content)
    const amount = Number(row.amount)
    if (row.type === 'TopUp') {
      this.#move(row.client, row.tx, amount)
      this.#payHeld(row.client)
      return 'posted'
    }
    if ((balance ?? 0) >= amount) {
      this.#move(row.client, row.tx, -amount)
      return 'posted'
    }
    this.#held.push({ batch: this.#batch, line, client: row.client, tx: row.tx, amount })
    return 'held'
  }

  #payHeld(client: string): void {
    this.#held = this.#held.filter((held) => {
      if (held.client !== client || (this.balances.get(client) ?? 0) < held.amount) return true
      this.#move(client, held.tx, -held.amount)
      return false
    })
  }

  #move(client: string, tx: string, change: number): void {
    const balance = (this.balances.get(client) ?? 0) + change
    this.balances.set(client, balance)
    this.histories.set(client, [`${tx} ${change} ${balance}`, ...(this.histories.get(client) ?? [])])
  }
}

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

let run = 0

const files = fc.array(
  fc.record({
    code: fc.constantFrom('seven' as const, 'eight' as const),
    rows: fc.array(
      fc.record({
        // Some rows come again, as they were or with another place.
        again: fc.constantFrom('no', 'no', 'no', 'no', 'same' as const, 'elsewhere' as const),
        stranger: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
        client: fc.constantFrom('A', 'B', 'C'),
        tx: fc.integer({ min: 0, max: 25 }).map((n) => `T${n}`),
        type: fc.constantFrom('TopUp' as const, 'Payment' as const, 'Payment' as const),
        amount: fc.oneof(
          { weight: 20, arbitrary: fc.integer({ min: 1, max: 40 }).map(String) },
          { weight: 1, arbitrary: fc.constantFrom('0', '-3', 'x', '1.5') },
        ),
        location: fc.constantFrom('Central', 'Central', 'Central', 'Sha Tin'),
      }),
      { maxLength: 40 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

it('does with every row what the rules say, for any files', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (drafts) => {
      run += 1
      const model = new Model()
      const sent: Record<7 | 8, Row[]> = { 7: [], 8: [] }
      for (const [index, { code, rows: draft }] of drafts.entries()) {
        const own = code === 'seven' ? (7 as const) : (8 as const)
        const other = own === 7 ? (8 as const) : (7 as const)
        // Each run has clients and numbers of its own, so that all can share one set of books.
        const rows: Row[] = []
        for (const { stranger, again, ...row } of draft) {
          const earlier = again === 'no' ? undefined : [...sent[own], ...rows].at(-1 - (rows.length % 5))
          if (earlier !== undefined) rows.push(again === 'same' ? earlier : { ...earlier, location: 'Tai Po' })
          else
            rows.push({
              ...row,
              producer: stranger ? other : own,
              client: `${run}-${row.client}`,
              tx: `${run}-${row.tx}`,
            })
        }
        sent[own].push(...rows)
        const text = `${csvOf(rows.map((row) => ({ ...row, date: recentDay })))}${index % 2 === 0 ? '\n'.repeat(run) : ''}`
        await compareBatch({ code, rows }, text, model)
      }
      await compareClients(model)
    }),
    { numRuns: 40 },
  )
  const { consistent, differences } = await books.client.workspace.check({})
  expect({ consistent, differences }).toEqual({ consistent: true, differences: [] })
  expect(books.incidents).toEqual([])
})

async function compareBatch(file: File, text: string, model: Model): Promise<void> {
  // Blank lines and all: a text of another run is never the same file.
  const unique = file.rows.length === 0 ? `${text}\n${' '.repeat(run)}` : text
  const expected = model.take(unique, file)
  books.drop('file.csv', unique, file.code)
  expect(await books.drain()).toBe(1)
  const [batch] = (await books.client.batches.list({ limit: 1 })).items
  if (batch === undefined) throw new Error('no batch')
  if (expected === null) return expect(batch).toMatchObject({ state: 'rejected', reasons: ['FILE_REPEATED'], rows: 0 })
  const { items } = await books.client.batches.rows({ id: batch.id, limit: 1_000 })
  const found = new Map(file.rows.map((_, index) => [index + 2, 'posted']))
  for (const { line, outcome } of items) found.set(line, outcome)
  expect([...found]).toEqual([...expected])
  const count = (outcome: string): number => [...expected.values()].filter((each) => each === outcome).length
  expect(batch).toMatchObject({
    state: 'posted',
    rows: file.rows.length,
    posted: count('posted'),
    repeats: count('repeat'),
    conflicts: count('conflict'),
    faults: count('fault'),
    held: count('held'),
    unposted: 0,
  })
}

async function compareClients(model: Model): Promise<void> {
  const { items } = await books.client.clients.list({ search: `${run}-` })
  expect(items.map(({ id, balance, inProcess }) => [id, balance, inProcess])).toEqual(
    [...model.balances].map(([id, balance]) => [id, balance, model.inProcess(id)]).toSorted(),
  )
  for (const [client, expected] of model.histories) {
    const history = await books.client.ledger.history({ client, limit: 1_000 })
    const posted = history.items.filter((item) => item.balance !== null)
    expect(posted.map(({ txId, amount, balance }) => `${txId} ${amount} ${balance}`)).toEqual(expected)
  }
}
