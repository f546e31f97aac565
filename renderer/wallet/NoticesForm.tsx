/** @jsxImportSource preact */
/** Of what the client wants to be told by e-mail, for the wallet in one currency. */
import { useState } from 'preact/hooks'
import { decimalString, usualDigits } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { type Out, type Refused, wallet } from './call.ts'
import { Field, problemOfSending } from './parts.tsx'
import { useWords, type WordId } from './words.ts'

type Notices = Out['notices']['items'][number]

export function NoticesForm({ notices }: Readonly<{ notices: Notices }>) {
  const { say } = useWords()
  const { currency } = notices
  const digits = usualDigits(currency)
  const [moneyIn, setMoneyIn] = useState(notices.moneyIn)
  const [above, setAbove] = useState(typed(notices.above, digits))
  const [below, setBelow] = useState(typed(notices.below, digits))
  const [isTried, setTried] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const [problem, setProblem] = useState<WordId | null>(null)
  const save = async (event: Event): Promise<void> => {
    event.preventDefault()
    setTried(true)
    setSaved(false)
    setProblem(null)
    const [over, under] = [read(above, digits), read(below, digits)]
    if (over === undefined || under === undefined) return
    try {
      await wallet.setNotices({ currency, moneyIn, above: over, below: under })
      setSaved(true)
    } catch (error) {
      setProblem(problemOfSending(error as Refused))
    }
  }
  const limits = [
    { id: 'above', value: above, set: setAbove },
    { id: 'below', value: below, set: setBelow },
  ] as const
  return (
    <form class="card" onSubmit={(event) => void save(event)} noValidate aria-labelledby={`notices-${currency}`}>
      <h2 id={`notices-${currency}`}>{say('settings.notices', { currency })}</h2>
      <label class="check">
        <input type="checkbox" checked={moneyIn} onChange={(event) => setMoneyIn(event.currentTarget.checked)} />
        <span>{say('settings.moneyIn')}</span>
      </label>
      {limits.map(({ id, value, set }) => (
        <Field
          key={id}
          id={`${id}-${currency}`}
          label={`${say(`settings.${id}`)} (${currency})`}
          hint={say('settings.amount.hint')}
          problem={isTried && read(value, digits) === undefined ? say('settings.amount.bad') : null}
        >
          {(described) => (
            <input
              {...described}
              type="text"
              inputMode="decimal"
              autoComplete="off"
              value={value}
              onInput={(event) => set(event.currentTarget.value)}
            />
          )}
        </Field>
      ))}
      <p class="fine">{say('settings.notices.how')}</p>
      <button type="submit" class="primary">
        {say('settings.save')}
      </button>
      <output>{isSaved && say('settings.saved')}</output>
      {problem !== null && (
        <p class="wrong" role="alert">
          {say(problem)}
        </p>
      )}
    </form>
  )
}

const typed = (amount: number | null, digits: number): string => (amount === null ? '' : decimalString(amount, digits))

/** Null for nothing, undefined for what is no amount. */
function read(text: string, digits: number): number | null | undefined {
  if (text.trim() === '') return null
  const amount = readAmount(text, digits)
  return amount.ok ? amount.minor : undefined
}
