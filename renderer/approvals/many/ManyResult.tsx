import { Button, Group, Stack } from '@mantine/core'
import { useText } from '../../messages/use-text.ts'
import { ProgressLine } from '../../notice/ProgressLine.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import { BecameTable } from './BecameTable.tsx'
import classes from './many.module.css'
import { type Became, type ManyVerb, resultWords } from './many-words.ts'

type Props = Readonly<{
  verb: ManyVerb
  became: readonly Became[]
  running: boolean
  onStop: () => void
  onClose: () => void
}>

/** How far it is, and in the end what became of each; those that were not decided on stay picked. */
export function ManyResult({ verb, became, running, onStop, onClose }: Props) {
  const text = useText()
  const { locale } = useFormats()
  const words = resultWords(became, verb, text, locale)
  const done = became.filter(({ outcome }) => outcome !== 'left').length
  return (
    <Stack gap={12}>
      {running ? (
        <ProgressLine label={text('approvals.many.under')} done={done} total={became.length} words={words} />
      ) : (
        <output className={classes.summary}>{words}</output>
      )}
      <BecameTable items={became} verb={verb} onOpen={onClose} />
      <Group gap={8}>
        {running ? (
          <Button color="danger" onClick={onStop}>
            {text('approvals.many.stop')}
          </Button>
        ) : (
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.close')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
