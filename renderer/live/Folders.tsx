import { Button, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Live, LiveFolder } from '../../engine/contract/live.ts'
import { ageWords } from '../exceptions/words.ts'
import { formatByteSize } from '../files/byte-size.ts'
import { producerAddress } from '../ledger/address.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import { ResumeDialog } from '../producers/ResumeDialog.tsx'
import { SuspendDialog } from '../producers/SuspendDialog.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './live.module.css'
import { Part } from './Part.tsx'

const shownAtFirst = 20

type Asked = Readonly<{ what: 'suspend' | 'resume'; id: number; name: string }>

/** Each producer's folder: what waits in it and since when, and whether anything is taken from it at all. */
export function Folders({ live, isWall }: Readonly<{ live: Live; isWall: boolean }>) {
  const text = useText()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isAll, setAll] = useState(false)
  const { folders } = live
  const shown = isAll ? folders : folders.slice(0, shownAtFirst)
  const close = (): void => setAsked(null)
  return (
    <Part title={text('live.folders')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text('live.folder.state')}</th>
            <th scope="col">{text('live.folder.producer')}</th>
            <th scope="col" data-number>
              {text('live.folder.files')}
            </th>
            <th scope="col" data-number>
              {text('live.folder.size')}
            </th>
            <th scope="col" data-number>
              {text('live.folder.oldest')}
            </th>
            {isWall ? null : (
              <th scope="col">
                <VisuallyHidden>{text('live.folder.action')}</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((folder) => (
            <Row key={folder.producer} folder={folder} asOf={live.asOf} onAsk={isWall ? null : setAsked} />
          ))}
        </tbody>
      </table>
      {shown.length < folders.length ? (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {text('live.folders.more', { more: folders.length - shown.length })}
        </Button>
      ) : null}
      {asked?.what === 'suspend' ? <SuspendDialog producer={asked} onClose={close} /> : null}
      {asked?.what === 'resume' ? <ResumeDialog producer={asked} onClose={close} /> : null}
    </Part>
  )
}

type RowProps = Readonly<{ folder: LiveFolder; asOf: string; onAsk: ((asked: Asked) => void) | null }>

function Row({ folder, asOf, onAsk }: RowProps) {
  const text = useText()
  const { locale, instant } = useFormats()
  const { producer, name, waiting, suspension } = folder
  const { files, bytes, isMore, oldestAt } = waiting
  const { tone, word } = standingOf(folder, text)
  const why = suspension === null ? '' : text('producer.suspension', { by: suspension.by, at: instant(suspension.at) })
  return (
    <tr>
      <td title={suspension === null ? word : `${why}: ${suspension.reason}`}>
        <State tone={tone} word={word} />
      </td>
      <th scope="row">
        <Link href={producerAddress(producer)}>{name}</Link>
      </th>
      <td data-number>{isMore ? text('live.or_more', { count: files }) : formatCount(files, locale)}</td>
      <td data-number>{files === 0 ? null : formatByteSize(bytes, locale)}</td>
      <td data-number title={oldestAt === null ? '' : instant(oldestAt)}>
        {oldestAt === null ? null : ageWords(oldestAt, Date.parse(asOf), text)}
      </td>
      {onAsk === null ? null : (
        <td>
          <Action folder={folder} onAsk={onAsk} />
        </td>
      )}
    </tr>
  )
}

function standingOf({ folder, state }: LiveFolder, text: Text): Readonly<{ tone: Tone; word: string }> {
  if (folder !== 'open') return { tone: 'critical', word: text(`live.folder.${folder}`) }
  if (state === 'suspended') return { tone: 'high', word: text('producer.state.suspended') }
  return { tone: 'ok', word: text('live.folder.open') }
}

/** Hiding a button is a courtesy: the engine asks again. */
function Action({ folder, onAsk }: Readonly<{ folder: LiveFolder; onAsk: (asked: Asked) => void }>) {
  const text = useText()
  const maySuspend = useMay('producers.suspend')
  const mayPropose = useMay('producers.propose')
  const mayResume = useMay('proposals.propose') && mayPropose
  const { producer: id, name, state } = folder
  const what = state === 'suspended' ? 'resume' : 'suspend'
  if (!(what === 'suspend' ? maySuspend : mayResume)) return null
  return (
    <ActionButton variant="default" size="compact-sm" onClick={() => onAsk({ what, id, name })}>
      {text(what === 'suspend' ? 'producer.suspend' : 'producer.resume')}
      <VisuallyHidden>{` ${name}`}</VisuallyHidden>
    </ActionButton>
  )
}
