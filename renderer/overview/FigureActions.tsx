import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { FigureParts, FigureRows } from './Figure.tsx'
import classes from './overview.module.css'
import { useOverview } from './overview-context.ts'
import { type FigureFormat, type FigureSource, takeFigure } from './take-figure.ts'

type Props = Readonly<{
  title: string
  parts: FigureParts
  showsTable: boolean
  onTable: (shows: boolean) => void
}>

/** What can be done with a figure: seen as a table, taken along, and followed to its rows. */
export function FigureActions({ title, parts, showsTable, onTable }: Props) {
  const text = useText()
  const { chart, rows, source, nothing } = parts
  const picture = nothing === null ? (parts.picture ?? chart) : null
  const named = (words: string) => text('overview.action_of', { action: words, title })
  return (
    <div className={classes.actions}>
      {chart === null ? null : (
        <Button
          size="compact-xs"
          variant="default"
          aria-pressed={showsTable}
          aria-label={named(text('overview.table'))}
          onClick={() => onTable(!showsTable)}
        >
          {text('overview.table')}
        </Button>
      )}
      {picture === null ? null : <PictureButton title={title} asOf={parts.asOf} picture={picture} />}
      <FileButton title={title} source={source} format="csv" />
      <FileButton title={title} source={source} format="xlsx" />
      <RowsButton label={named(text('overview.rows'))} rows={rows} />
    </div>
  )
}

type PictureProps = Readonly<{ title: string; asOf: string; picture: NonNullable<FigureParts['chart']> }>

function PictureButton({ title, asOf, picture }: PictureProps) {
  const text = useText()
  const { sayFailed } = useToast()
  const { instant, zone } = useFormats()
  const { filters, asked } = useOverview()
  const take = async (): Promise<void> => {
    const about = { title, filters, asOf: text('overview.as_of_in', { at: instant(asOf), zone }) }
    try {
      const { takePicture } = await import('./picture.ts')
      saveAs(await takePicture(picture, about), `${title} ${asked.from} ${asked.to}.png`.replace(/[\\/:*?"<>|]/g, ''))
    } catch {
      // Without a picture everything else about the figure is as it was.
      sayFailed(text('overview.picture.failed'))
    }
  }
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={text('overview.action_of', { action: text('overview.png'), title })}
      onClick={() => void take()}
    >
      {text('overview.png')}
    </Button>
  )
}

type FileProps = Readonly<{ title: string; source: FigureSource; format: FigureFormat }>

function FileButton({ title, source, format }: FileProps) {
  const text = useText()
  const shown = useShown()
  const { say, sayFailed } = useToast()
  const { run, busy } = useCommand(
    useCallback(
      (client: EngineClient) => takeFigure(client, { ...source, title: title.slice(0, 120) }, format),
      [source, title, format],
    ),
  )
  const take = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) {
      const { id, values } = faultSentence(outcome.fault, shown)
      sayFailed(text(id, values))
    } else if (outcome.value.status === 'not_made') sayFailed(text('overview.file.not_made'))
    else {
      saveAs(outcome.value.file, outcome.value.name)
      say(text('overview.file.taken', { name: outcome.value.name }))
    }
  }
  const action = text(`overview.${format}`)
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={busy}
      aria-label={text('overview.action_of', { action, title })}
      onClick={() => void take()}
    >
      {action}
    </Button>
  )
}

function RowsButton({ label, rows }: Readonly<{ label: string; rows: readonly FigureRows[] }>) {
  const text = useText()
  const [only, ...others] = rows
  if (only === undefined) return null
  if (others.length === 0)
    return (
      <Button component={Link} href={only.href} size="compact-xs" variant="default" aria-label={label}>
        {text('overview.rows')}
      </Button>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={label}
          rightSection={<IconChevronDown size={12} stroke={1.75} aria-hidden />}
        >
          {text('overview.rows')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {rows.map(({ label: name, href }) => (
          <Menu.Item key={name} component={Link} href={href}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
