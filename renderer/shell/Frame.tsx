import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { packsPath } from '../close-packs/address.ts'
import { DesktopDialogs } from '../desktop/DesktopDialogs.tsx'
import { useConnectionState } from '../engine/engine-context.ts'
import { Beginning } from '../first-run/Beginning.tsx'
import { firstRunPath } from '../first-run/NextStep.tsx'
import { KeysSheet } from '../keys/KeysSheet.tsx'
import { PaletteDoor } from '../keys/PaletteDoor.tsx'
import { isWall, wallAddress } from '../live/search.ts'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { DesktopNews } from '../notifications/DesktopNews.tsx'
import { usePreferences } from '../preferences/preferences-context.ts'
import { CheckReceipt } from '../receipts/CheckReceipt.tsx'
import { accountInPath } from '../reconciliation/address.ts'
import { homeFor, screensFor } from '../route/screens.ts'
import { useSession } from '../session/session-context.ts'
import { WorkspaceProvider } from '../workspace/WorkspaceProvider.tsx'
import { useWorkspaceAnswered } from '../workspace/workspace-context.ts'
import { Banners } from './Banners.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import classes from './frame.module.css'
import { GoCommands } from './GoCommands.tsx'
import { later } from './later.tsx'
import { NavRail } from './NavRail.tsx'
import { NothingHere } from './NothingHere.tsx'
import { screenParts } from './screen-parts.tsx'
import { TopBar } from './TopBar.tsx'

/** What is around every screen once somebody is signed in. */
export function Frame() {
  const text = useText()
  const { state } = useConnectionState()
  const overlay = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false })
  const small = useMediaQuery('(max-width: 1199px)', undefined, { getInitialValueInEffect: false })
  const { railCollapsed } = usePreferences().preferences
  const [menuOpen, setMenuOpen] = useState(false)
  const [path] = useLocation()
  const wall = isWall(path, useSearch())
  const { isOnWall } = useSession()
  return (
    <WorkspaceProvider>
      <div className={classes.frame} data-wall={wall}>
        <a className={classes.skip} href="#content">
          {text('nav.skip')}
        </a>
        {wall ? null : <TopBar menu={overlay} menuOpen={menuOpen} onMenu={() => setMenuOpen(!menuOpen)} />}
        <Banners />
        {wall ? null : (
          <NavRail
            narrow={!overlay && (small || railCollapsed)}
            over={menuOpen}
            roomy={!small}
            onGone={() => setMenuOpen(false)}
          />
        )}
        <main id="content" className={classes.main} tabIndex={-1} data-stale={state === 'lost' || state === 'stopped'}>
          <OnceKnown>{isOnWall && !wall ? <Redirect to={wallAddress} replace /> : <Screens />}</OnceKnown>
        </main>
      </div>
      {isOnWall ? null : <ForPeople />}
    </WorkspaceProvider>
  )
}

/** A screen asks by the workspace's zone and the person's preferences: before they are there it would ask by others. */
function OnceKnown({ children }: Readonly<{ children: ReactNode }>) {
  const answered = useWorkspaceAnswered()
  const { areOwn } = usePreferences()
  const [known, setKnown] = useState(false)
  // For good: what somebody has begun stays while the engine is away or the screen is locked.
  if (!known && answered && areOwn) setKnown(true)
  return known ? children : <Waiting />
}

/** What a display that nobody sits at has no use for, and what would be refused there. */
function ForPeople() {
  return (
    <>
      <GoCommands />
      <KeysSheet />
      <PaletteDoor />
      <CheckReceipt />
      <DesktopDialogs />
      <DesktopNews />
    </>
  )
}

const WorkspacePage = later(
  async () => (await import('../reconciliation/WorkspacePage.tsx')).WorkspacePage,
  <Waiting />,
)
const ProofPage = later(async () => (await import('../reconciliation/ProofPage.tsx')).ProofPage, <Waiting />)
const ClosePacksPage = later(
  async () => (await import('../close-packs/ClosePacksPage.tsx')).ClosePacksPage,
  <Waiting />,
)
const FirstProducerPage = later(
  async () => (await import('../first-run/FirstProducerPage.tsx')).FirstProducerPage,
  <Waiting />,
)
const CasePage = later(async () => (await import('../case/CasePage.tsx')).CasePage, <Waiting />)

function Screens() {
  const { permissions } = useSession()
  const [path] = useLocation()
  const mine = useMemo(() => screensFor(permissions), [permissions])
  const home = homeFor(permissions)
  return (
    <ErrorBoundary key={path}>
      <Switch>
        <Route path="/">
          <Beginning home={home} />
        </Route>
        {screenParts
          .filter(({ screen }) => mine.includes(screen))
          .map(({ screen, Part }) => (
            <Route key={screen.path} path={screen.path}>
              <Part />
            </Route>
          ))}
        {permissions.includes('exceptions.read') ? (
          <Route path="/exceptions/:name">{({ name }) => <CasePage name={name} />}</Route>
        ) : null}
        {permissions.includes('reconciliation.read') ? (
          <Route path="/reconciliation/:account">
            {({ account }) => <WorkspacePage account={accountInPath(account)} />}
          </Route>
        ) : null}
        {permissions.includes('reconciliation.read') ? (
          <Route path="/reconciliation/:account/proof">
            {({ account }) => <ProofPage account={accountInPath(account)} />}
          </Route>
        ) : null}
        <Route path={firstRunPath}>
          <FirstProducerPage />
        </Route>
        {permissions.includes('close_packs.read') ? (
          <Route path={packsPath}>
            <ClosePacksPage />
          </Route>
        ) : null}
        <Route>
          <NothingHere path={path} home={home} />
        </Route>
      </Switch>
    </ErrorBoundary>
  )
}
