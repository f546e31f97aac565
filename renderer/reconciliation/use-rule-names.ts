import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { matching } from '../../engine/contract/match-rules.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'
import { ruleCodeWords } from './match-columns.ts'

const topics: readonly Topic[] = ['settings']
const readRules = (client: EngineClient) => client.settings.list()

/** What the rules are called now; one that is gone, or that this person may not read, goes by its own name. */
export function useRuleNames(): (rule: string) => string {
  const text = useText()
  const may = useMay('settings.read')
  const { data } = useRead(may ? readRules : null, topics)
  return useMemo(() => {
    const read = matching.safeParse(data?.items.find(({ name }) => name === 'matching')?.value)
    const names = new Map(read.success ? read.data.rules.map(({ id, name }) => [id, name] as const) : [])
    return (rule) => names.get(rule) ?? ruleCodeWords(rule, text)
  }, [data, text])
}
