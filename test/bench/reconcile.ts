/**
 * How long matching takes: very many lines against as many postings, and a statement of a thousand lines against millions
 * that are open. What is measured is an open engine with its threads in a process of its own, on a real encrypted store; the
 * ratio is to reading both sides once, which is the least that anybody has to do. Of the first it also says how many of the
 * matches were right and how many of those that can be known were made, against a truth that the engine does not know.
 *
 * `npm run bench -- reconcile --items 1000000 --open 5000000 --lines 1000`; 0 leaves one out.
 */
import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { putLines, putPostings } from '../reconcile/put-sides.ts'
import { type Mix, makeTwoSides } from '../reconcile/two-sides.ts'
import { withRawStore } from '../store/on-disk.ts'
import { makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '1000000' },
    open: { type: 'string', default: '5000000' },
    lines: { type: 'string', default: '1000' },
    measure: { type: 'string' },
  },
})
/** Of a hundred 95 by reference, 3 in groups, 1 within a tolerance, 1 not at all. */
const mix: Mix = { reference: 950, merged: 9, fee: 10, missing_line: 5, missing_posting: 5 }
const atOnce = 50_000
const firstDay = Math.floor(Date.now() / 86_400_000) - 40

if (values.measure !== undefined) await measureRun(values.measure)
else {
  const [items, open, lines] = [Number(values.items), Number(values.open), Number(values.lines)]
  if (items > 0) await benchBulk(items)
  if (open > 0) await benchStatement(open, lines)
}

async function benchBulk(items: number): Promise<void> {
  const { directory } = await makeWorkspace()
  try {
    const read = await fill(directory, items, 'both')
    const { seconds, peak, atRest, summary } = runIn(directory)
    print(`${items.toLocaleString('en')} events, both sides`, [
      `${seconds.toFixed(1)} s`,
      `${(seconds / read).toFixed(1)} times reading both sides once`,
      `peak ${peak} MiB (${atRest} before it began)`,
      summary,
    ])
  } finally {
    removeFolder(directory)
  }
}

async function benchStatement(open: number, lines: number): Promise<void> {
  const { directory } = await makeWorkspace()
  try {
    await fill(directory, open, 'postings')
    // The first run takes in what was posted; what is measured comes after it.
    runIn(directory)
    const sides = makeTwoSides(lines, { seed: 1, mix, firstDay: firstDay + 30, days: 1, clients: 20_000, from: 0 })
    await withRawStore(directory, (raw) => {
      putPostings(raw, sides.postings)
      putLines(raw, sides.lines)
    })
    const { seconds, peak, atRest, summary, page } = runIn(directory)
    print(`${lines.toLocaleString('en')} lines against ${open.toLocaleString('en')} open postings`, [
      `${seconds.toFixed(2)} s`,
      `peak ${peak} MiB (${atRest} before it began)`,
      summary,
      `a page of suggestions ${page.toFixed(0)} ms`,
    ])
  } finally {
    removeFolder(directory)
  }
}

/** Answers how many seconds it takes to read both sides once. */
async function fill(directory: string, events: number, what: 'both' | 'postings'): Promise<number> {
  return withRawStore(directory, (raw) => {
    for (let from = 0; from < events; from += atOnce) {
      const count = Math.min(atOnce, events - from)
      const sides = makeTwoSides(count, {
        seed: from + 7,
        mix,
        firstDay,
        days: 30,
        clients: 20_000,
        from: from + 1_000_000,
      })
      putPostings(raw, sides.postings)
      if (what === 'both') putLines(raw, sides.lines)
      // An account is reconciled from its first statement on.
      else if (from === 0) putLines(raw, sides.lines.slice(0, 1))
    }
    const began = performance.now()
    let sum = 0
    for (const row of raw.prepare('SELECT day, amount, refs, text FROM statement_line').raw().iterate())
      sum += (row as unknown[]).length
    for (const row of raw
      .prepare(
        'SELECT movement.day, movement.amount, entry.reference FROM movement LEFT JOIN entry ON entry.id = movement.entry',
      )
      .raw()
      .iterate())
      sum += (row as unknown[]).length
    return sum === 0 ? 1 : (performance.now() - began) / 1_000
  })
}

type Measured = Readonly<{ seconds: number; peak: number; atRest: number; summary: string; page: number }>

function runIn(directory: string): Measured {
  const { stdout, stderr, status } = spawnSync(process.execPath, [import.meta.filename, '--measure', directory], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Measured
}

async function measureRun(directory: string): Promise<void> {
  const { engine, as } = await openTestEngine(directory)
  try {
    const client = await as('admin')
    const { reconciler } = await engine.opened()
    const atRest = memoryPeak()
    const began = performance.now()
    const runs = await reconciler.run('bench')
    const seconds = (performance.now() - began) / 1_000
    const asked = performance.now()
    await client.reconciliation.suggestions({ account: 'omnibus:main', limit: 50 })
    const page = performance.now() - asked
    const summary = runs
      .map(
        ({ lines, postings, suggestions, isWhole }) =>
          `${lines} lines, ${postings} postings, ${suggestions} suggestions${isWhole ? ', whole' : ''}`,
      )
      .join('; ')
    process.stdout.write(JSON.stringify({ seconds, peak: memoryPeak(), atRest, summary, page }))
  } finally {
    await engine.close()
  }
}

function memoryPeak(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024)
}

function print(name: string, figures: readonly string[]): void {
  process.stdout.write(`${name}: ${figures.join(', ')}\n`)
}
