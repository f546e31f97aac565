import { Text } from '@mantine/core'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import { EffectTable } from '../approvals/EffectTable.tsx'
import type { Reading } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { actionOf, standingOf, type Verb, verbLabel, verbs } from './actions.ts'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'
import { isPlainVerb, plainDeed } from './deeds.ts'
import { effectLines } from './effect-words.ts'
import { type EffectOf, useEffectOf } from './use-effect-of.ts'

type Props = CaseProps & Readonly<{ looked: Verb | null; picked: ReadonlySet<number> }>

/** What the action that has the focus would do; before any has, the first that can be done. */
export function EffectSection({ each, looked, picked }: Props) {
  const text = useText()
  const verb = looked ?? firstAble(each, text)
  const standing = verb === null ? null : standingOf(verb, each.actions, text)
  const title =
    verb === null ? text('case.section.effect') : text('case.section.effect_of', { action: text(verbLabel(verb)) })
  const deed = verb !== null && standing?.reason === null && isPlainVerb(verb) ? plainDeed(verb, ' ', picked) : null
  const effect = useEffectOf(each.id, deed)
  return (
    <PaneSection title={title}>
      {verb === null ? <Text c="dimmed">{text('case.effect.none')}</Text> : null}
      {standing?.reason ? <Text>{standing.reason}</Text> : null}
      {verb !== null && deed !== null ? <EffectBody deed={deed} effect={effect} /> : null}
      {verb !== null && deed === null && standing?.reason === null ? (
        <Text>
          {text(`case.will.${actionOf(verb)}`, { rows: each.left, approval: standing.needsApproval ? 'yes' : 'no' })}
        </Text>
      ) : null}
    </PaneSection>
  )
}

function firstAble(each: CaseProps['each'], text: Parameters<typeof standingOf>[2]): Verb | null {
  return verbs.find((verb) => isPlainVerb(verb) && standingOf(verb, each.actions, text).reason === null) ?? null
}

type BodyProps = Readonly<{ deed: CaseDeed; effect: Reading<EffectOf> }>

/** The same in the pane and in the dialog that confirms it. */
export function EffectBody({ deed, effect: { data, fault, readAt, again } }: BodyProps) {
  const text = useText()
  if (fault && !data) return <FaultNotice fault={fault} what={text('case.effect.not_possible')} onRetry={again} />
  if (!data) return <Waiting lines={3} />
  const { postings, balances } = data.effect
  // How the case itself ends stands above in words.
  const sets = data.effect.sets.filter(({ subject }) => !subject.startsWith('exception:'))
  return (
    <div className={classes.effect}>
      <ul className={classes.will}>
        {effectLines(deed.action, data, text).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {data.needsApproval ? <State tone="progress" word={text('case.will.approval')} /> : null}
      {postings.length + sets.length + balances.length === 0 ? (
        <Text c="dimmed">{text('case.effect.no_money')}</Text>
      ) : (
        <EffectTable effect={{ postings, sets, balances }} />
      )}
      {readAt ? (
        <Text c="dimmed" fz={12}>
          <AsOf at={readAt} />
        </Text>
      ) : null}
    </div>
  )
}
