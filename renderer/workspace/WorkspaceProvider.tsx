import type { ReactNode } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Currency } from '../../engine/contract/settings.ts'
import { useRead } from '../engine/use-read.ts'
import { CurrenciesContext, WorkspaceAnsweredContext, WorkspaceContext } from './workspace-context.ts'

const topics: readonly Topic[] = ['workspace', 'users']
const readWorkspace = (client: EngineClient) => client.workspace.get()
const currencyTopics: readonly Topic[] = ['settings']
const readCurrencies = (client: EngineClient) => client.settings.currencies()
const noCurrencies: readonly Currency[] = []

export function WorkspaceProvider({ children }: Readonly<{ children: ReactNode }>) {
  const { data, fault } = useRead(readWorkspace, topics)
  const currencies = useRead(readCurrencies, currencyTopics).data?.items ?? noCurrencies
  return (
    <WorkspaceContext value={data ?? null}>
      <WorkspaceAnsweredContext value={data !== undefined || fault !== undefined}>
        <CurrenciesContext value={currencies}>{children}</CurrenciesContext>
      </WorkspaceAnsweredContext>
    </WorkspaceContext>
  )
}
