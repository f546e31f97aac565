/** What files are asked for, and what holds for all of them. */
import type { GeneratedFormat } from '../../../fixtures/generator/formats.ts'

export type FileWish = Readonly<{
  rows: number
  clients: number
  format: GeneratedFormat
  gzip: boolean
  ids: 'ordered' | 'random'
  seed: number
  producers: number
  /** `windows` is the same with other ends of lines; `parts` are files of a hundred rows each, CSV only. */
  as: 'written' | 'windows' | 'parts'
}>

/** A file, in whose folder it is dropped, and under which name when not under its own. */
export type ToDrop = Readonly<{ code: string; file: string; as?: string }>

export const rowsOfPart = 100
/** Every workspace has as many, whether a scenario needs them or not. */
export const producersInStore = 10
