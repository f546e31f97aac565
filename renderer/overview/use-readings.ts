import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Readings } from './KeyFigures.tsx'
import { caseParameters, dayParameters, healthParameters, volumeParameters } from './questions.ts'
import type { Asked } from './search.ts'
import { useFigure } from './use-figure.ts'

const moneyTopics: readonly Topic[] = ['batches', 'ledger']
const matchTopics: readonly Topic[] = ['reconciliation', 'statements']
const caseTopics: readonly Topic[] = ['exceptions']
const healthTopics: readonly Topic[] = [
  'batches',
  'producers',
  'ingest',
  'jobs',
  'workspace',
  'proposals',
  'exceptions',
]

/** What more figures than one are of. Each is asked for by itself, so that none waits for another. */
export function useReadings(asked: Asked): Readings {
  const questions = useMemo(() => {
    const [days, ofVolume, ofCases, ofHealth] = [
      dayParameters(asked),
      volumeParameters(asked),
      caseParameters(asked),
      healthParameters(asked),
    ]
    return {
      volume: (client: EngineClient) => client.overview.volume(ofVolume),
      reconciliation: (client: EngineClient) => client.overview.reconciliation(days),
      gap: (client: EngineClient) => client.overview.gap(days),
      exceptions: (client: EngineClient) => client.overview.exceptions(ofCases),
      health: (client: EngineClient) => client.overview.health(ofHealth),
    }
  }, [asked])
  const volume = useFigure(questions.volume, moneyTopics)
  const reconciliation = useFigure(questions.reconciliation, matchTopics)
  const gap = useFigure(questions.gap, matchTopics)
  const exceptions = useFigure(questions.exceptions, caseTopics)
  const health = useFigure(questions.health, healthTopics)
  return { volume, reconciliation, gap, exceptions, health }
}
