/** What came through in the last hour, minute by minute, from the newest batches: the number of all others is of no matter. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import { batchesOfHourMax, hourMinutes, type LiveThroughput } from '../contract/live.ts'
import { perConnection } from '../store/compiled.ts'

/** What the store says; how fast it goes just now, the running engine says. */
export type Passed = Pick<LiveThroughput, 'minutes' | 'total' | 'isWhole'> &
  Readonly<{ lastMinute: LiveThroughput['total'] }>

const minuteMs = 60_000

export function passedLately(raw: Database, at: number): Passed {
  const from = (Math.floor(at / minuteMs) - hourMinutes + 1) * minuteMs
  const asked = { from, at, most: batchesOfHourMax }
  const found = statementsOf(raw).byMinute.all(asked) as Readonly<{ minute: number; rows: number; files: number }>[]
  const byMinute = new Map(found.map((each) => [each.minute, each]))
  const { rows: rowsLately, files: filesLately } = statementsOf(raw).since.get({
    ...asked,
    from: at - minuteMs,
  }) as LiveThroughput['total']
  const { oldestAt, batches } = statementsOf(raw).reach.get(asked) as Readonly<{ oldestAt: number; batches: number }>
  return {
    minutes: Array.from({ length: hourMinutes }, (_, minute) => {
      const { rows, files } = byMinute.get(minute) ?? { rows: 0, files: 0 }
      return { at: isoOf(from + minute * minuteMs), rows, files }
    }),
    total: statementsOf(raw).since.get({ ...asked, from: from - 1 }) as LiveThroughput['total'],
    isWhole: batches < batchesOfHourMax || oldestAt < from,
    lastMinute: { rows: rowsLately, files: filesLately },
  }
}

/** One large file is through at once in its last second: while it is posted, what is posted of it says how fast it goes. */
export function throughputOf({ lastMinute, ...passed }: Passed, running: IngestStatus['running'], at: number) {
  const posting = running.find(({ step, rowsDone }) => step === 'posting' && rowsDone > 0)
  const rowsPerSecond =
    posting === undefined
      ? Math.round(lastMinute.rows / 60)
      : Math.round((posting.rowsDone * 1_000) / Math.max(at - Date.parse(posting.since), 1_000))
  return { ...passed, rowsPerSecond, filesLastMinute: lastMinute.files }
}

const newest = `
  SELECT sealed_at AS sealedAt, received_at AS receivedAt, rows FROM batch ORDER BY id DESC LIMIT @most`

const statementsOf = perConnection((raw) => ({
  byMinute: raw.prepare(`
    SELECT CAST((sealedAt - @from) / ${minuteMs} AS INTEGER) AS minute, sum(rows) AS rows, count(*) AS files FROM (${newest})
    WHERE sealedAt >= @from AND sealedAt <= @at GROUP BY 1`),
  since: raw.prepare(`
    SELECT ifnull(sum(rows), 0) AS rows, count(*) AS files FROM (${newest})
    WHERE sealedAt > @from AND sealedAt <= @at`),
  reach: raw.prepare(`SELECT min(receivedAt) AS oldestAt, count(*) AS batches FROM (${newest})`),
}))
