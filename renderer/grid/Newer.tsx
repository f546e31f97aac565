import { Button } from '@mantine/core'
import { KeyHint } from '../keys/KeyHint.tsx'

type Props = Readonly<{
  list: Readonly<{ changed: boolean; again: () => void }>
  /** What there is more of. */
  label: string
}>

/** A list that somebody reads never moves: what came since waits to be asked for. */
export function Newer({ list: { changed, again }, label }: Props) {
  return (
    <output>
      {changed ? (
        <Button size="compact-sm" onClick={again} rightSection={<KeyHint command="list.reload" />}>
          {label}
        </Button>
      ) : null}
    </output>
  )
}
