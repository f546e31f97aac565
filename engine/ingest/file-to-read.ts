/** A batch's archived file and everything that says how its rows are read and judged: the same whenever it is read. */
import { placesOfZone, withLocations } from '../calendar/places.ts'
import { Zone } from '../calendar/zone.ts'
import type { JudgeRules } from './judge/agreed-readers.ts'
import { rowsPerBlock } from './records/read-records.ts'

/** The rules as they go from thread to thread: the zone by its name. */
type RulesOfFile = Omit<JudgeRules, 'zone' | 'knownPlaces'> &
  Readonly<{
    zone: string
    /** What the workspace's own locations are called, folded. They never decide about a row: they only spare it a warning. */
    locations: readonly string[]
  }>

export type FileToRead = Readonly<{
  batch: number
  /** As it was dropped; what its ending says has to be true. */
  name: string
  archive: string
  /** As it was dropped, packed or not. */
  bytes: number
  rules: RulesOfFile
}>

export type BatchFile = FileToRead &
  Readonly<{
    code: string
    state: 'received' | 'checking' | 'posting'
    /** The last line that was posted before a crash. */
    linesDone: number
    /** Of the agreement that judges it. */
    version: number
  }>

type ZoneRules = Readonly<{ zone: Zone; ofZone: ReadonlySet<string> | null }>

// A workspace has one, and making it takes longer than judging a small file.
let lastZone: ZoneRules | undefined

export function rulesOf({ rules }: Pick<FileToRead, 'rules'>): JudgeRules {
  if (lastZone?.zone.name !== rules.zone) lastZone = { zone: new Zone(rules.zone), ofZone: placesOfZone(rules.zone) }
  const { zone, ofZone } = lastZone
  return { ...rules, zone, knownPlaces: withLocations(ofZone, rules.locations) }
}

const rowsPerBlockMin = 64
const bytesPerRowLeast = 24

/** Room for the rows that a file of this size can have: a block goes from thread to thread as it is, filled or not. */
export function rowsPerBlockOf({ bytes }: Pick<FileToRead, 'bytes'>): number {
  return Math.min(rowsPerBlock, Math.max(rowsPerBlockMin, Math.ceil(bytes / bytesPerRowLeast)))
}
