/** What a deed would do, tried out by the engine; asked once for each content, however often the screen is drawn. */
import { useMemo } from 'react'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Outputs } from '../../engine/contract/contract.ts'
import { type Question, type Reading, useRead } from '../engine/use-read.ts'

export type EffectOf = Outputs['exceptions']['effect']

const topics: readonly Topic[] = ['exceptions', 'ledger', 'proposals']

/** Null asks nothing. The reason of a deed changes nothing about what it does, so it is left out of the question. */
export function useEffectOf(id: number, deed: CaseDeed | null): Reading<EffectOf> {
  const content = deed === null ? null : JSON.stringify(withoutReason(deed))
  const question = useMemo<Question<EffectOf> | null>(() => {
    if (content === null) return null
    const asked: CaseDeed = JSON.parse(content)
    return (client) => client.exceptions.effect({ id, deed: asked })
  }, [id, content])
  return useRead(question, topics)
}

const withoutReason = (deed: CaseDeed): CaseDeed => ('reason' in deed ? { ...deed, reason: 'effect' } : deed)
