import { Menu, Tooltip } from '@mantine/core'
import { useLocation } from 'wouter'
import type { Exception, ExceptionDetail } from '../../engine/contract/exceptions.ts'
import { commandOf, isDangerous, standingOf, type Verb, verbLabel, verbs } from '../case/actions.ts'
import { useDeeds } from '../case/case-work-context.ts'
import { caseAddress, caseName } from '../case/standing.ts'
import { useCase } from '../case/use-case.ts'
import type { MenuAt } from '../grid/RowMenu.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useText } from '../messages/use-text.ts'
import { useSession } from '../session/session-context.ts'
import { useEngineReason } from '../shell/EngineBanner.tsx'
import { filtersOf } from './filters-of-row.ts'
import type { ChangeSearch } from './search.ts'

type Props = Readonly<{
  at: MenuAt<Exception>
  change: ChangeSearch
  nameOf: (user: string) => string
  onGive: (verb: Verb, each: ExceptionDetail) => void
}>

export function OpenPage({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const [, navigate] = useLocation()
  return (
    <Menu.Item onClick={() => navigate(caseAddress(id))} rightSection={<KeyHint command="case.page" />}>
      {text('case.page.open')}
    </Menu.Item>
  )
}

export function CaseMenu({ at: { row, column }, change, nameOf, onGive }: Props) {
  const text = useText()
  const { detail, fault } = useCase(row.id)
  return (
    <>
      <Menu.Divider />
      {filtersOf(row, { column, text, nameOf }).map(({ by, words, search }) => (
        <Menu.Item key={by} onClick={() => change(search)}>
          {words}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{caseName(row.id)}</Menu.Label>
      {fault && !detail ? <Menu.Label>{text('case.unread')}</Menu.Label> : null}
      {verbs.map((verb) => (
        <VerbItem key={verb} verb={verb} each={detail} onGive={onGive} />
      ))}
    </>
  )
}

type ItemProps = Readonly<{ verb: Verb; each: ExceptionDetail | undefined; onGive: Props['onGive'] }>

/** What can't be done is still reached, and says why. */
function VerbItem({ verb, each, onGive }: ItemProps) {
  const text = useText()
  const reason = useReason(verb, each)
  const command = commandOf[verb]
  const label = text(verbLabel(verb))
  const hint = command === null ? null : <KeyHint command={command} />
  if (reason === null && each !== undefined)
    return (
      <Menu.Item
        onClick={() => onGive(verb, each)}
        rightSection={hint}
        {...(isDangerous(verb) ? { c: 'var(--ch-critical)' } : {})}
      >
        {label}
      </Menu.Item>
    )
  return (
    <Tooltip label={reason ?? text('grid.loading')} multiline maw={320} position="right">
      <Menu.Item
        closeMenuOnClick={false}
        aria-disabled
        aria-description={reason ?? text('grid.loading')}
        c="var(--ch-text-3)"
        rightSection={hint}
      >
        {label}
      </Menu.Item>
    </Tooltip>
  )
}

function useReason(verb: Verb, each: ExceptionDetail | undefined): string | null {
  const text = useText()
  const away = useEngineReason()
  const { pending } = useDeeds()
  const me = useSession().user.name
  if (each === undefined || away !== null) return away
  if (pending.has(each.id)) return text('case.under.reason')
  if (verb === 'assign_me' && each.owner === me) return text('case.owner.me_already')
  return standingOf(verb, each.actions, text).reason
}
