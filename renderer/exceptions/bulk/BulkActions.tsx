import { Button, Kbd, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type CommandId, commands } from '../../keys/commands.ts'
import { useKeyCommand } from '../../keys/keys-context.ts'
import { useText } from '../../messages/use-text.ts'
import { useMay } from '../../session/session-context.ts'
import { ActionButton } from '../../shell/ActionButton.tsx'
import type { Selection } from '../selection.ts'
import classes from './bulk.module.css'
import { type BulkVerb, bulkCommandOf, bulkVerbLabel, verbsInBar, verbsInMenu } from './bulk-verbs.ts'
import { namedMax } from './not-done.ts'

type Props = Readonly<{
  selection: Selection
  /** What is selected is being worked on already. */
  underWay: boolean
  onReview: (verb: BulkVerb) => void
  onPast: () => void
}>

const all: readonly BulkVerb[] = [...verbsInBar, ...verbsInMenu]

/** What can be done about all that is selected, by the same words and the same keys as for one. */
export function BulkActions({ selection, underWay, onReview, onPast }: Props) {
  const reason = useReasonNot(selection, underWay)
  return (
    <div className={classes.actions}>
      {all.map((verb) => {
        const command = bulkCommandOf(verb)
        return command === null ? null : (
          <VerbKey key={verb} command={command} enabled={reason === null} onPress={() => onReview(verb)} />
        )
      })}
      {verbsInBar.map((verb) => (
        <BarButton key={verb} verb={verb} reason={reason} onReview={onReview} />
      ))}
      <More reason={reason} onReview={onReview} onPast={onPast} />
    </div>
  )
}

function useReasonNot(selection: Selection, underWay: boolean): string | null {
  const text = useText()
  const mayWork = useMay('exceptions.work')
  if (!mayWork) return text('case.bar.not_permitted')
  if (underWay) return text('bulk.under_way')
  return selection.type === 'some' && selection.ids.size > namedMax ? text('bulk.too_many', { most: namedMax }) : null
}

type ButtonProps = Readonly<{ verb: BulkVerb; reason: string | null; onReview: (verb: BulkVerb) => void }>

function BarButton({ verb, reason, onReview }: ButtonProps) {
  const text = useText()
  const command = bulkCommandOf(verb)
  return (
    <ActionButton
      size="compact-sm"
      variant="default"
      reason={reason}
      onClick={() => onReview(verb)}
      {...(command === null ? {} : { rightSection: <KeyChip command={command} /> })}
    >
      {text(bulkVerbLabel(verb))}
    </ActionButton>
  )
}

function More({ reason, onReview, onPast }: Omit<ButtonProps, 'verb'> & Pick<Props, 'onPast'>) {
  const text = useText()
  return (
    <Menu position="top-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconDots size={16} stroke={1.75} aria-hidden />}>
          {text('bulk.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {reason === null
          ? verbsInMenu.map((verb) => {
              const command = bulkCommandOf(verb)
              return (
                <Menu.Item
                  key={verb}
                  onClick={() => onReview(verb)}
                  rightSection={command === null ? null : <KeyChip command={command} />}
                >
                  {text(bulkVerbLabel(verb))}
                </Menu.Item>
              )
            })
          : null}
        {reason === null ? <Menu.Divider /> : null}
        <Menu.Item onClick={onPast}>{text('bulk.past')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** As short as in the pane, because there are as many of them. */
function KeyChip({ command }: Readonly<{ command: CommandId }>) {
  const keys = commands[command].keys[0]
  return keys === undefined ? null : (
    <Kbd size="xs" className={classes.key ?? ''} aria-hidden>
      {keys.replace('Shift+', '⇧')}
    </Kbd>
  )
}

type KeyProps = Readonly<{ command: CommandId; enabled: boolean; onPress: () => void }>

/** A part of its own, because a key is a hook and not every verb has one. */
function VerbKey({ command, enabled, onPress }: KeyProps) {
  useKeyCommand(command, onPress, enabled)
  return null
}
