import type { ReactNode } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { WorkspaceContext } from './workspace-context.ts'

const topics: readonly Topic[] = ['workspace', 'users']
const readWorkspace = (client: EngineClient) => client.workspace.get()

export function WorkspaceProvider({ children }: Readonly<{ children: ReactNode }>) {
  const { data } = useRead(readWorkspace, topics)
  return <WorkspaceContext value={data ?? null}>{children}</WorkspaceContext>
}
