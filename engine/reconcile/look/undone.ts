/** Which match holds the line that a correction takes back: it is not touched, so people are told where to look. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { KeyList } from '../items/key-list.ts'
import { addLineKeys, type LineTexts } from '../items/keys-of-item.ts'
import { sides } from '../items/open-items.ts'
import { matchOfItem } from '../matches/write-match.ts'
import { findKeyed } from '../references/reference-index.ts'

/** What more lines than these go by tells none of them apart. */
const keyedMost = 100

/** Null where the correction is matched itself, or what it takes back is open or nowhere. */
export function matchOfUndone(raw: Database, account: number, correction: number): number | null {
  if (matchOfItem(raw, account, sides.line, correction) !== undefined) return null
  const { texts, isUndone } = statementsOf(raw)
  const keys = new KeyList(1)
  addLineKeys(keys, 0, texts.get(correction) as LineTexts)
  let match: number | null = null
  findKeyed(raw, { account, side: sides.line, most: keyedMost }, Float64Array.from(keys.hashes).sort(), (line) => {
    if (match === null && isUndone.get({ line, correction }) !== undefined)
      match = matchOfItem(raw, account, sides.line, line) ?? null
  })
  return match
}

const statementsOf = perConnection((raw) => ({
  texts: raw.prepare('SELECT refs, text, rest FROM statement_line WHERE id = ?').raw(),
  isUndone: raw.prepare(`
    SELECT 1 FROM statement_line AS line JOIN statement_line AS correction ON correction.id = @correction
    WHERE line.id = @line AND line.is_reversal = 0 AND line.amount = 0 - correction.amount
      AND correction.day >= line.day`),
}))
