import { Button } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import type { CursorList } from './use-cursor-list.ts'

type Props = Readonly<{ list: CursorList; count: (rows: number, complete: boolean) => string }>

/** How much of a list has been read. Its length is said only when its end has been seen. */
export function KnownStatus({ list, count }: Props) {
  const text = useText()
  const { known, fault, again } = list
  if (!known) return <span />
  return (
    <>
      <span>{count(known.rows, known.complete)}</span>
      <AsOf at={known.at} />
      {fault ? (
        <Button size="compact-xs" variant="default" onClick={again}>
          {text('batches.block_failed')}
        </Button>
      ) : null}
    </>
  )
}
