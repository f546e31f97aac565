/** @jsxImportSource preact */
/** The history with what it is looked through by. A page comes when it is asked for; what is typed is looked for when one pauses. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { readAmount } from '../money/read.ts'
import { type Item, Refused, wallet } from './call.ts'
import { HistoryList } from './HistoryList.tsx'
import { Field, Loading, Problem } from './parts.tsx'
import { StatementPart } from './StatementPart.tsx'
import { useWords } from './words.ts'

type Status = 'all' | 'in_process' | 'confirmed'
type Asked = Readonly<{ search: string; status: Status; from: string; to: string }>
const everything: Asked = { search: '', status: 'all', from: '', to: '' }
const pauseMs = 300

type Props = Readonly<{ currency: string; digits: number; zone: string }>

export function HistoryPart({ currency, digits, zone }: Props) {
  const { say } = useWords()
  const [asked, setAsked] = useState<Asked>(everything)
  const isReversed = asked.from !== '' && asked.to !== '' && asked.to < asked.from
  const title = useRef<HTMLHeadingElement>(null)
  const isEverything = Object.entries(everything).every(([name, value]) => asked[name as keyof Asked] === value)
  const clear = (): void => {
    setAsked(everything)
    title.current?.focus()
  }
  const { found, refused, next, more, again } = useFound(asked, { currency, digits, waits: isReversed })
  return (
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title" ref={title} tabIndex={-1}>
        {say('history')}
      </h2>
      <div class="parts">
        <Asking asked={asked} onAsked={setAsked} isReversed={isReversed} />
        <StatementPart currency={currency} zone={zone} />
      </div>
      <div class="beside">
        <output class="fine count">{found === null ? '' : countOf(found.length, next, isEverything, say)}</output>
        {!isEverything && (
          <button type="button" class="quiet" onClick={clear}>
            {say('found.clear')}
          </button>
        )}
      </div>
      {refused !== null && <Problem refused={refused} onAgain={again} />}
      {found === null && refused === null && <Loading />}
      {found !== null && <HistoryList items={found} digits={digits} />}
      {next !== null && (
        <button type="button" class="wide" onClick={more}>
          {say('more')}
        </button>
      )}
    </section>
  )
}

type Say = ReturnType<typeof useWords>['say']

function countOf(count: number, next: string | null, isEverything: boolean, say: Say): string {
  if (count === 0 && next === null) return say(isEverything ? 'history.empty' : 'found.none')
  return say(next === null ? 'found.all' : 'found.some', { count })
}

type Looking = Readonly<{ currency: string; digits: number; waits: boolean }>

function useFound(asked: Asked, { currency, digits, waits }: Looking) {
  const [found, setFound] = useState<readonly Item[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  // Of two looks the later one counts, whichever is answered first.
  const latestRef = useRef(0)
  const look = useCallback(
    async (cursor: string | null): Promise<void> => {
      latestRef.current += 1
      const mine = latestRef.current
      setRefused(null)
      try {
        const further = cursor === null ? {} : { cursor }
        const page = await wallet.history({ ...inputOf(asked, digits), currency, ...further })
        if (mine !== latestRef.current) return
        setFound((before) => (cursor === null || before === null ? page.items : [...before, ...page.items]))
        setNext(page.next)
      } catch (error) {
        if (mine === latestRef.current) setRefused(error instanceof Refused ? error : new Refused('internal', {}))
      }
    },
    [asked, currency, digits],
  )
  const firstRef = useRef(true)
  useEffect(() => {
    if (waits) return undefined
    const timer = setTimeout(() => void look(null), firstRef.current ? 0 : pauseMs)
    firstRef.current = false
    return () => clearTimeout(timer)
  }, [look, waits])
  const again = useCallback(() => void look(null), [look])
  return { found, next, refused, more: () => void look(next), again }
}

/** What looks like an amount is looked for as one, and as a text as well. */
function inputOf({ search, status, from, to }: Asked, digits: number) {
  const text = search.trim()
  const amount = readAmount(text.replace(/^[A-Za-z]{3}\s+|^[+\u2212-]/, ''), digits)
  return {
    ...(text === '' ? {} : { text }),
    ...(amount.ok ? { amount: amount.minor } : {}),
    ...(status === 'all' ? {} : { status }),
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
  }
}

type AskingProps = Readonly<{ asked: Asked; onAsked: (asked: Asked) => void; isReversed: boolean }>

function Asking({ asked, onAsked, isReversed }: AskingProps) {
  const { say } = useWords()
  return (
    <search class="asking">
      <label class="hidden" for="search">
        {say('search')}
      </label>
      <input
        id="search"
        type="search"
        placeholder={say('search.hint')}
        maxLength={140}
        value={asked.search}
        onInput={(event) => onAsked({ ...asked, search: event.currentTarget.value })}
      />
      <details>
        <summary>{say('filter')}</summary>
        <div class="stack">
          <fieldset class="segments">
            <legend>{say('item.status')}</legend>
            {(['all', 'in_process', 'confirmed'] as const).map((status) => (
              <label key={status}>
                <input
                  type="radio"
                  name="status"
                  checked={asked.status === status}
                  onChange={() => onAsked({ ...asked, status })}
                />
                <span>{say(`filter.${status}`)}</span>
              </label>
            ))}
          </fieldset>
          <Period asked={asked} onAsked={onAsked} isReversed={isReversed} />
        </div>
      </details>
    </search>
  )
}

function Period({ asked, onAsked, isReversed }: AskingProps) {
  const { say } = useWords()
  return (
    <>
      <div class="days">
        <Day id="from" asked={asked} onAsked={onAsked} />
        <Day id="to" asked={asked} onAsked={onAsked} />
      </div>
      {isReversed && (
        <p class="wrong" role="alert">
          {say('period.reversed')}
        </p>
      )}
      {(asked.from !== '' || asked.to !== '') && (
        <button type="button" class="quiet" onClick={() => onAsked({ ...asked, from: '', to: '' })}>
          {say('period.clear')}
        </button>
      )}
    </>
  )
}

type DayProps = Readonly<{ id: 'from' | 'to'; asked: Asked; onAsked: (asked: Asked) => void }>

function Day({ id, asked, onAsked }: DayProps) {
  const { say } = useWords()
  return (
    <Field id={id} label={say(`period.${id}`)}>
      {(described) => (
        <input
          {...described}
          type="date"
          value={asked[id]}
          onInput={(event) => onAsked({ ...asked, [id]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
}
