import { createSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type Text, useText } from '../messages/use-text.ts'
import { type CommandGroup, type CommandId, commands } from './commands.ts'
import { KeyHint } from './KeyHint.tsx'
import { keepMarked } from './keep-marked.ts'
import classes from './keys.module.css'
import { useKeyRegistry } from './keys-context.ts'
import { type Finding, useFound } from './use-found.ts'
import { useFoundGroups } from './use-found-groups.tsx'

const groups: readonly CommandGroup[] = ['list', 'views', 'go', 'console']

const [store, palette] = createSpotlight()

/**
 * Everything that can be done here and now, each with its key, and what the engine finds by what was typed. It opens whenever
 * it was asked for once more.
 */
export function Palette({ asked }: Readonly<{ asked: number }>) {
  const text = useText()
  const registry = useKeyRegistry()
  const active = useSyncExternalStore(registry.subscribe, registry.getActive)
  const [query, setQuery] = useState('')
  const finding = useFound(query)
  const found = useFoundGroups(finding)
  const foundNames = useMemo(() => new Set(found.map(({ group }) => group)), [found])
  useEffect(() => {
    if (asked > 0) palette.open()
  }, [asked])
  useEffect(() => {
    if (found.length > 0) keepMarked(store)
  }, [found])

  const actions = [
    ...found,
    ...groups.map((group) => ({
      group: text(`key.group.${group}`),
      actions: actionsOf(group, active, text, registry.run.bind(registry)),
    })),
  ]
  return (
    <Spotlight
      store={store}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      filter={(words, all) => keepMatching(words, all, foundNames)}
      nothingFound={emptyWords(finding, text)}
      title={text('palette.open')}
      classNames={{ header: classes.unseen ?? '' }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.6 }}
      shortcut={null}
      tagsToIgnore={[]}
      centered={false}
      yOffset={96}
      scrollable
      maxHeight={480}
      transitionProps={{ duration: 100 }}
      searchProps={{
        leftSection: <IconSearch size={16} stroke={1.75} aria-hidden />,
        placeholder: text('palette.placeholder'),
        'aria-label': text('palette.open'),
        onKeyDown: chooseFirstOfLateOnes,
      }}
    />
  )
}

/** What is asked and answered at once shows nothing in between. */
function emptyWords(finding: Finding, text: Text): string | null {
  if (finding.status === 'failed') return text('palette.failed')
  if (finding.status === 'asking') return finding.slow ? text('palette.slow') : null
  return text('palette.nothing')
}

/** Spotlight marks the first hit when a letter is typed; one that a screen offers only after that would be marked by nothing. */
function chooseFirstOfLateOnes(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const dialog = event.currentTarget.closest('[role="dialog"]')
  if (dialog?.querySelector('[data-selected]')) return
  dialog?.querySelector<HTMLElement>('[data-action]')?.click()
}

function actionsOf(
  group: CommandGroup,
  active: readonly CommandId[],
  text: Text,
  run: (id: CommandId) => void,
): SpotlightActionData[] {
  return active
    .filter((id) => commands[id].group === group && id !== 'palette.open')
    .map((id) => ({
      id,
      label: text(commands[id].label),
      rightSection: <KeyHint command={id} />,
      onClick: () => run(id),
    }))
}

type Group = SpotlightActionGroupData | SpotlightActionData

/** What the engine found matches by the engine's own rule; commands match when they hold every word. */
function keepMatching(query: string, all: readonly Group[], foundGroups: ReadonlySet<string>): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return all.flatMap((group) => {
    if (!('actions' in group) || foundGroups.has(group.group ?? '')) return [group]
    const actions = group.actions.filter((action) =>
      words.every((word) =>
        String(action.label ?? '')
          .toLowerCase()
          .includes(word),
      ),
    )
    return actions.length === 0 ? [] : [{ group: group.group, actions }]
  })
}
