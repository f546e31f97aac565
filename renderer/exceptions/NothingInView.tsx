import { Anchor, Button } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { NextStep } from '../first-run/NextStep.tsx'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { restFilters } from './rest.ts'
import { type SavedView, viewAddress } from './saved-views.ts'
import { filterNames, nobody } from './search.ts'
import { useCalmRead } from './use-calm-read.ts'
import { useFocusOnTitle } from './use-kept-focus.ts'
import type { QueueAddress } from './use-queue-search.ts'

const topics: readonly Topic[] = ['exceptions']

/** Nothing yet, nothing left, or nothing that fits: each has another next step. */
export function NothingInView({ address }: Readonly<{ address: QueueAddress }>) {
  const { view, edited, search } = address
  const rest = useRest()
  useFocusOnTitle()
  if (rest === undefined) return <Waiting lines={3} />
  if (rest.ever === 0) return <NothingYet />
  if (edited || search.at !== undefined || view === undefined) return <NothingFits address={address} />
  return <NothingLeft view={view} rest={rest} />
}

function NothingYet() {
  const text = useText()
  return <Nothing title={text('queue.none')} body={text('queue.none.next')} action={<NextStep />} />
}

function NothingFits({ address: { change, view, show, edited } }: Readonly<{ address: QueueAddress }>) {
  const text = useText()
  const clear = (): void =>
    change({ ...Object.fromEntries(filterNames.map((name) => [name, undefined])), at: undefined })
  return (
    <Nothing
      title={text('queue.none_match')}
      action={
        edited && view ? (
          <Button variant="default" onClick={() => show(view)}>
            {text('queue.reset')}
          </Button>
        ) : (
          <Button variant="default" onClick={clear}>
            {text('filter.clear')}
          </Button>
        )
      }
    />
  )
}

function NothingLeft({ view, rest }: Readonly<{ view: SavedView; rest: Rest }>) {
  const text = useText()
  const { open, unowned, tomorrow } = rest
  const next = tomorrow > 0 ? 'tomorrow' : open > 0 ? 'later' : 'nothing'
  switch (view.id) {
    case 'due':
      return (
        <Nothing
          title={text('queue.done.due')}
          body={text('queue.done.next', { next, count: next === 'later' ? open : tomorrow })}
        />
      )
    case 'mine':
      return (
        <Nothing
          title={text('queue.done.mine')}
          body={text('queue.done.unowned', { count: unowned })}
          action={
            unowned === 0 ? null : (
              <Anchor
                component={Link}
                href={viewAddress({ id: 'unassigned', search: { owner: nobody } })}
                underline="always"
              >
                {text('queue.done.take')}
              </Anchor>
            )
          }
        />
      )
    default:
      return open === 0 ? (
        <Nothing title={text('queue.done.all')} body={text('queue.done.all.body')} />
      ) : (
        <Nothing title={text('queue.done.view')} body={text('queue.done.open', { count: open })} />
      )
  }
}

type Rest = Readonly<{ ever: number; open: number; unowned: number; tomorrow: number }>

/** What there is besides: whether anything ever came, and what comes next. */
function useRest(): Rest | undefined {
  const { zone } = useFormats()
  const ask = useCallback(
    async (client: EngineClient): Promise<Rest> => {
      const { counts } = await client.exceptions.counts({ filters: restFilters({ now: Date.now(), zone }) })
      const [ever = 0, open = 0, unowned = 0, tomorrow = 0] = counts
      return { ever, open, unowned, tomorrow }
    },
    [zone],
  )
  return useCalmRead(ask, topics).data
}
