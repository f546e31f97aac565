import { Button, Text } from '@mantine/core'
import type { Bulk } from '../../../engine/contract/bulk.ts'
import type { Topic } from '../../../engine/contract/changes.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { usePages } from '../../engine/use-pages.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useText } from '../../messages/use-text.ts'
import { Dialog } from '../../notice/Dialog.tsx'
import { Waiting } from '../../notice/Waiting.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import classes from './bulk.module.css'
import { soFarWords, stateWords } from './bulk-words.ts'

const topics: readonly Topic[] = ['exceptions']
const page = (client: EngineClient, cursor: string | undefined) =>
  client.exceptions.bulk.list({ limit: 50, ...(cursor === undefined ? {} : { cursor }) })

type Props = Readonly<{ onShow: (id: number) => void; onClose: () => void }>

/** What was done about many cases at once, by anybody, the newest first. */
export function PastDialog({ onShow, onClose }: Props) {
  const text = useText()
  const { items, fault, hasMore, loadingMore, loadMore, again } = usePages(page, topics)
  return (
    <Dialog opened onClose={onClose} title={text('bulk.past')} width={960}>
      {!items && fault ? <FaultNotice fault={fault} what={text('bulk.unread')} onRetry={again} /> : null}
      {items || fault ? null : <Waiting lines={4} />}
      {items?.length === 0 ? <Text>{text('bulk.past.none')}</Text> : null}
      {items && items.length > 0 ? (
        <section className={classes.items} aria-label={text('bulk.past')}>
          <table className={classes.groups}>
            <thead>
              <tr>
                <th scope="col">{text('bulk.past.at')}</th>
                <th scope="col">{text('bulk.past.by')}</th>
                <th scope="col">{text('bulk.past.what')}</th>
                <th scope="col">{text('bulk.item.outcome')}</th>
                <th scope="col">{text('bulk.past.results')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((bulk) => (
                <PastRow key={bulk.id} bulk={bulk} onShow={onShow} />
              ))}
            </tbody>
          </table>
          {hasMore ? (
            <Button variant="default" size="compact-sm" loading={loadingMore} onClick={loadMore}>
              {text('bulk.items.more')}
            </Button>
          ) : null}
        </section>
      ) : null}
    </Dialog>
  )
}

function PastRow({ bulk, onShow }: Readonly<{ bulk: Bulk; onShow: (id: number) => void }>) {
  const text = useText()
  const { instant } = useFormats()
  const { id, deed, by, cases, startedAt, state } = bulk
  const name = text(`bulk.name.${deed.action}`)
  return (
    <tr>
      <td className="ch-figure">{instant(startedAt)}</td>
      <td>{by}</td>
      <th scope="row">{text('bulk.past.name', { name, cases })}</th>
      <td>
        {stateWords(state, text)}: {soFarWords(bulk, text)}
      </td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onShow(id)}
          aria-label={text('bulk.past.show', { name, at: instant(startedAt) })}
        >
          {text('bulk.show')}
        </Button>
      </td>
    </tr>
  )
}
