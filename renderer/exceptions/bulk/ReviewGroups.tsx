import { Fragment } from 'react'
import type { BulkReview } from '../../../engine/contract/bulk.ts'
import { useText } from '../../messages/use-text.ts'
import { formatCount } from '../../money/format.ts'
import { State } from '../../notice/Mark.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import classes from './bulk.module.css'
import type { BulkAction } from './bulk-verbs.ts'
import { groupMoney, groupWords, reviewWords, toneOfGroup } from './bulk-words.ts'
import { CaseLink } from './CaseLink.tsx'

type Props = Readonly<{ review: BulkReview; action: BulkAction; onOpenCase: (id: number) => void }>

/** What it would come to: in one line, and group by group with how many rows, how much money, and some to look at. */
export function ReviewGroups({ review, action, onOpenCase }: Props) {
  const text = useText()
  const formats = useFormats()
  const { locale } = formats
  return (
    <div>
      <p className={classes.summary}>{reviewWords(review, action, text, formats)}</p>
      <table className={classes.groups}>
        <thead>
          <tr>
            <th scope="col">{text('bulk.review.group')}</th>
            <th scope="col" data-figure>
              {text('bulk.review.cases')}
            </th>
            <th scope="col" data-figure>
              {text('queue.rows.header')}
            </th>
            <th scope="col" data-figure>
              {text('queue.at_stake', { currency: review.currency })}
            </th>
            <th scope="col">{text('bulk.review.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {review.groups.map((group) => (
            <tr key={group.outcome}>
              <th scope="row">
                <State tone={toneOfGroup(group.outcome)} word={groupWords(group, review.asOf, text, formats)} />
              </th>
              <td data-figure>{formatCount(group.cases, locale)}</td>
              <td data-figure>{formatCount(group.rows, locale)}</td>
              <td data-figure>{groupMoney(group, review.currency, text, formats)}</td>
              <td className={classes.samples}>
                {group.samples.map((id, place) => (
                  <Fragment key={id}>
                    {place === 0 ? null : ' '}
                    <CaseLink id={id} onOpen={onOpenCase} />
                  </Fragment>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
