/** Which match holds the line that a correction takes back: it is not touched, so people are told where to look. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { KeyList } from '../items/key-list.ts'
import { addLineKeys, type LineTexts } from '../items/keys-of-item.ts'
import { sides } from '../items/open-items.ts'
import { matchOfItem } from '../matches/write-match.ts'
import { partsOfOrigin } from '../parts/parts.ts'
import { daysMost, isOfOnePayment } from '../passes/corrections.ts'
import { findKeyed } from '../references/reference-index.ts'

/** What more lines than these go by tells none of them apart. */
const keyedMost = 100

/** Null where the correction is matched itself, or what it takes back is open or nowhere. */
export function matchOfUndone(raw: Database, account: number, correction: number): number | null {
  if (matchOfItem(raw, account, sides.line, correction) !== undefined) return null
  let match: number | null = null
  lookForUndone(raw, { account, correction, daysBefore: Number.MAX_SAFE_INTEGER, isMeant: () => true }, (line) => {
    match ??= matchOfItem(raw, account, sides.line, line) ?? null
  })
  return match
}

/**
 * Whether a line that goes by a reference of the same payment is matched, or stands in parts, so that this may be the one that
 * was taken back.
 */
export function isUndoneMatched(raw: Database, account: number, correction: number): boolean {
  let isMatched = false
  lookForUndone(raw, { account, correction, daysBefore: daysMost, isMeant: isOfOnePayment }, (line) => {
    isMatched ||=
      matchOfItem(raw, account, sides.line, line) !== undefined ||
      partsOfOrigin(raw, { account, side: sides.line, item: line }).length > 0
  })
  return isMatched
}

type Asked = Readonly<{
  account: number
  correction: number
  daysBefore: number
  isMeant: (name: number) => boolean
}>

function lookForUndone(
  raw: Database,
  { account, correction, daysBefore, isMeant }: Asked,
  take: (line: number) => void,
): void {
  const { texts, isUndone } = statementsOf(raw)
  const keys = new KeyList(1)
  addLineKeys(keys, 0, texts.get(correction) as LineTexts)
  const hashes = keys.hashes.filter((_, at) => isMeant(keys.names[at] as number)).sort()
  findKeyed(raw, { account, side: sides.line, most: keyedMost }, hashes, (line) => {
    if (isUndone.get({ line, correction, daysBefore }) !== undefined) take(line)
  })
}

const statementsOf = perConnection((raw) => ({
  texts: raw.prepare('SELECT refs, text, rest FROM statement_line WHERE id = ?').raw(),
  isUndone: raw.prepare(`
    SELECT 1 FROM statement_line AS line JOIN statement_line AS correction ON correction.id = @correction
    WHERE line.id = @line AND line.is_reversal = 0 AND line.amount = 0 - correction.amount
      AND correction.day - line.day BETWEEN 0 AND @daysBefore`),
}))
