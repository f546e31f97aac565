/** The match in which a posting stands, and the line of a statement on its other side. */
import type { Database } from 'better-sqlite3'
import type { Trace } from '../contract/trace.ts'
import { sides } from '../reconcile/items/open-items.ts'
import { matchesOfItem } from '../reconcile/look/matches.ts'
import { perConnection } from '../store/compiled.ts'
import type { Place } from './place.ts'

type Matched = Pick<Trace, 'match' | 'statement'>

/** Where the place has none of its own, that of its posting. */
export function matchedIn(raw: Database, { posting, match, statement }: Place): Matched {
  if (posting === null || match !== null || statement !== null) return { match, statement }
  const [found] = matchesOfItem({ raw }, { side: 'posting', item: posting.seq })
  if (found === undefined) return { match, statement }
  return pick(matchAt(raw, found.id))
}

const pick = (found: ReturnType<typeof matchAt>): Matched =>
  found === null ? { match: null, statement: null } : { match: found.match, statement: found.statement }

type Found = Matched & Readonly<{ posting: number | null }>

/** Null where there is no such match. */
export function matchAt(raw: Database, id: number): Found | null {
  const { match, first } = statementsOf(raw)
  const found = match.get(id) as Trace['match'] | undefined
  if (found === undefined) return null
  const line = first.get({ match: id, side: sides.line }) as number | undefined
  const posting = first.get({ match: id, side: sides.posting }) as number | undefined
  return {
    match: found,
    statement: line === undefined ? null : statementLineAt(raw, line),
    posting: posting ?? null,
  }
}

export function matchOfLine(raw: Database, line: number): number | null {
  const [found] = matchesOfItem({ raw }, { side: 'line', item: line })
  return found?.id ?? null
}

export function statementLineAt(raw: Database, line: number): Trace['statement'] {
  return (statementsOf(raw).line.get(line) as Trace['statement'] | undefined) ?? null
}

const statementsOf = perConnection((raw) => ({
  match: raw.prepare(`
    SELECT item_match.id AS match, account.code AS account, account.currency
    FROM item_match JOIN account ON account.id = item_match.account WHERE item_match.id = ?`),
  // A part of an item stands for the item that was taken apart.
  first: raw
    .prepare(`
      SELECT iif(item > 0, item, (
        SELECT item_split.origin FROM item_part JOIN item_split ON item_split.id = item_part.split
        WHERE item_part.id = 0 - match_member.item))
      FROM match_member WHERE match = @match AND side = @side LIMIT 1`)
    .pluck(),
  line: raw.prepare('SELECT statement, id AS line, seq FROM statement_line WHERE id = ?'),
}))
