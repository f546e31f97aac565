/** What recurs: expecting what is due to be settled, and noticing what nobody paid in time. */
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'

export const expectedJobs = (store: EngineStore): readonly JobDefinition[] => [
  {
    name: 'expected.settlements',
    schedule: '* * * * *',
    needed: () => store.read('expected.anyDue', { at: now() }),
    run: async () => {
      const due = await store.readLong('expected.due', { at: now() })
      const { settlements } =
        due.length === 0 ? { settlements: 0 } : await store.write('expected.raise', { due }, 'engine')
      return { outcome: 'done', detail: { settlements } }
    },
  },
  {
    name: 'expected.overdue',
    schedule: '* * * * *',
    needed: () => store.read('expected.anyOverdue', { at: now() }),
    run: async () => {
      const { cases } = await store.write('expected.noteOverdue', null, 'engine')
      return { outcome: cases === 0 ? 'done' : 'problems', detail: { cases } }
    },
  },
]
