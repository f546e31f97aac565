/** What the bench of the intake prints. */
import type { Asked, AskedBoth } from './ingest-queries.ts'
import { middle, type Round, type Scenario } from './ingest-rounds.ts'
import { quantile } from './measure.ts'

const nameWidth = 34
const cellWidth = 10

export const say = (line: string): void => void process.stdout.write(`${line}\n`)
const row = (name: string, cells: readonly string[]): void =>
  say(name.padEnd(nameWidth) + cells.map((cell) => cell.padStart(cellWidth)).join(''))

export const whole = (number: number): string => Math.round(number).toLocaleString('en')
const seconds = (number: number): string => number.toFixed(2)
const none = '–'

export function sayIngestHead(): void {
  row('', [
    'rows',
    'seconds',
    'rows/s',
    'take',
    'check',
    'post',
    'rest',
    'close',
    'bare s',
    'ratio',
    'of csv',
    ...sizes,
  ])
}
const sizes = ['start MiB', 'peak MiB', 'store MiB']

/** Rows of a second in the middle round; the next scenarios are held against it. */
export function sayIngest({ label, wish: { rows } }: Scenario, rounds: readonly Round[], csv: number | null): number {
  const { engine } = middle(rounds, (each) => each.engine.seconds)
  const { split, closeSeconds, storeMiB } = engine
  const parts = [split?.take, split?.check, split?.post, split?.rest]
  // Each round against the bare insert right behind it: the disk is not as fast at every time.
  const ratios = rounds.flatMap(({ bare, engine: { seconds: took } }) =>
    bare === null ? [] : [{ ratio: bare.seconds / took, seconds: bare.seconds }],
  )
  const bare = ratios.length === 0 ? null : middle(ratios, ({ ratio }) => ratio)
  const perSecond = rows / engine.seconds
  row(label, [
    whole(rows),
    seconds(engine.seconds),
    whole(perSecond),
    ...parts.map((part) => (part === undefined ? none : seconds(part))),
    seconds(closeSeconds),
    bare === null ? none : seconds(bare.seconds),
    bare === null ? none : bare.ratio.toFixed(2),
    csv === null ? none : (perSecond / csv).toFixed(2),
    whole(engine.startMiB),
    // The worst of all rounds.
    whole(Math.max(...rounds.map((each) => each.engine.peakMiB))),
    whole(storeMiB),
  ])
  return perSecond
}

export function sayTimes(name: string, ms: readonly number[]): void {
  const sorted = ms.toSorted((a, b) => a - b)
  row(name, [sorted.length.toString(), quantile(sorted, 0.5).toFixed(1), quantile(sorted, 0.99).toFixed(1)])
}

export const sayTimesHead = (title: string): void =>
  row(`\n${title}`.padEnd(nameWidth + 1), ['times', 'p50 ms', 'p99 ms'])

/** All rounds together: a hundredth of the slowest needs many. */
export function sayAsked(rounds: readonly AskedBoth[]): void {
  sayTimesHead('queries, idle')
  sayAll(rounds.map(({ idle }) => idle))
  sayTimesHead('queries, while a file is posted')
  sayAll(rounds.map(({ busy }) => busy))
}

function sayAll(rounds: readonly Asked[]): void {
  const names = new Set(rounds.flatMap((round) => Object.keys(round)))
  for (const name of names)
    sayTimes(
      name,
      rounds.flatMap((round) => round[name] ?? []),
    )
}

export function sayStartsHead(): void {
  row('\nstart with identities'.padEnd(nameWidth + 1), ['start s', 'peak MiB', 'store MiB'])
}

export function sayStart(name: string, of: Readonly<{ seconds: number; peakMiB: number; storeMiB: number }>): void {
  row(name, [seconds(of.seconds), whole(of.peakMiB), whole(of.storeMiB)])
}
