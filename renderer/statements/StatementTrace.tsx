import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { StatementDetail } from '../../engine/contract/statements.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { useMay } from '../session/session-context.ts'
import { Trace } from '../trace/Trace.tsx'

const topics: readonly Topic[] = ['statements']

/** From what a bank says to what the books say: the account that the statement is of, where it is known which. */
export function StatementTrace({ id }: Readonly<{ id: number }>) {
  const mayLedger = useMay('ledger.read')
  const question = useMemo<Question<StatementDetail>>(() => (client) => client.statements.get({ id }), [id])
  const { data } = useRead(mayLedger ? question : null, topics)
  if (!data || data.account === null || data.currency === null) return null
  return <Trace of={{ from: 'account', account: data.account, currency: data.currency }} />
}
