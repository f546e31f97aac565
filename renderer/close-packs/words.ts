/** What became of a pack, and what its first page says, in words. */
import type { ClosePack } from '../../engine/contract/close-packs.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

export function standingOf(pack: ClosePack, text: Text): Readonly<{ tone: Tone; words: string }> {
  switch (pack.state) {
    case 'asked':
      return { tone: 'progress', words: progressWords(pack, text) }
    case 'failed':
      return { tone: 'critical', words: text('pack.state.failed') }
    case 'made':
      return madeStanding(pack, text)
  }
}

function progressWords({ progress }: ClosePack, text: Text): string {
  if (progress === null) return text('pack.state.asked')
  const { step, done, of } = progress
  const percent = of === 0 ? 0 : Math.floor((100 * done) / of)
  return text(`pack.step.${step}`, { percent: String(percent) })
}

/** Why there is none, and what to do; most of what can go wrong an administrator has to look at. */
export function failedId({ problem }: ClosePack): MessageId {
  switch (problem) {
    case 'too_large':
      return 'pack.failed.too_large'
    case 'disk_full':
      return 'pack.failed.disk_full'
    default:
      return 'pack.failed.next'
  }
}

/** What is wrong comes first: a pack of days that do not prove is no good end, closed or not. */
function madeStanding({ isClosed, proves }: ClosePack, text: Text): Readonly<{ tone: Tone; words: string }> {
  if (proves === 'breaks') return { tone: 'critical', words: text('pack.proves.breaks') }
  if (isClosed !== true) return { tone: 'high', words: text('pack.not_closed') }
  if (proves === 'proves') return { tone: 'ok', words: text('pack.sound') }
  return { tone: 'medium', words: text(`pack.proves.${proves ?? 'incomplete'}`) }
}
