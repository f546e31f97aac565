import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useQueue } from '../exceptions/queue-context.ts'
import { type CommandId, commands } from '../keys/commands.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Mark, State } from '../notice/Mark.tsx'
import { useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import looks from './actions.module.css'
import { actionOf, commandOf, isOfRows, standingOf, type Verb, type VerbStanding, verbLabel, verbs } from './actions.ts'
import { CaseDialog } from './CaseDialog.tsx'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'
import { useCaseWork, useDeeds } from './case-work-context.ts'
import type { Refused } from './deed-book.ts'
import { verbOf } from './resumed.ts'

type Props = CaseProps & Readonly<{ picked: ReadonlySet<number>; onLook: (verb: Verb | null) => void }>

type Opened = Readonly<{ verb: Verb; kept: Refused | null }>

/** Every action at its own place, with its key; what can't be done says why. */
export function ActionsSection({ each, picked, onLook }: Props) {
  const text = useText()
  const { selected } = useQueue()
  const { act, book } = useCaseWork()
  const { pending, resumed } = useDeeds()
  const me = useSession().user.name
  const [own, setOwn] = useState<Opened | null>(null)
  const under = pending.has(each.id) ? text('case.under.reason') : null
  // Somebody came back to what was refused: their dialog opens again with what they had written.
  const opened = resumedOf(resumed, each.id) ?? own
  const bar = useBarHeight()
  const { short, all, setAll } = useRoom()
  const compact = short && !all
  const close = (): void => {
    setOwn(null)
    book.dismiss(each.id)
  }

  const give = (verb: Verb): void => {
    onLook(verb)
    if (verb === 'assign_me') void act(each, { action: 'assign', to: me })
    else setOwn({ verb, kept: null })
  }
  const standings = verbs.map((verb): VerbStanding => {
    const standing = standingOf(verb, each.actions, text)
    return { ...standing, reason: standing.reason ?? under ?? mine(verb, each.owner === me, text) }
  })
  return (
    <div className={classes.bar} ref={bar}>
      {standings.map(({ verb, reason }) => (
        <VerbKey
          key={verb}
          verb={verb}
          // While several cases are selected the key means all of them.
          enabled={reason === null && selected === 0 && opened === null}
          onPress={give}
        />
      ))}
      <PaneSection title={text('case.section.actions')}>
        <fieldset className={looks.actions} aria-label={text('case.section.actions')} data-compact={compact}>
          {(compact ? standings.slice(0, compactVerbs) : standings).map((standing) => (
            <VerbButton
              key={standing.verb}
              standing={standing}
              picked={isOfRows(actionOf(standing.verb)) ? picked.size : 0}
              onGive={give}
              onLook={onLook}
            />
          ))}
        </fieldset>
        <div className={looks.legend}>
          <State tone="progress" word={text('case.needs_second')} />
          {short ? (
            <Button variant="subtle" size="compact-xs" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? text('case.actions.fewer') : text('case.actions.more', { count: verbs.length - compactVerbs })}
            </Button>
          ) : null}
        </div>
        {opened === null ? null : (
          <CaseDialog verb={opened.verb} kept={opened.kept} each={each} picked={picked} onClose={close} />
        )}
      </PaneSection>
    </div>
  )
}

/** On a low window only what decides about money has its button at once; the keys of all others work all the same. */
const compactVerbs = 6

function useRoom() {
  const short = useMediaQuery('(max-height: 799px)', undefined, { getInitialValueInEffect: false })
  const [all, setAll] = useState(false)
  return { short, all, setAll }
}

/** Says how high the bar is: what takes the focus keeps so much room below it, and is never hidden under the bar. */
function useBarHeight() {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = bar.current
    const around = element?.parentElement
    if (!element || !around) return
    const sizes = new ResizeObserver(() => around.style.setProperty('--case-bar', `${element.offsetHeight}px`))
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])
  return bar
}

function resumedOf(resumed: Refused | null, id: number): Opened | null {
  const verb = resumed?.seen.id === id ? verbOf(resumed.deed) : null
  return verb === null ? null : { verb, kept: resumed }
}

const mine = (verb: Verb, isMine: boolean, text: ReturnType<typeof useText>): string | null =>
  verb === 'assign_me' && isMine ? text('case.owner.me_already') : null

type ButtonProps = Readonly<{
  standing: VerbStanding
  picked: number
  onGive: (verb: Verb) => void
  onLook: (verb: Verb) => void
}>

function VerbButton({ standing: { verb, reason, needsApproval }, picked, onGive, onLook }: ButtonProps) {
  const text = useText()
  const command = commandOf[verb]
  const able = reason === null
  const label = text(verbLabel(verb))
  return (
    <span className={looks.action} onFocusCapture={() => onLook(verb)}>
      <ActionButton
        variant="default"
        size="compact-sm"
        fullWidth
        justify="flex-start"
        classNames={{ root: looks.verbButton ?? '', label: looks.verb ?? '', section: looks.verbSection ?? '' }}
        reason={reason}
        onClick={() => onGive(verb)}
        leftSection={<KeyChip command={command} />}
        {...(needsApproval && able ? { rightSection: <Mark tone="progress" /> } : {})}
      >
        {picked > 0 && able ? text('case.verb.of_rows', { verb: label, rows: picked }) : label}
        {needsApproval && able ? <span className={looks.unseen}>{text('case.second_person')}</span> : null}
      </ActionButton>
    </span>
  )
}

/** Room for the key even where there is none, so that all the words begin at one line. */
function KeyChip({ command }: Readonly<{ command: CommandId | null }>) {
  const keys = command === null ? undefined : commands[command].keys[0]
  return (
    <span className={looks.keyChip} data-empty={keys === undefined} aria-hidden>
      {keys?.replace('Shift+', '⇧')}
    </span>
  )
}

type KeyProps = Readonly<{ verb: Verb; enabled: boolean; onPress: (verb: Verb) => void }>

/** The key works whether or not there is room for the button. */
function VerbKey({ verb, enabled, onPress }: KeyProps) {
  const command = commandOf[verb]
  return command === null ? null : <CommandKey command={command} enabled={enabled} onPress={() => onPress(verb)} />
}

/** A part of its own, because a key is a hook and not every action has one. */
function CommandKey({
  command,
  enabled,
  onPress,
}: Readonly<{ command: CommandId; enabled: boolean; onPress: () => void }>) {
  useKeyCommand(command, onPress, enabled)
  return null
}
