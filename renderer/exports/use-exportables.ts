import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import type { Exportable } from '../../engine/contract/exports.ts'
import { useRead } from '../engine/use-read.ts'

const readSources = (client: EngineClient) => client.exports.sources()

/** What can be had of each table; none until the engine has said it. */
export function useExportables(): readonly Exportable[] {
  return useRead(readSources).data?.items ?? none
}

const none: readonly Exportable[] = []

export const exportableOf = (all: readonly Exportable[], source: ExportSource): Exportable | undefined =>
  all.find((each) => each.source === source)
