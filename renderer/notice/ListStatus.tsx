import type { Reading } from '../engine/use-read.ts'
import { AsOf } from './AsOf.tsx'

type Props = Readonly<{
  reading: Reading<Readonly<{ items: readonly unknown[] }>>
  count: (total: number) => string
}>

/** The status bar of a list that is read whole. */
export function ListStatus({ reading, count }: Props) {
  const { data, readAt } = reading
  return (
    <>
      <span>{data ? count(data.items.length) : null}</span>
      {readAt ? <AsOf at={readAt} /> : null}
    </>
  )
}
