/**
 * Whatever statements a month of lines comes in, overlapping or not, whole days or parts of them, repeated, in any order:
 * in the end each line is open once, and nothing is left to be explained. `STATEMENT_LAW_SEED` says which months.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SeededRandom } from '../../fixtures/generator/random.ts'
import { openContacts, set } from '../contact/open-contact.ts'
import { type LineDraft, mt940, type StatementDraft } from './mt940-file.ts'
import { bank, putFile, readStore, type Statements, takingStatements } from './open-statements.ts'

const months = Number(process.env.STATEMENT_LAW_MONTHS ?? 12)
const seed = Number(process.env.STATEMENT_LAW_SEED ?? Date.now() % 1_000_000)

let books: Statements

beforeAll(async () => {
  books = takingStatements(await openContacts())
  const names = Array.from({ length: months }, (_, at) => `month${at}`)
  for (const name of names) await books.ann.accounts.open({ kind: 'omnibus', name })
  const accounts = names.map((name) => ({ said: name.toUpperCase(), currency: 'USD', account: `omnibus:${name}` }))
  await set(books, 'statements', { sources: [{ ...bank, accounts }] })
}, 60_000)
afterAll(() => books.close())

it.each(Array.from({ length: months }, (_, at) => at))('opens each line of month %i once', async (at) => {
  const about = `STATEMENT_LAW_SEED=${seed} month ${at}`
  const random = new SeededRandom(seed + at * 7_919)
  const truth = monthOf(random)
  const account = `MONTH${at}`
  const files = shuffled(
    random,
    statementsOf(random, truth).map((draft) => ({ ...draft, account })),
  )
  for (const [place, file] of files.entries())
    putFile(
      books.engine.layout.statements,
      { source: 'bank', name: `${at}-${String(place).padStart(3, '0')}.sta` },
      mt940([file]),
    )
  expect(await books.take(), about).toBe(files.length)

  const opened = await readStore(books, (raw) =>
    raw
      .prepare(`
        SELECT date(statement_line.day * 86400, 'unixepoch') || ' ' || statement_line.amount || ' ' || refs AS line
        FROM open_item JOIN statement_line ON statement_line.id = open_item.item
        JOIN account ON account.id = open_item.account WHERE account.code = ? AND open_item.side = 0`)
      .pluck()
      .all(`omnibus:month${at}`),
  )
  const expected = truth.lines.map(
    ({ day, amount, ref }) => `${day} ${amount} ${ref === undefined ? '[]' : JSON.stringify([['customer', ref]])}`,
  )
  expect(opened.toSorted(), about).toEqual(expected.toSorted())
  const { items } = await books.tom.statements.list({ account: `omnibus:month${at}`, limit: 1_000 })
  expect(items, about).toHaveLength(files.length)
  for (const { id, state } of items) {
    expect(['accepted', 'repeated'], about).toContain(state)
    const { findings } = await books.tom.statements.get({ id })
    expect(
      findings.filter(({ finding }) => finding === 'gap' || finding === 'corrected'),
      about,
    ).toEqual([])
  }
  expect((await books.tom.exceptions.list({ status: 'unresolved' })).items, about).toEqual([])
  expect(books.incidents, about).toEqual([])
})

type Month = Readonly<{ opening: number; lines: readonly LineDraft[] }>

/** Lines of a month; some say exactly what the one before them says. */
function monthOf(random: SeededRandom): Month {
  const lines: LineDraft[] = []
  let day = 1
  for (let left = 5 + random.below(40); left > 0; left -= 1) {
    day = Math.min(28, day + (random.below(3) === 0 ? random.below(4) : 0))
    const said = `2026-02-${String(day).padStart(2, '0')}`
    const last = lines.at(-1)
    if (last !== undefined && random.below(5) === 0) lines.push({ ...last, day: said })
    else {
      const amount = (1 + random.below(10_000_000)) * (random.below(3) === 0 ? -1 : 1)
      lines.push({ day: said, amount, ...(random.below(3) === 0 ? {} : { ref: `R${random.below(1_000_000)}` }) })
    }
  }
  return { opening: random.below(100_000_000), lines }
}

/** Parts that cover the month, and others inside of them; each begins and ends at any line. */
function statementsOf(random: SeededRandom, { opening, lines }: Month): readonly StatementDraft[] {
  const parts: (readonly [from: number, to: number])[] = []
  for (let to = 0; to < lines.length; ) {
    const from = random.below(2) === 0 ? to : Math.max(0, to - random.below(8))
    to = Math.min(lines.length, to + 1 + random.below(12))
    parts.push([from, to])
  }
  for (let more = random.below(4); more > 0; more -= 1) {
    const from = random.below(lines.length)
    parts.push([from, Math.min(lines.length, from + random.below(15))])
  }
  const ordered = parts.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const drafts = ordered.map(([from, to], at): StatementDraft => {
    const before = lines.slice(0, from).reduce((sum, { amount }) => sum + amount, opening)
    const day = lines[Math.max(from, to - 1)]?.day ?? '2026-02-01'
    return { number: `${at + 1}/1`, opening: before, lines: lines.slice(from, to), day }
  })
  const again = drafts.filter(() => random.below(6) === 0).map((draft) => ({ ...draft, reference: 'AGAIN' }))
  return [...drafts, ...again]
}

function shuffled<T>(random: SeededRandom, all: readonly T[]): readonly T[] {
  const left = [...all]
  return all.map(() => left.splice(random.below(left.length), 1)[0] as T)
}
