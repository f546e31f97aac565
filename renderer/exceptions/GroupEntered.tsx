import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { groupTitle, namesOfKey } from './group-words.ts'
import type { ChangeSearch, QueueSearch } from './search.ts'
import type { Facets } from './use-facets.ts'

type Props = Readonly<{ search: QueueSearch; change: ChangeSearch; facets: Facets }>

/** Which group one is in, and the way back to all of them. */
export function GroupEntered({ search: { group, at }, change, facets: { facets, nameOf } }: Props) {
  const text = useText()
  const inside = group !== undefined && at !== undefined
  const back = (): void => change({ at: undefined, open: undefined })
  useKeyCommand('queue.groups', back, inside)
  if (!inside) return null
  const title = groupTitle(group, namesOfKey(group, at, { facets, nameOf }), text)
  return (
    <Button
      size="compact-sm"
      variant="light"
      onClick={back}
      leftSection={<IconArrowLeft size={14} stroke={1.75} aria-hidden />}
      rightSection={<KeyHint command="queue.groups" />}
    >
      {text('queue.group.entered', { group: text(`queue.group.${group}`), title })}
    </Button>
  )
}
