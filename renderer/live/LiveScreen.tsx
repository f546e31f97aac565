import { Button, VisuallyHidden } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceDesktopOff } from '@tabler/icons-react'
import type { GridApi } from 'ag-grid-community'
import { useRef } from 'react'
import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import type { Live } from '../../engine/contract/live.ts'
import { TroubleStrip } from '../batches/TroubleStrip.tsx'
import { type LiveBatches, useLive } from '../batches/use-live.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { FolderActions } from '../ingest/FolderActions.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { Live as LiveRegion } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay, useSession, useSessionControl } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { Arrivals } from './Arrivals.tsx'
import { Folders } from './Folders.tsx'
import { LastHour } from './LastHour.tsx'
import classes from './live.module.css'
import { Opened } from './Opened.tsx'
import { Queues } from './Queues.tsx'
import { StayOn } from './StayOn.tsx'
import { LiveSearch } from './search.ts'
import { Through } from './Through.tsx'
import { UnderWay } from './UnderWay.tsx'
import { useLiveView } from './use-live-view.ts'

/** What arrives and runs now, who is late and what waits: the operator's home, and a display on the wall. */
export function LiveScreen() {
  const text = useText()
  const [{ wall }, change] = useSearchValues(LiveSearch)
  const { data, fault, again } = useLiveView()
  // No grid is here whose cells would have to be drawn anew.
  const running = useLive(useRef<GridApi<Batch>>(null))
  const { isOnWall } = useSession()
  const { signOut } = useSessionControl()
  const turn = (): void => (isOnWall ? signOut() : change({ wall: wall === 1 ? undefined : 1 }))
  useKeyCommand('live.wall', turn)
  return (
    <Page
      title={text('nav.live')}
      actions={
        <>
          {wall === 1 ? null : <FolderActions />}
          {wall === 1 && !isOnWall ? <StayOn /> : null}
          <WallButton is={isOnWall ? 'hung' : wall === 1 ? 'shown' : 'off'} onTurn={turn} />
        </>
      }
      status={data ? <Status live={data} /> : null}
    >
      <VisuallyHidden>
        <LiveRegion>{running.heard}</LiveRegion>
      </VisuallyHidden>
      {data ? <Body live={data} running={running} isWall={wall === 1} /> : null}
      {!data && fault ? <FaultNotice fault={fault} what={text('live.unread')} onRetry={again} /> : null}
      {data || fault ? null : <Waiting lines={12} />}
    </Page>
  )
}

type WallProps = Readonly<{ is: keyof typeof wallWords; onTurn: () => void }>

const wallWords = { off: 'live.wall', shown: 'live.wall.leave', hung: 'live.wall.sign_out' } as const

function WallButton({ is, onTurn }: WallProps) {
  const text = useText()
  const Icon = is === 'off' ? IconDeviceDesktop : IconDeviceDesktopOff
  return (
    <Button variant="default" leftSection={<Icon size={16} stroke={1.75} aria-hidden />} onClick={onTurn}>
      {text(wallWords[is])}
    </Button>
  )
}

function Status({ live: { asOf, ingest, folders, foldersInAll } }: Readonly<{ live: Live }>) {
  const text = useText()
  const { watching } = ingest
  return (
    <>
      <State tone={watching ? 'ok' : 'high'} word={text(watching ? 'ingest.watching' : 'ingest.not_watching')} />
      <span>{text('live.folders.shown', { shown: folders.length, all: foldersInAll })}</span>
      <AsOf at={asOf} />
    </>
  )
}

type BodyProps = Readonly<{ live: Live; running: LiveBatches; isWall: boolean }>

function Body({ live, running, isWall }: BodyProps) {
  if (live.foldersInAll === 0) return <NoProducers />
  return (
    <div className={classes.screen} data-wall={isWall}>
      <TroubleStrip troubles={live.ingest.troubles} />
      <Queues live={live} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <UnderWay live={live} running={running} />
          <Folders live={live} isWall={isWall} />
          <Through live={live} />
        </div>
        <div className={classes.column}>
          <Arrivals live={live} />
          <LastHour throughput={live.throughput} />
          <Opened live={live} />
        </div>
      </div>
    </div>
  )
}

function NoProducers() {
  const text = useText()
  const mayAdd = useMay('producers.manage')
  return (
    <Nothing
      title={text('live.none')}
      body={text('live.none.next')}
      action={mayAdd ? <Link href="/producers">{text('live.none.add')}</Link> : null}
    />
  )
}
