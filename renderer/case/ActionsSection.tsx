import { useState } from 'react'
import { useQueue } from '../exceptions/queue-context.ts'
import { type CommandId, commands } from '../keys/commands.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Mark, State } from '../notice/Mark.tsx'
import { useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
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
  const close = (): void => {
    setOwn(null)
    book.dismiss(each.id)
  }

  const give = (verb: Verb): void => {
    onLook(verb)
    if (verb === 'assign_me') void act(each, { action: 'assign', to: me })
    else setOwn({ verb, kept: null })
  }
  const standings = verbs.map((verb) => standingOf(verb, each.actions, text))
  return (
    <div className={classes.bar}>
      <PaneSection title={text('case.section.actions')}>
        <fieldset className={classes.actions} aria-label={text('case.section.actions')}>
          {standings.map((standing) => (
            <VerbButton
              key={standing.verb}
              standing={{
                ...standing,
                reason: standing.reason ?? under ?? mine(standing.verb, each.owner === me, text),
              }}
              picked={isOfRows(actionOf(standing.verb)) ? picked.size : 0}
              // While several cases are selected the key means all of them.
              keyed={selected === 0 && opened === null}
              onGive={give}
              onLook={onLook}
            />
          ))}
        </fieldset>
        <p className={classes.legend}>
          <State tone="progress" word={text('case.needs_second')} />
        </p>
        {opened === null ? null : (
          <CaseDialog verb={opened.verb} kept={opened.kept} each={each} picked={picked} onClose={close} />
        )}
      </PaneSection>
    </div>
  )
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
  keyed: boolean
  onGive: (verb: Verb) => void
  onLook: (verb: Verb) => void
}>

function VerbButton({ standing: { verb, reason, needsApproval }, picked, keyed, onGive, onLook }: ButtonProps) {
  const text = useText()
  const command = commandOf[verb]
  const able = reason === null
  const label = text(verbLabel(verb))
  return (
    <span className={classes.action} onFocusCapture={() => onLook(verb)}>
      {command === null ? null : <VerbKey command={command} enabled={keyed && able} onPress={() => onGive(verb)} />}
      <ActionButton
        variant="default"
        size="compact-sm"
        fullWidth
        justify="flex-start"
        classNames={{ root: classes.verbButton ?? '', label: classes.verb ?? '', section: classes.verbSection ?? '' }}
        reason={reason}
        onClick={() => onGive(verb)}
        leftSection={<KeyChip command={command} />}
        {...(needsApproval && able ? { rightSection: <Mark tone="progress" /> } : {})}
      >
        {picked > 0 && able ? text('case.verb.of_rows', { verb: label, rows: picked }) : label}
        {needsApproval && able ? <span className={classes.unseen}>{text('case.second_person')}</span> : null}
      </ActionButton>
    </span>
  )
}

/** Room for the key even where there is none, so that all the words begin at one line. */
function KeyChip({ command }: Readonly<{ command: CommandId | null }>) {
  const keys = command === null ? undefined : commands[command].keys[0]
  return (
    <span className={classes.keyChip} data-empty={keys === undefined} aria-hidden>
      {keys?.replace('Shift+', '⇧')}
    </span>
  )
}

type KeyProps = Readonly<{ command: CommandId; enabled: boolean; onPress: () => void }>

/** A part of its own, because a key is a hook and not every action has one. */
function VerbKey({ command, enabled, onPress }: KeyProps) {
  useKeyCommand(command, onPress, enabled)
  return null
}
