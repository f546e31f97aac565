/** What explained what on the days of the period: by rule and version, the residues one by one, and what is still open. */
import { dayNumberOf, dayOfNumber } from '../../calendar/day.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Row } from '../tables.ts'
import { paged, type RowsContext } from './context.ts'

type MatchRow = Readonly<{
  number: number
  account: string
  currency: string
  rule: string | null
  version: number
  state: string
  lines: number
  postings: number
  lineSum: number
  postingSum: number
  residue: number
}>

type Tally = {
  matches: number
  lines: number
  postings: number
  money: bigint
  line_sum: bigint
  posting_sum: bigint
  residue: bigint
}

/** A match belongs to the day of its latest item. Matches have no index by day, so each is looked at once. */
export function matchRows({ raw, days }: RowsContext): readonly Row[] {
  const tallies = new Map<string, Row & Tally>()
  for (const match of paged<MatchRow>(statementsOf(raw).matches, numbersOf(days))) {
    const { account, currency, rule, version, state } = match
    const key = JSON.stringify([account, currency, rule ?? '', version, state])
    const by = { account, currency, rule: rule ?? 'by hand', rule_version: version, state }
    const tally = tallies.get(key) ?? { ...by, ...emptyTally }
    tallies.set(key, added(tally, match))
  }
  return [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally)
}

const emptyTally: Tally = {
  matches: 0,
  lines: 0,
  postings: 0,
  money: 0n,
  line_sum: 0n,
  posting_sum: 0n,
  residue: 0n,
}

function added<T extends Tally>(tally: T, { lines, postings, lineSum, postingSum, residue }: MatchRow): T {
  const money = BigInt(lines === 0 ? postingSum : lineSum)
  return {
    ...tally,
    matches: tally.matches + 1,
    lines: tally.lines + lines,
    postings: tally.postings + postings,
    money: tally.money + (money < 0n ? 0n - money : money),
    line_sum: tally.line_sum + BigInt(lineSum),
    posting_sum: tally.posting_sum + BigInt(postingSum),
    residue: tally.residue + BigInt(residue),
  }
}

type ResidueRow = MatchRow &
  Readonly<{ day: number; residueTo: string; posting: number | null; postedOn: number | null }>

/** What a match left over, where it went, and the posting that put it there; none while that is still to come. */
export function* residueRows({ raw, days }: RowsContext): Generator<Row> {
  for (const each of paged<ResidueRow>(statementsOf(raw).residues, numbersOf(days)))
    yield {
      match: each.number,
      account: each.account,
      currency: each.currency,
      day: dayOfNumber(each.day),
      rule: each.rule ?? 'by hand',
      rule_version: each.version,
      state: each.state,
      residue: each.residue,
      residue_to: each.residueTo,
      posting: each.posting,
      posted_on: each.postedOn === null ? null : dayOfNumber(each.postedOn),
    }
}

const bandsFrom = [0, 2, 5, 10, 30] as const

/** What nobody has explained by now of the days up to the last one, by how old it was then. */
export function openRows({ raw, days }: RowsContext): readonly Row[] {
  const { reconciled, inBand } = statementsOf(raw)
  const last = dayNumberOf(days.to)
  const accounts = reconciled.all() as { id: number; account: string; currency: string }[]
  return accounts.flatMap(({ id, account, currency }) =>
    (['line', 'posting'] as const).flatMap((side, number) =>
      bandsFrom.flatMap((from, band) => {
        const next = bandsFrom[band + 1]
        const asked = {
          account: id,
          side: number,
          first: next === undefined ? Number.MIN_SAFE_INTEGER : last - next + 1,
          last: last - from,
        }
        const found = inBand.get(asked) as Readonly<{ items: bigint; sum: bigint }>
        if (found.items === 0n) return []
        const days = { from_days: from, to_days: next === undefined ? null : next - 1 }
        return [{ account, currency, side, ...days, items: Number(found.items), sum: found.sum }]
      }),
    ),
  )
}

const numbersOf = ({ from, to }: RowsContext['days']) => ({ first: dayNumberOf(from), last: dayNumberOf(to) })

const columns = `
  item_match.id AS number, account.code AS account, account.currency, rule, rule_version AS version, item_match.state,
  lines, item_match.postings, line_sum AS lineSum, posting_sum AS postingSum, residue`

const statementsOf = perConnection((raw) => ({
  matches: raw.prepare(`
    SELECT ${columns} FROM item_match CROSS JOIN account ON account.id = item_match.account
    WHERE item_match.id > @after AND item_match.day BETWEEN @first AND @last ORDER BY item_match.id LIMIT @limit`),
  residues: raw.prepare(`
    SELECT ${columns}, item_match.day, residue_to AS residueTo, residue_entry AS posting, movement.day AS postedOn
    FROM item_match CROSS JOIN account ON account.id = item_match.account
    LEFT JOIN movement ON movement.seq = item_match.residue_entry
    WHERE item_match.id > @after AND item_match.day BETWEEN @first AND @last AND residue <> 0
    ORDER BY item_match.id LIMIT @limit`),
  reconciled: raw.prepare(`
    SELECT account.id, account.code AS account, account.currency
    FROM reconciled_account JOIN account ON account.id = reconciled_account.account
    ORDER BY account.code, account.currency`),
  inBand: raw
    .prepare(`
      SELECT count(*) AS items, coalesce(sum(amount), 0) AS sum FROM open_item
      WHERE account = @account AND side = @side AND day BETWEEN @first AND @last`)
    .safeIntegers(),
}))
