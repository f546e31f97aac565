import { Kbd } from '@mantine/core'
import { type CommandId, commands } from './commands.ts'
import classes from './keys.module.css'
import { onMac } from './keys-context.ts'
import { strokeParts } from './stroke.ts'

/** The keys of a command beside the button that does the same, so that people graduate from the button. */
export function KeyHint({ command }: Readonly<{ command: CommandId }>) {
  const keys = commands[command].keys[0]
  return keys === undefined ? null : <Keys keys={keys} />
}

export function Keys({ keys }: Readonly<{ keys: string }>) {
  const mac = onMac()
  const parts = keys.split(' ').flatMap((stroke) => strokeParts(stroke, mac))
  return (
    <span className={classes.hint}>
      {parts.map((part) => (
        <Kbd size="xs" key={part}>
          {part}
        </Kbd>
      ))}
    </span>
  )
}
