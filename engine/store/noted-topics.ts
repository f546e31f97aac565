/**
 * What a command changed beside what commands of its name always change: noted where it is written, and told to clients
 * once it is committed. After a rollback it may name what never was; whoever reads again then finds nothing new.
 */
import type { Database } from 'better-sqlite3'
import { type Topic, topics } from '../contract/changes.ts'
import { perConnection } from './compiled.ts'

const notedOn = perConnection((_raw) => new Set<Topic>())

export const noteTopic = (raw: Database, topic: Topic): void => void notedOn(raw).add(topic)

/** A place for each topic, in memory that the writer and the answering thread share. */
export const noTopicsNoted = (): Int32Array => new Int32Array(new SharedArrayBuffer(topics.length * 4))

/** Hands over what was noted by now. */
export function handOverTopics(raw: Database, shared: Int32Array): void {
  for (const topic of notedOn(raw)) Atomics.store(shared, topics.indexOf(topic), 1)
  notedOn(raw).clear()
}

/** What was handed over since it was taken last. */
export const takeTopics = (shared: Int32Array): Topic[] =>
  topics.filter((_, place) => Atomics.exchange(shared, place, 0) === 1)
