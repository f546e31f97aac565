/** @jsxImportSource preact */
/** What is under way, then what happened day by day: the shop, the place and the time, the money, and whether it is confirmed. */
import type { Item } from './call.ts'
import { dayText, figureText } from './figures.ts'
import { Status } from './parts.tsx'
import { addressOfItem, isPosted } from './place.ts'
import { useWords } from './words.ts'

type Props = Readonly<{ items: readonly Item[]; digits: number | undefined }>

export function HistoryList({ items, digits }: Props) {
  const { say, language } = useWords()
  const underWay = items.filter(({ id }) => !isPosted(id))
  return (
    <>
      {underWay.length > 0 && (
        <section aria-label={say('status.in_process')}>
          <h3>{say('status.in_process')}</h3>
          <ul class="plain rows">
            {underWay.map((item) => (
              <Row key={item.id} item={item} digits={digits} withDay />
            ))}
          </ul>
        </section>
      )}
      {daysOf(items.filter(({ id }) => isPosted(id))).map(({ day, ofDay }) => (
        <section key={ofDay[0]?.id} aria-label={dayText(day, language)}>
          <h3>{dayText(day, language)}</h3>
          <ul class="plain rows">
            {ofDay.map((item) => (
              <Row key={item.id} item={item} digits={digits} withDay={false} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

type RowProps = Readonly<{ item: Item; digits: number | undefined; withDay: boolean }>

function Row({ item, digits, withDay }: RowProps) {
  const { say, language } = useWords()
  const { id, amount, currency, producer, place, day, time, kind, status, reference } = item
  const when = withDay ? [dayText(day, language), time].filter((each) => each !== null).join(' ') : time
  const about = [producer === null ? reference : say(`kind.${kind}`), place, when].filter((each) => each !== null)
  return (
    <li>
      <a class="row" href={addressOfItem(id)}>
        <span class="title">{producer ?? say(`kind.${kind}`)}</span>
        <span class={amount > 0 ? 'amount in' : 'amount'}>{figureText(amount, { currency, language, digits })}</span>
        <span class="fine about">{about.join(' · ')}</span>
        <Status status={status} />
      </a>
    </li>
  )
}

/** In the order in which they came to the wallet, so a day may stand there twice. */
function daysOf(items: readonly Item[]): readonly Readonly<{ day: string; ofDay: readonly Item[] }>[] {
  const days: { day: string; ofDay: Item[] }[] = []
  for (const item of items) {
    const last = days.at(-1)
    if (last?.day === item.day) last.ofDay.push(item)
    else days.push({ day: item.day, ofDay: [item] })
  }
  return days
}
