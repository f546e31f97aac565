/** @jsxImportSource preact */
/** The few parts that every page of the wallet is made of. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Refused } from './call.ts'
import { useWords, type WordId } from './words.ts'

/** A page's heading takes the focus when somebody came to it, so that it is read out and Tab goes on from there. */
export function Heading({ moved, children }: Readonly<{ moved: boolean; children: ComponentChildren }>) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (moved) heading.current?.focus({ preventScroll: true })
  }, [moved])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

type ProblemProps = Readonly<{
  refused: Refused
  /** Said instead of what is said of it everywhere. */
  words?: WordId | undefined
  onAgain?: (() => void) | undefined
}>

/** What could not be loaded without a connection is asked for again when there is one. */
export function Problem({ refused, words, onAgain }: ProblemProps) {
  const { say } = useWords()
  const { incident } = refused.facts
  const waits = refused.code === 'offline'
  useEffect(() => {
    if (!waits || onAgain === undefined) return undefined
    window.addEventListener('online', onAgain)
    return () => window.removeEventListener('online', onAgain)
  }, [waits, onAgain])
  return (
    <div class="note problem" role="alert">
      <p>{say(words ?? problemOf(refused))}</p>
      {typeof incident === 'string' && <p class="fine">{say('failed.code', { incident })}</p>}
      {onAgain !== undefined && (
        <button type="button" class="quiet" onClick={onAgain}>
          {say('again')}
        </button>
      )}
    </div>
  )
}

export function problemOf({ code }: Refused): WordId {
  switch (code) {
    case 'offline':
      return 'offline.empty'
    case 'too_many_requests':
      return 'too_many'
    case 'not_found':
      return 'item.gone'
    case 'days_reversed':
      return 'period.reversed'
    case 'days_too_many':
      return 'statement.too_many'
    case 'code_refused':
      return 'code.wrong'
    case 'too_many_refused':
      return 'code.braked'
    case 'already_answered':
      return 'request.answered'
    default:
      return 'failed'
  }
}

/** The same of what was to be sent: nothing was. */
export const problemOfSending = (refused: Refused): WordId =>
  refused.code === 'offline' ? 'offline.sent' : problemOf(refused)

type FieldProps = Readonly<{
  id: string
  label: string
  hint?: string | undefined
  problem?: string | null | undefined
  children: (
    described: Readonly<{ id: string; 'aria-describedby': string; 'aria-invalid': boolean }>,
  ) => ComponentChildren
}>

/** A field with its label above, what it is for below, and what is wrong with it in words. */
export function Field({ id, label, hint, problem = null, children }: FieldProps) {
  const described = [hint === undefined ? '' : `${id}-hint`, problem === null ? '' : `${id}-problem`].join(' ').trim()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': problem !== null })}
      {hint !== undefined && (
        <p class="fine" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== null && (
        <p class="wrong" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

/** In process is told by the word and by a clock, never by colour alone. */
export function Status({ status }: Readonly<{ status: 'in_process' | 'confirmed' }>) {
  const { say } = useWords()
  return (
    <span class={`status ${status}`}>
      {status === 'in_process' ? <Clock /> : <Tick />}
      {say(`status.${status}`)}
    </span>
  )
}

const Clock = () => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.5V8l2.5 1.5" />
  </svg>
)

const Tick = () => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M3 8.5l3.2 3L13 4.5" />
  </svg>
)

export function Loading() {
  const { say } = useWords()
  return <output class="loading">{say('loading')}</output>
}
