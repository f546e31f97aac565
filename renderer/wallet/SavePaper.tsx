/** @jsxImportSource preact */
/** The button that saves a paper, and below it what came of it. */
import { Problem } from './parts.tsx'
import type { Saving } from './use-saving.ts'
import { useWords } from './words.ts'

type Props = Readonly<{ label: string; of: Saving; onSave: () => void }>

export function SavePaper({ label, of: { isBusy, saved, refused }, onSave }: Props) {
  const { say } = useWords()
  return (
    <div class="paper">
      <button type="button" class="wide" disabled={isBusy} onClick={onSave}>
        {label}
      </button>
      <output class="fine">
        {isBusy && say('paper.making')}
        {saved !== null && say('paper.saved', { name: saved })}
      </output>
      {refused !== null && (
        <Problem refused={refused} words={refused.code === 'offline' ? 'paper.offline' : undefined} />
      )}
    </div>
  )
}
