import type { StatementPiece, StatementReader } from '../statement.ts'
import { textLines } from '../text-lines.ts'
import { fields } from './fields.ts'
import { endRun, newRun, refuse, takePiece } from './run.ts'

/** Reads MT940, in SWIFT envelopes or bare: statement after statement, line by line. */

/** A line of a field is 65 wide; some banks write all of an information on one. */
const lineBytesMax = 8192

export const readMt940: StatementReader = async function* (bytes, reading) {
  const lines = textLines(lineBytesMax)
  const parts = fields()
  const run = newRun(reading)
  for await (const chunk of bytes) {
    for (const line of lines.take(chunk)) {
      for (const piece of parts.take(line)) takePiece(run, piece)
    }
    const tooLongAt = lines.tooLongAt()
    if (tooLongAt !== null) refuse(run, { code: 'too_large', place: tooLongAt, field: '', found: '' })
    const pieces = run.pieces.splice(0)
    if (pieces.length > 0) yield pieces
    if (run.isOver) return
  }
  for (const line of lines.end()) {
    for (const piece of parts.take(line)) takePiece(run, piece)
  }
  for (const piece of parts.end()) takePiece(run, piece)
  endRun(run)
  const last: readonly StatementPiece[] = run.pieces.splice(0)
  if (last.length > 0) yield last
}
