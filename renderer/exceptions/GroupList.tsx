import { Button } from '@mantine/core'
import type { GridApi } from 'ag-grid-community'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { CaseGroup } from '../../engine/contract/case-views.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { useChangeFeed } from '../engine/engine-context.ts'
import { type Reading, useRead } from '../engine/use-read.ts'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { filterOf } from './filter.ts'
import { groupColumns } from './group-columns.ts'
import { groupKey } from './group-key.ts'
import { NothingInView } from './NothingInView.tsx'
import type { GroupChoice, QueueSearch } from './search.ts'
import type { QueueAddress } from './use-queue-search.ts'

const topics: readonly Topic[] = ['exceptions']
const now = (): number => Date.now()

export type Groups = Readonly<{
  reading: Reading<Outputs['exceptions']['groups']>
  /** Something has happened to an exception since they were added up. */
  changed: boolean
}>

/** Added up when one looks, and again when asked to: nothing moves under the reader. Null where nothing is grouped. */
export function useGroups(search: QueueSearch | null): Groups {
  const { zone } = useFormats()
  const feed = useChangeFeed()
  const { open: _open, view: _view, by: _by, direction: _direction, ...asked } = search ?? {}
  const key = search === null ? null : JSON.stringify(asked)
  const ask = useCallback(
    (client: EngineClient) => {
      const { group, ...filtered } = JSON.parse(key ?? '{}') as QueueSearch
      return client.exceptions.groups({ by: group ?? 'cause', filter: filterOf(filtered, { now: Date.now(), zone }) })
    },
    [key, zone],
  )
  const reading = useRead(key === null ? null : ask)
  const { readAt } = reading
  const [changedSince, setChangedSince] = useState<string>()
  useEffect(() => {
    if (readAt === undefined) return
    return feed.watch(topics, () => setChangedSince(readAt))
  }, [feed, readAt])
  return { reading, changed: readAt !== undefined && changedSince === readAt }
}

type Props = Readonly<{
  by: GroupChoice
  groups: Groups
  address: QueueAddress
  nameOf: (user: string) => string
  onReady: (api: GridApi<CaseGroup>) => void
}>

/** Exceptions added up by what they have in common; entering one shows its cases. */
export function GroupList({ by, groups: { reading }, address, nameOf, onReady }: Props) {
  const text = useText()
  const formats = useFormats()
  const { change } = address
  const columns = useMemo(() => groupColumns({ text, formats, now, by, nameOf }), [text, formats, by, nameOf])
  const rowId = useCallback((group: CaseGroup) => groupKey(by, group), [by])
  return (
    <ListGrid
      label={text('queue.groups', { by: text(`queue.group.${by}`) })}
      columns={columns}
      rowId={rowId}
      reading={reading}
      what={text('queue.unread')}
      openId={null}
      onOpen={(at) => change({ at })}
      onReady={onReady}
      nothing={<NothingInView address={address} />}
    />
  )
}

export function GroupStatus({ groups: { reading } }: Readonly<{ groups: Groups }>) {
  const text = useText()
  const { data, readAt, again, fault } = reading
  if (!data) return <span />
  return (
    <>
      <span>
        {text(data.complete ? 'queue.groups.shown' : 'queue.groups.shown_first', { count: data.items.length })}
      </span>
      {readAt ? <AsOf at={readAt} /> : null}
      {fault ? (
        <Button size="compact-xs" variant="default" onClick={again}>
          {text('batches.block_failed')}
        </Button>
      ) : null}
    </>
  )
}
