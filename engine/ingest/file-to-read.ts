/** A batch's archived file and everything that says how its rows are read and judged: the same whenever it is read. */
import { placesOfZone } from '../calendar/places.ts'
import { Zone } from '../calendar/zone.ts'
import type { JudgeRules } from './judge/judge-block.ts'

/** The rules as they go from thread to thread: the zone by its name. */
type RulesOfFile = Omit<JudgeRules, 'zone' | 'knownPlaces'> & Readonly<{ zone: string }>

export type FileToRead = Readonly<{
  batch: number
  /** As it was dropped; what its ending says has to be true. */
  name: string
  archive: string
  rules: RulesOfFile
}>

export type BatchFile = FileToRead &
  Readonly<{
    code: string
    bytes: number
    state: 'received' | 'checking' | 'posting'
    /** The last line that was posted before a crash. */
    linesDone: number
    /** Of the agreement that judges it. */
    version: number
  }>

export const rulesOf = ({ rules }: FileToRead): JudgeRules => ({
  ...rules,
  zone: new Zone(rules.zone),
  knownPlaces: placesOfZone(rules.zone),
})

export const rowsPerBlock = 4_096
