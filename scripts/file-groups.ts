/**
 * Which files the console's pages are cut into. Left alone, what several screens share becomes a file for every set of them:
 * a queue would be some hundred and thirty files, most of them smaller than the asking for one.
 */
import type { Rolldown } from 'vite'

type Groups = NonNullable<Extract<Rolldown.OutputOptions['codeSplitting'], object>['groups']>
type ModuleOf = Rolldown.PluginContext['getModuleInfo']

/** So many screens share a module before all of them load it with the first. */
const sharedBy = 6

export const fileGroups: Groups = [
  // The little that the console has in common with the end users' wallet. What a group's modules import joins the group, so
  // this one comes first: each page would load and begin the other's otherwise.
  { name: (id, ctx) => (isForWallet(id, moduleOf(ctx)) ? 'both' : null), tags: ['$initial'], priority: 4 },
  // What the console needs before anybody has signed in.
  { name: (id) => (isOfWallet(id) ? null : 'shell'), tags: ['$initial'], priority: 3 },
  { name: (id, ctx) => (needsGrid(id, moduleOf(ctx)) ? null : 'screens'), minShareCount: sharedBy, priority: 2 },
  // Lists, and what is made for lists: screens without one do without it.
  { name: (id, ctx) => (needsGrid(id, moduleOf(ctx)) ? 'grid' : null), minShareCount: sharedBy, priority: 1 },
]

const moduleOf =
  (ctx: Rolldown.ChunkingContext): ModuleOf =>
  (id) =>
    ctx.getModuleInfo(id)

const isOfWallet = (id: string): boolean => /renderer[\\/]wallet[\\/]/.test(id)

/** No part of the wallet, and imported by one. */
const isForWallet = (id: string, moduleOf: ModuleOf): boolean => !isOfWallet(id) && leadsToWallet(id, moduleOf)

function leadsToWallet(id: string, moduleOf: ModuleOf, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const importers = moduleOf(id)?.importers ?? []
  return importers.some((importer) => isOfWallet(importer) || leadsToWallet(importer, moduleOf, seen))
}

function needsGrid(id: string, moduleOf: ModuleOf, seen = new Set<string>()): boolean {
  if (/node_modules[\\/]ag-(grid|stack)/.test(id)) return true
  if (seen.has(id)) return false
  seen.add(id)
  return moduleOf(id)?.importedIds.some((imported) => needsGrid(imported, moduleOf, seen)) ?? false
}
