/** What a person says of an expected payment: that it is on its way, or that it is expected no more. */
import type { ExpectedPayment, ExpectedState } from '../contract/expected.ts'
import { command } from '../store/command.ts'
import { changeExpected } from './change.ts'
import { shownExpected } from './list.ts'
import { endOverdue } from './raise.ts'
import { findExpected, isOpen } from './record.ts'

type Asked = Readonly<{ id: number; reason: string }>
export type Decided =
  | Readonly<{ status: 'done'; payment: ExpectedPayment }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'expected_over'; state: ExpectedState }>
  | Readonly<{ status: 'reverse_instead'; withdrawal: number }>

const recordOf =
  (action: string) =>
  ({ id, reason }: Asked, { status }: Decided) => ({
    action,
    subject: `expected:${id}`,
    outcome: status,
    detail: { reason },
  })

/** Said twice it is the same. */
export const sendExpected = command({
  topics: ['expected'],
  record: recordOf('expected.send'),
  run: ({ raw, at, actor }, { id, reason }: Asked): Decided => {
    const record = findExpected(raw, id)
    if (record === null) return { status: 'not_found' }
    if (!isOpen(record) || record.state === 'paid')
      return { status: 'expected_over', state: shownExpected(raw, id).state }
    if (record.state !== 'pending')
      changeExpected(raw, at, record, { by: actor, kind: 'pending', detail: { reason }, to: { state: 'pending' } })
    return { status: 'done', payment: shownExpected(raw, id) }
  },
})

/** What it was for is on the account still, so the next settlement has it. */
export const cancelExpected = command({
  topics: ['expected', 'exceptions'],
  record: recordOf('expected.cancel'),
  run: ({ raw, at, actor }, { id, reason }: Asked): Decided => {
    const record = findExpected(raw, id)
    if (record === null) return { status: 'not_found' }
    if (record.withdrawal !== null) return { status: 'reverse_instead', withdrawal: record.withdrawal }
    if (record.state === 'cancelled') return { status: 'done', payment: shownExpected(raw, id) }
    if (!isOpen(record)) return { status: 'expected_over', state: shownExpected(raw, id).state }
    changeExpected(raw, at, record, { by: actor, kind: 'cancelled', detail: { reason }, to: { state: 'cancelled' } })
    endOverdue(raw, at, record)
    return { status: 'done', payment: shownExpected(raw, id) }
  },
})
