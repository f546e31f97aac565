/** What batches moved, by day, hour, producer, place, kind and the client's tier: charts read sums, never postings. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { grainOf } from './volume-grains.ts'

export type Moved = Readonly<{
  producer: number
  kind: 'TopUp' | 'Payment'
  tier: string
  currency: string
  place: number
  /** The business day, counted from 1970-01-01. */
  day: number
  occurredAt: number
  amount: number
}>

type Of = Pick<Moved, 'producer' | 'kind' | 'tier' | 'currency'>
type Cells = Map<string | number, Cell>
type Sum = { rows: number; amount: number }
type Cell = Readonly<{ day: number; hour: number; place: number }> & Sum

const hourMs = 3_600_000

export class Volumes {
  readonly #raw: Database
  readonly #sums: Readonly<{ of: Of; cells: Cells }>[] = []

  constructor(raw: Database) {
    this.#raw = raw
  }

  add(moved: Moved): void {
    const { place, day, occurredAt, amount } = moved
    const cells = this.#cellsOf(moved)
    const hour = Math.floor(occurredAt / hourMs)
    const key = keyOf(day, hour, place)
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, { day, hour, place, rows: 1, amount })
    else {
      cell.rows += 1
      cell.amount += amount
    }
  }

  write(): void {
    const { add, addSum } = statementsOf(this.#raw)
    for (const { of, cells } of this.#sums) {
      for (const { day, hour, place, rows, amount } of cells.values())
        add.run(day, hour, of.producer, place, of.kind, of.tier, of.currency, rows, amount)
      for (const sum of addedUp(cells)) {
        const { day, hour, place, rows, amount } = sum
        for (const by of withAndWithout) {
          const grain = grainOf({ hour: sum.isOfHour, place: sum.isOfPlace, ...by })
          if (grain === null) continue
          const [producer, tier] = [by.producer ? of.producer : 0, by.tier ? of.tier : '']
          addSum.run(grain, day, hour, producer, place, of.kind, tier, of.currency, rows, amount)
        }
      }
    }
    this.#sums.length = 0
  }

  /** There are a handful of these, two kinds times the tiers, so each is compared: a key made for every row costs more. */
  #cellsOf({ producer, kind, tier, currency }: Of): Cells {
    for (const { of, cells } of this.#sums) {
      if (of.kind === kind && of.tier === tier && of.producer === producer && of.currency === currency) return cells
    }
    const cells: Cells = new Map()
    this.#sums.push({ of: { producer, kind, tier, currency }, cells })
    return cells
  }
}

/** One number where all three fit into it, which is cheaper to look up than a text. */
function keyOf(day: number, hour: number, place: number): string | number {
  const fits = place < 2 ** 17 && day >= 0 && day < 2 ** 16 && hour >= 0 && hour < 2 ** 20
  return fits ? place * 2 ** 36 + day * 2 ** 20 + hour : `${day} ${hour} ${place}`
}

type AddedUp = Cell & Readonly<{ isOfHour: boolean; isOfPlace: boolean }>

const withAndWithout = [
  { producer: false, tier: false },
  { producer: true, tier: false },
  { producer: false, tier: true },
  { producer: true, tier: true },
] as const

/** By hour over all places, by place over all hours of a day, and over the whole of a day: most charts ask for no more. */
function addedUp(cells: Cells): IterableIterator<AddedUp> {
  const sums = new Map<string, AddedUp>()
  for (const { day, hour, place, rows, amount } of cells.values()) {
    for (const of of [
      { isOfHour: true, isOfPlace: false, day, hour, place: 0 },
      { isOfHour: false, isOfPlace: true, day, hour: 0, place },
      { isOfHour: false, isOfPlace: false, day, hour: 0, place: 0 },
    ]) {
      const key = `${of.isOfHour} ${of.day} ${of.hour} ${of.place}`
      const sum = sums.get(key)
      if (sum === undefined) sums.set(key, { ...of, rows, amount })
      else {
        sum.rows += rows
        sum.amount += amount
      }
    }
  }
  return sums.values()
}

const statementsOf = perConnection((raw) => ({
  add: raw.prepare(`
    INSERT INTO volume (day, hour, producer_id, place, kind, tier, currency, rows, amount)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, amount = amount + excluded.amount`),
  addSum: raw.prepare(`
    INSERT INTO volume_sum (grain, day, hour, producer_id, place, kind, tier, currency, rows, amount)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, amount = amount + excluded.amount`),
}))
