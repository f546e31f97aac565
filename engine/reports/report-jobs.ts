/** Runs reports when they are due. */
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'

export const reportJob = (store: EngineStore, makeFiles: () => void): JobDefinition => ({
  name: 'reports.run',
  schedule: '* * * * *',
  needed: () => store.read('reports.anyDue', { at: now() }),
  run: async () => {
    const counts = { asked: 0, refused: 0 }
    const at = now()
    for (let more = true; more; ) {
      const ran = await store.write('reports.runDue', { at }, 'engine')
      if (ran.begun !== null) counts[ran.begun.problem === null ? 'asked' : 'refused'] += 1
      more = ran.more
    }
    if (counts.asked > 0) makeFiles()
    return { outcome: 'done', detail: counts }
  },
})
