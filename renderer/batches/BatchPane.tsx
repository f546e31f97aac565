import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { BatchEquation } from './BatchEquation.tsx'
import { BatchRows } from './BatchRows.tsx'
import { BatchRules } from './BatchRules.tsx'
import { BatchSeal, BatchSource } from './BatchSource.tsx'
import { BatchVerdict } from './BatchVerdict.tsx'
import { BatchVerification } from './BatchVerification.tsx'
import type { Live } from './live.ts'
import type { BatchSearch, ChangeSearch } from './search.ts'

const topics: readonly Topic[] = ['batches', 'proposals']

type Props = Readonly<{ id: number; live: Live | null; search: BatchSearch; onChange: ChangeSearch }>

/** One batch: the verdict first, then the equation that proves it, then what needs a look, then where it came from. */
export function BatchPane({ id, live, search, onChange }: Props) {
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.batches.get({ id }), [id]),
    topics,
  )
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <BatchVerdict batch={data} live={live} onChanged={again} />
      <BatchEquation batch={data} live={live} />
      <BatchRules batch={data} onLine={(line) => onChange({ line })} />
      <BatchRows batch={data} search={search} onChange={onChange} />
      <BatchVerification batch={data} onLine={(line) => onChange({ line })} onChanged={again} />
      <BatchSource batch={data} />
      <BatchSeal batch={data} />
    </>
  )
}
