/** A text somewhere in a column, in whatever case. Nothing in it is a pattern. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

/** The condition, with @text for the value that `foldedText` gives. */
export function contains(raw: Database, columns: readonly string[], text: string): string {
  const fold = foldOf(raw, text)
  return `(${columns.map((column) => `instr(${fold}(coalesce(${column}, '')), @text) > 0`).join(' OR ')})`
}

export const foldedText = (text: string): string => text.toLowerCase()

// SQLite's own `lower` is several times quicker, and knows the letters of ASCII only.
function foldOf(raw: Database, text: string): 'lower' | 'fold' {
  return /^[\x20-\x7e]*$/.test(text) ? 'lower' : folding(raw)
}

const folding = perConnection((raw): 'fold' => {
  raw.function('fold', { deterministic: true }, (text) => String(text).toLowerCase())
  return 'fold'
})
