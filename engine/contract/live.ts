/**
 * What an operator keeps in sight: the drop folders, the batches under way, who is late, what waits, how fast it goes and
 * what was just opened. All of it in one bounded answer, because it is asked for every few seconds.
 */
import { z } from 'zod'
import { Batch } from './batches.ts'
import { Exception } from './exceptions.ts'
import { IngestStatus } from './ingest.ts'
import { procedure } from './procedure.ts'
import { Producer } from './producers.ts'

/** So many folders are told one by one, those that need somebody first; the others are counted. */
export const liveFoldersMax = 200
/** Files of one folder are looked at up to so many; beyond it the exact number would tell nobody anything. */
export const filesInFolderMax = 1_000
export const batchesUnderWayMax = 50
export const batchesThroughMax = 10
export const latestOpenedMax = 10
export const comingMax = 8
/** Queues are counted up to here. */
export const queueCountMax = 10_000
/** What the last hour's figures are read from: the newest so many batches. */
export const batchesOfHourMax = 2_000
export const hourMinutes = 60

const who = { producer: z.int(), code: z.string(), name: z.string() }

export const LiveFolder = z.object({
  ...who,
  state: Producer.shape.state,
  suspension: Producer.shape.suspension,
  /** `missing` and `unreadable` folders bring nothing, whoever sends. */
  folder: z.enum(['open', 'missing', 'unreadable']),
  waiting: z.object({
    files: z.int(),
    bytes: z.int(),
    /** There are more than were looked at. */
    isMore: z.boolean(),
    /** Since when the oldest of them is in the folder. */
    oldestAt: z.iso.datetime().nullable(),
  }),
})
export type LiveFolder = z.infer<typeof LiveFolder>

export const LiveExpectation = z.object({
  ...who,
  /** `late`: its grace is over; `due`: it is expected by now and still in time; `coming`: later than now. */
  standing: z.enum(['late', 'due', 'coming']),
  /** The first that has not come since the last batch of this producer did. */
  expectedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  /** How many have not come, counted up to a hundred. */
  missing: z.int(),
})
export type LiveExpectation = z.infer<typeof LiveExpectation>

export const LiveQueues = z.object({
  /** In the drop folders that are told of. */
  filesWaiting: z.int(),
  /** Recorded and not posted, held or rejected yet. */
  batchesUnderWay: z.int(),
  batchesHeld: z.int(),
  jobsRunning: z.int(),
  exportsWaiting: z.int(),
  messagesWaiting: z.int(),
  webhooksWaiting: z.int(),
  proposalsWaiting: z.int(),
})
export type LiveQueues = z.infer<typeof LiveQueues>

const passed = { rows: z.int(), files: z.int() }

export const LiveThroughput = z.object({
  /** Of what is being posted now; else of the files that were through within the last minute. */
  rowsPerSecond: z.int(),
  /** Through within the last minute. */
  filesLastMinute: z.int(),
  /** Of the last hour, one after another; the last of them is not over. */
  minutes: z.array(z.object({ at: z.iso.datetime(), ...passed })),
  total: z.object(passed),
  /** False when so much came through that its beginning is not counted. */
  isWhole: z.boolean(),
})
export type LiveThroughput = z.infer<typeof LiveThroughput>

export const Live = z.object({
  asOf: z.iso.datetime(),
  ingest: IngestStatus,
  folders: z.array(LiveFolder),
  foldersInAll: z.int(),
  /** The longest late first. */
  late: z.array(LiveExpectation),
  /** Due now, and the next that are expected. */
  coming: z.array(LiveExpectation),
  /** The oldest first, as they are worked on. */
  underWay: z.array(Batch),
  /** That were through last, the newest first. */
  through: z.array(Batch),
  queues: LiveQueues,
  throughput: LiveThroughput,
  /** Opened within the last hour and not resolved, the newest first; null for whom exceptions are none of their business. */
  opened: z.array(Exception).nullable(),
})
export type Live = z.infer<typeof Live>

export const live = {
  get: procedure({
    method: 'GET',
    path: '/live',
    summary: 'What arrives and runs now, who is late, what waits and what was just opened',
    access: 'batches.read',
  }).output(Live),
}
