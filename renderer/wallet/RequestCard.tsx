/** @jsxImportSource preact */
/** What the client asked, how it stands, and what was written to them about it. */
import type { Request } from './call.ts'
import { dayOfInstant, moneyText } from './figures.ts'
import { addressOfItem } from './place.ts'
import { useWords } from './words.ts'

type Props = Readonly<{ request: Request; zone: string; withLink: boolean }>

export function RequestCard({ request, zone, withLink }: Props) {
  const { say, language } = useWords()
  const { kind, state, amount, currency, producer, words, askedAt, answers, moneyBack, item } = request
  const day = (at: string): string => dayOfInstant(at, { zone, language })
  const money = moneyText(Math.abs(amount), { currency, language })
  return (
    <article class="card request">
      <h2>{say(`request.kind.${kind}`, { amount: money })}</h2>
      <p class={`state ${state}`}>{say(`request.state.${state}`)}</p>
      <p class="fine">
        {[producer, say('request.at', { day: day(askedAt) })].filter((each) => each !== null).join(' · ')}
      </p>
      {words !== null && (
        <>
          <h3>{say('request.said')}</h3>
          <p class="words">{words}</p>
        </>
      )}
      {answers.map(({ at, text }) => (
        <div key={at}>
          <h3>{say('request.answer', { day: day(at) })}</h3>
          <p class="words">{text}</p>
        </div>
      ))}
      {moneyBack && <p class="note">{say('request.moneyBack')}</p>}
      {state === 'answered' && answers.length === 0 && !moneyBack && <p class="note">{say('request.noLetter')}</p>}
      {withLink && <a href={addressOfItem(item)}>{say('request.open')}</a>}
    </article>
  )
}
