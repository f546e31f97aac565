import path from 'node:path'
import { isoOf, now } from '../calendar/instant.ts'
import { type LiveFolder, liveFoldersMax } from '../contract/live.ts'
import { api, sessionOf } from '../router/api.ts'
import { inOrderOfNeed, lookAtFolder } from './folders.ts'
import { throughputOf } from './throughput.ts'

export const liveHandlers = {
  get: api.live.get.handler(async ({ context }) => {
    const { engine } = context
    const { permissions } = sessionOf(context)
    const { store, intake } = await engine.opened()
    const at = now()
    const stored = await store.read('live.get', { at, seesExceptions: permissions.has('exceptions.read') })
    const { producers, passed, queues, left } = stored
    const folders = await foldersOf(engine.layout.drop, producers, new Set(left))
    const shown = inOrderOfNeed(folders).slice(0, liveFoldersMax)
    const ingest = intake.status()
    return {
      asOf: isoOf(at),
      ingest,
      folders: shown,
      foldersInAll: folders.length,
      late: [...stored.late],
      coming: [...stored.coming],
      underWay: [...stored.underWay],
      through: [...stored.through],
      queues: { ...queues, filesWaiting: shown.reduce((sum, { waiting }) => sum + waiting.files, 0) },
      throughput: throughputOf(passed, ingest.running, at),
      opened: stored.opened,
    }
  }),
}

type Owner = Omit<LiveFolder, 'folder' | 'waiting'>

/** One after another: a folder on a network that does not answer holds up no more than one thread of those for files. */
async function foldersOf(
  drop: string,
  owners: readonly Owner[],
  left: ReadonlySet<string>,
): Promise<readonly LiveFolder[]> {
  const folders: LiveFolder[] = []
  for (const owner of owners) folders.push({ ...owner, ...(await lookAtFolder(path.join(drop, owner.code), left)) })
  return folders
}
