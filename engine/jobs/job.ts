/** What a recurring job is. Its body runs off the answering thread through the store; its outcome is data for people. */
import type { Finding } from '../contract/workspace.ts'
import type { Json } from '../store/command.ts'

export type JobOutcome = Readonly<{
  outcome: 'done' | 'problems'
  detail: Readonly<Record<string, Json>>
  /** Of a job that checks: all that differs, each a matter for people. Empty where nothing does. */
  findings?: readonly Finding[]
}>

/** Says how far it is, for whoever looks at a long one while it runs. */
export type NoteProgress = (detail: Readonly<Record<string, Json>>) => Promise<unknown>

export type JobDefinition = Readonly<{
  name: string
  /** A cron pattern in the workspace's zone; what it means in words is the client's business. */
  schedule: string
  /** Work that looks every minute and seldom finds any: a run is begun and recorded only when there is something to do. */
  needed?: () => Promise<boolean>
  run: (note?: NoteProgress) => Promise<JobOutcome>
}>
