import type { Producer } from '../../engine/contract/producers.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { useText } from '../messages/use-text.ts'
import { useWorkspace } from '../workspace/workspace-context.ts'

type Props = Readonly<{ producer: Pick<Producer, 'id' | 'name'>; onClose: () => void }>

/** Taking money from it again takes two people, or in set-up mode the one who then approves it there. */
export function ResumeDialog({ producer, onClose }: Props) {
  const text = useText()
  const setUp = useWorkspace()?.setUpMode === true
  return (
    <ProposeDialog
      title={text('producer.resume.title', { name: producer.name })}
      change={{ kind: 'producer_resume', producer: producer.id }}
      note={text(setUp ? 'producer.resume.set_up' : 'producer.resume.who')}
      onClose={onClose}
      onProposed={onClose}
    />
  )
}
