import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { TraceFrom } from '../../engine/contract/trace.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { focusPane } from '../shell/regions.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { chipsOf } from './chips.ts'
import { MoneyNow } from './MoneyNow.tsx'
import classes from './trace.module.css'

const topics: readonly Topic[] = ['ledger', 'batches', 'exceptions']

/** The foot of every pane: how its thing hangs together with the books and with the file it came from. */
export function Trace({ of }: Readonly<{ of: TraceFrom }>) {
  const text = useText()
  const place = useRef<HTMLFieldSetElement>(null)
  const { preferences, setPreference } = usePreferences()
  const opened = preferences.traceOpen
  const entered = useEntered(place)
  const [wanted, setWanted] = useState(false)
  const leave = (): void => {
    setPreference('traceOpen', false)
    // A page of its own has no pane to go back into.
    place.current?.querySelector('button')?.focus()
    focusPane()
  }
  useKeyCommand('pane.trace', () => {
    if (opened && place.current?.contains(document.activeElement)) return leave()
    setPreference('traceOpen', true)
    setWanted(true)
  })
  // From the trace the way out leads to its pane first, and only from there to the list.
  useKeyCommand('list.out', leave, opened && entered)
  return (
    <fieldset ref={place} className={classes.foot} aria-label={text('trace.title')}>
      <UnstyledButton
        className={classes.head ?? ''}
        aria-expanded={opened}
        onClick={() => setPreference('traceOpen', !opened)}
      >
        {opened ? (
          <IconChevronDown size={16} stroke={1.75} aria-hidden />
        ) : (
          <IconChevronRight size={16} stroke={1.75} aria-hidden />
        )}
        {text('trace.title')}
        <KeyHint command="pane.trace" />
      </UnstyledButton>
      {opened ? <Chips of={of} wanted={wanted} onTaken={() => setWanted(false)} /> : null}
    </fieldset>
  )
}

/** Whether the focus is inside. */
function useEntered(place: RefObject<HTMLElement | null>): boolean {
  const [entered, setEntered] = useState(false)
  useEffect(() => {
    const element = place.current
    const enter = (): void => setEntered(true)
    const leave = ({ relatedTarget }: FocusEvent): void =>
      setEntered(relatedTarget instanceof Node && element?.contains(relatedTarget) === true)
    element?.addEventListener('focusin', enter)
    element?.addEventListener('focusout', leave)
    return () => {
      element?.removeEventListener('focusin', enter)
      element?.removeEventListener('focusout', leave)
    }
  }, [place])
  return entered
}

type ChipsProps = Readonly<{
  of: TraceFrom
  /** The first link takes the focus as soon as it is there. */
  wanted: boolean
  onTaken: () => void
}>

function Chips({ of, wanted, onTaken }: ChipsProps) {
  const text = useText()
  const formats = useFormats()
  const list = useRef<HTMLOListElement>(null)
  const { data, fault } = useTrace(of)
  const chips = data === undefined ? undefined : chipsOf(data, of, { text, formats })
  useEffect(() => {
    if (!wanted || chips === undefined) return
    list.current?.querySelector('a')?.focus()
    onTaken()
  })
  const nothing = fault?.code === 'not_found' || chips?.length === 0
  return (
    <div className={classes.chips}>
      <nav aria-label={text('trace.title')} aria-busy={chips === undefined && !nothing}>
        <ol ref={list} className={classes.list}>
          {chips?.map(({ part, words, hint, address, here }) => (
            <li key={part}>
              <Link
                href={address}
                className={classes.chip}
                title={hint}
                onKeyDown={(event) => step(event, list.current)}
                {...(here ? { 'aria-current': 'true' } : {})}
              >
                {words}
              </Link>
            </li>
          ))}
        </ol>
        {nothing ? (
          <span className={classes.nothing}>{text('trace.nothing')}</span>
        ) : (
          <FaultLine fault={data ? undefined : fault} />
        )}
      </nav>
      {/* What became of the rows of a case is what its pane is about. */}
      {data ? <MoneyNow trace={of.from === 'case' ? { ...data, became: null } : data} /> : null}
    </div>
  )
}

/** The same question while the pane shows the same, however often it is drawn. */
function useTrace(of: TraceFrom) {
  const content = JSON.stringify(of)
  const same = useMemo(() => JSON.parse(content) as TraceFrom, [content])
  return useRead(
    useCallback((client: EngineClient) => client.trace.of({ of: same }), [same]),
    topics,
  )
}

/** Along the chips; Tab goes there as well. */
function step(event: KeyboardEvent<HTMLAnchorElement>, list: HTMLElement | null): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0 || list === null) return
  const links = [...list.querySelectorAll('a')]
  const next = links[links.indexOf(event.currentTarget) + by]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
