/** Reads a table or a JSON file as the mapping of whoever sends it says. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { invariant } from '../../invariant.ts'
import { readTable } from '../csv/read-table.ts'
import { readJson } from '../json/read-json.ts'
import type { StatementReader } from '../statement.ts'
import { problemsOfMapping } from './mapping-problems.ts'
import { MappedRun } from './run.ts'

export function readMapped(mapping: StatementMapping): StatementReader {
  const problems = problemsOfMapping(mapping)
  invariant(problems.length === 0, 'a mapping that contradicts itself is in use', { problems })
  return async function* (bytes, reading) {
    const run = new MappedRun(mapping, reading)
    for await (const pieces of mapping.format === 'csv' ? readTable(bytes, mapping) : readJson(bytes, mapping)) {
      for (const piece of pieces) run.take(piece)
      const read = run.takePieces()
      if (read.length > 0) yield read
      if (run.isOver) return
    }
    run.end()
    const last = run.takePieces()
    if (last.length > 0) yield last
  }
}
