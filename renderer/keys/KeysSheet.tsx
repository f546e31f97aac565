import { Text, Title } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { usePreferences } from '../preferences/preferences-context.ts'
import { type CommandGroup, type CommandId, commandIds, commands } from './commands.ts'
import { Keys } from './KeyHint.tsx'
import classes from './keys.module.css'
import { useKeyCommand, useKeyRegistry } from './keys-context.ts'

const groups: readonly CommandGroup[] = ['go', 'list', 'views', 'console']

/** The "?" sheet: the keys that work on this page, from the same table that handles them. */
export function KeysSheet() {
  const text = useText()
  const registry = useKeyRegistry()
  const active = useSyncExternalStore(registry.subscribe, registry.getActive)
  const { singleKeys } = usePreferences().preferences
  const [opened, setOpened] = useState(false)
  useKeyCommand('keys.show', () => setOpened(true))

  return (
    <Dialog opened={opened} onClose={() => setOpened(false)} title={text('key.keys')} width={760}>
      {singleKeys ? null : <Text pb={12}>{text('key.single_off')}</Text>}
      <div className={classes.sheet}>
        {groups.map((group) => (
          <section key={group}>
            <Title order={3} pb={8}>
              {text(`key.group.${group}`)}
            </Title>
            {keyed(group, active).map((id) => (
              <div key={id} className={classes.row}>
                <span>{text(commands[id].label)}</span>
                <span className={classes.keys}>
                  {commands[id].keys.map((keys) => (
                    <Keys key={keys} keys={keys} />
                  ))}
                </span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function keyed(group: CommandGroup, active: readonly CommandId[]): readonly CommandId[] {
  return commandIds.filter((id) => commands[id].group === group && commands[id].keys.length > 0 && active.includes(id))
}
