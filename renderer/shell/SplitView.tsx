import { ActionIcon, Button, Splitter, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import classes from './split-view.module.css'

type Props = Readonly<{
  list: ReactNode
  /** Nothing open: the list takes all the width. */
  pane: Readonly<{ key: string; title: string; body: ReactNode; foot?: ReactNode }> | null
  onClose: () => void
}>

const paneMin = 400
const paneMax = 640

/** A list and one rich pane. On a narrow window the pane replaces the list, which keeps its place underneath. */
export function SplitView({ list, pane, onClose }: Props) {
  const narrow = useMediaQuery('(max-width: 899px)', undefined, { getInitialValueInEffect: false })
  const { preferences, setPreference } = usePreferences()
  const [dragged, setDragged] = useState<number>()
  const width = dragged ?? preferences.paneWidth ?? usualPaneWidth(window.innerWidth)
  const beside = pane !== null && !narrow
  useKeyCommand('list.out', onClose, pane !== null)

  // One tree for all cases: the list must not be built anew, and so lose its place, when a pane opens beside it.
  return (
    <div className={classes.root}>
      <Splitter
        className={classes.root ?? ''}
        inert={pane !== null && narrow}
        sizes={beside ? [1, `${width}px`] : [1]}
        onSizeChange={(sizes) => setDragged(clampPane(sizes[1]))}
        onResizeEnd={(_, sizes) => setPreference('paneWidth', clampPane(sizes[1]))}
        resetOnDoubleClick={false}
        lineSize={1}
        step="16px"
        shiftStep="64px"
      >
        <Splitter.Pane defaultSize={1} className={classes.list ?? ''}>
          {list}
        </Splitter.Pane>
        {beside ? (
          <Splitter.Pane defaultSize={`${width}px`} min={`${paneMin}px`} max={`${paneMax}px`}>
            <Pane
              key={pane.key}
              title={pane.title}
              body={pane.body}
              foot={pane.foot}
              narrow={false}
              onClose={onClose}
            />
          </Splitter.Pane>
        ) : null}
      </Splitter>
      {pane && narrow ? (
        <div className={classes.over}>
          <Pane key={pane.key} title={pane.title} body={pane.body} foot={pane.foot} narrow onClose={onClose} />
        </div>
      ) : null}
    </div>
  )
}

// The scrolling part takes the focus itself: with nothing to act on inside it could not be scrolled by keyboard.
const scrolledByKeys = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const

type PaneProps = Readonly<{ title: string; body: ReactNode; foot: ReactNode; narrow: boolean; onClose: () => void }>

function Pane({ title, body, foot, narrow, onClose }: PaneProps) {
  const text = useText()
  return (
    <section className={classes.pane} aria-label={title} data-region data-pane>
      <header className={classes.paneHead}>
        {narrow ? (
          <Button variant="subtle" leftSection={<IconArrowLeft size={16} stroke={1.75} />} onClick={onClose}>
            {text('action.back')}
          </Button>
        ) : null}
        <Title order={2} className={classes.paneTitle ?? ''} title={title}>
          {title}
        </Title>
        {narrow ? null : (
          <ActionIcon variant="subtle" size={28} onClick={onClose} aria-label={text('pane.close')}>
            <IconX size={16} stroke={1.75} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.paneBody} {...scrolledByKeys(title)}>
        {body}
      </div>
      {foot}
    </section>
  )
}

function usualPaneWidth(windowWidth: number): number {
  if (windowWidth >= 3_000) return paneMax
  if (windowWidth >= 1_920) return 560
  return windowWidth < 1_280 ? 440 : 480
}

function clampPane(size: string | number | undefined): number {
  const px = Math.round(Number.parseFloat(String(size ?? paneMin)))
  return Math.min(paneMax, Math.max(paneMin, px))
}
