import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import { assertNever } from '../assert-never.ts'
import { useLine } from '../engine/engine-context.ts'
import { readFault } from '../engine/fault.ts'
import type { Outcome } from '../engine/use-command.ts'
import { useQueue } from '../exceptions/queue-context.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { CaseCache } from './case-cache.ts'
import { type Acted, type CaseWork, CaseWorkContext } from './case-work-context.ts'
import { DeedBook, type Done, type Seen } from './deed-book.ts'
import { caseAddress, caseName } from './standing.ts'
import { undoingOf } from './undo.ts'

/**
 * Around the queue and its pane, and inside of the queue's own context: what is given to the engine lives here, so that
 * the next case can be open while the one before is still under way.
 */
export function CaseWorkProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [book] = useState(() => new DeedBook())
  const [cache] = useState(() => new CaseCache())
  const give = useGive(book, cache)
  const said = useSaid()
  const act = useCallback<CaseWork['act']>(
    async (seen, deed) => {
      const outcome = await give(seen, deed)
      if (outcome.ok) said.done(seen, deed, outcome.value.proposal)
      return outcome
    },
    [give, said],
  )
  const undo = useUndo(book, give, said)
  // Also with no pane open: what was done last may have been the last of the list.
  useKeyCommand('case.undo', undo)
  const work = useMemo<CaseWork>(() => ({ book, cache, act, undo }), [book, cache, act, undo])
  return <CaseWorkContext value={work}>{children}</CaseWorkContext>
}

type Give = (seen: Seen, deed: CaseDeed) => Promise<Outcome<Acted>>

function useGive(book: DeedBook, cache: CaseCache): Give {
  const line = useLine()
  const { refresh } = useQueue()
  return useCallback(
    async (seen, deed) => {
      const { id, version } = seen
      book.begin(seen, deed)
      cache.forget(id)
      try {
        if (!line) throw new Error('the engine is away')
        const key = crypto.randomUUID()
        const answer = await line.client.exceptions.act({ id, version, key, deed })
        const acted = { version: answer.exception.version, proposal: answer.proposal }
        book.finish({ seen, deed, ...acted })
        return { ok: true, value: acted }
      } catch (error) {
        const fault = readFault(error)
        book.refuse({ seen, deed, fault, at: Date.now() })
        return { ok: false, fault }
      } finally {
        refresh(id)
      }
    },
    [line, book, cache, refresh],
  )
}

type Said = Readonly<{
  done: (seen: Seen, deed: CaseDeed, proposal: number | null) => void
  undone: (done: Done) => void
  stands: (done: Done, why: string) => void
  nothing: () => void
  failed: (message: string) => void
}>

/** What is said in passing; what was refused stays in the list of what needs its person. */
function useSaid(): Said {
  const text = useText()
  const { say, sayFailed } = useToast()
  return useMemo(() => {
    const linked = (message: string, address: string, link: string): void => {
      notifications.show({
        message: (
          <>
            {message}{' '}
            <Anchor component={Link} href={address} underline="always" inherit>
              {link}
            </Anchor>
          </>
        ),
        role: 'status',
        autoClose: 8_000,
        closeButtonProps: { 'aria-label': text('action.close') },
      })
    }
    return {
      done: ({ id }, { action }, proposal) => {
        const name = caseName(id)
        if (proposal === null) say(text(`case.done.${action}`, { name }))
        else
          linked(text('case.proposed', { name }), proposalAddress(proposal), text('proposal.title', { id: proposal }))
      },
      undone: ({ seen }) => linked(text('case.undone'), caseAddress(seen.id), caseName(seen.id)),
      stands: ({ seen }, why) => linked(text('case.stands', { why }), caseAddress(seen.id), caseName(seen.id)),
      nothing: () => say(text('case.undo.nothing')),
      failed: sayFailed,
    }
  }, [text, say, sayFailed])
}

function useUndo(book: DeedBook, give: Give, said: Said): () => void {
  const text = useText()
  const line = useLine()
  const shown = useShown()
  return useCallback(() => {
    const last = book.takeLast()
    if (last === undefined) return said.nothing()
    const { seen, version } = last
    const undoing = undoingOf(last, text('case.reason.decided_by_mistake'))
    switch (undoing.how) {
      case 'deed':
        void give({ ...seen, version }, undoing.deed).then((outcome) => {
          // The taking back is itself what was done last now; it must not be what is taken back next.
          if (outcome.ok) book.takeLast()
          if (outcome.ok) said.undone(last)
        })
        return
      case 'withdraw':
        line?.client.proposals.withdraw({ id: undoing.proposal, reason: text('case.reason.decided_by_mistake') }).then(
          () => said.undone(last),
          (error: unknown) => {
            const sentence = faultSentence(readFault(error), shown)
            said.failed(text(sentence.id, sentence.values))
          },
        )
        return
      case 'stands':
        return said.stands(last, undoing.why)
      default:
        return assertNever(undoing)
    }
  }, [book, give, said, text, line, shown])
}
