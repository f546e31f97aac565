import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { StatementDetail } from '../../engine/contract/statements.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { useMay } from '../session/session-context.ts'
import { Trace } from '../trace/Trace.tsx'

const topics: readonly Topic[] = ['statements']

/** From what a bank says to what the books say: of the line that is chosen, else the account that the statement is of. */
export function StatementTrace({ id, line }: Readonly<{ id: number; line: number | undefined }>) {
  const mayLedger = useMay('ledger.read')
  const question = useMemo<Question<StatementDetail>>(() => (client) => client.statements.get({ id }), [id])
  const { data } = useRead(mayLedger && line === undefined ? question : null, topics)
  if (line !== undefined) return <Trace of={{ from: 'line', line }} />
  if (!data || data.account === null || data.currency === null) return null
  return <Trace of={{ from: 'account', account: data.account, currency: data.currency }} />
}
