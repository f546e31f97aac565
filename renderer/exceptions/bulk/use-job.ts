import { useCallback } from 'react'
import type { BulkResult } from '../../../engine/contract/bulk.ts'
import type { Topic } from '../../../engine/contract/changes.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { type Reading, useRead } from '../../engine/use-read.ts'

const topics: readonly Topic[] = ['exceptions']

/** How far one of them has come: read again as cases change, and no more than twice a second. */
export const useJob = (id: number): Reading<BulkResult> =>
  useRead(
    useCallback((client: EngineClient) => client.exceptions.bulk.get({ id }), [id]),
    topics,
  )
