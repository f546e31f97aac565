/** How the last expected files came: in words, and as a strip in which what went wrong stands taller than what went well. */
import type { DecidedState, Producer } from '../../engine/contract/producers.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

export const toneOfArrival: Readonly<Record<DecidedState, Tone>> = { met: 'ok', late: 'medium', missed: 'critical' }

type Recent = Pick<Producer, 'recent'>

const countOf = (recent: readonly DecidedState[], state: DecidedState): number =>
  recent.filter((one) => one === state).length

/** Short, for a column: "28 of 30". */
export const onTimeShort = ({ recent }: Recent, text: Text): string =>
  recent.length === 0 ? '' : text('producer.on_time.short', { met: countOf(recent, 'met'), all: recent.length })

export const onTimeSentence = ({ recent }: Recent, text: Text): string =>
  recent.length === 0
    ? text('producer.on_time.none')
    : text('producer.on_time.words', {
        all: recent.length,
        met: countOf(recent, 'met'),
        late: countOf(recent, 'late'),
        missed: countOf(recent, 'missed'),
      })

/** From the least to the most on time; who has no record yet comes behind both. */
export const onTimeOrder = ({ recent }: Recent): number =>
  recent.length === 0 ? 2 : countOf(recent, 'met') / recent.length

const barPx = 3
const stepPx = 5
const edgePx = 8
const heightPx: Readonly<Record<DecidedState, number>> = { met: 4, late: 10, missed: 18 }

/** Drawn behind the cell's text, one bar for each, the newest at the right edge. Height says what colour says. */
export function stripStyle({ recent }: Recent): Record<string, string> {
  if (recent.length === 0) return {}
  const newestFirst = recent.toReversed()
  return {
    backgroundRepeat: 'no-repeat',
    backgroundImage: newestFirst.map((state) => flat(`var(--ch-${toneOfArrival[state]})`)).join(', '),
    backgroundSize: newestFirst.map((state) => `${barPx}px ${heightPx[state]}px`).join(', '),
    backgroundPosition: newestFirst.map((_, place) => `right ${edgePx + place * stepPx}px top 50%`).join(', '),
  }
}

const flat = (colour: string): string => `linear-gradient(${colour}, ${colour})`
