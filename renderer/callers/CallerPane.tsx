import { Button, Group, Text } from '@mantine/core'
import type { Caller, CallerKey } from '../../engine/contract/callers.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { termsLines } from './caller-lines.ts'
import classes from './callers.module.css'
import { type CallerStanding, nextOf, standingOf } from './standing.ts'
import type { OpenProposal } from './use-open-proposals.ts'
import { ProposalLink } from './WaitingProposals.tsx'

export type CallerDeed = 'key' | 'change' | 'stop'

type Props = Readonly<{
  caller: Caller
  /** When it was read. */
  at: string
  waiting: OpenProposal | undefined
  onDeed: (deed: CallerDeed) => void
}>

export function CallerPane({ caller, at, waiting, onDeed }: Props) {
  const text = useText()
  const formats = useFormats()
  const { standing, tone, word } = standingOf(caller, at, text)
  const next = nextOf(caller, standing, { text, formats })
  return (
    <>
      <PaneSection title={text('caller.state')}>
        <State tone={tone} word={word} />
        {next === null ? null : <Text pt={4}>{next}</Text>}
        {waiting === undefined ? null : (
          <Text pt={4}>
            {text('caller.waits')} <ProposalLink id={waiting.id} />
          </Text>
        )}
        <Deeds standing={standing} onDeed={onDeed} />
      </PaneSection>
      <Agreed caller={caller} />
      <Keys keys={caller.keys} />
      <Used caller={caller} />
    </>
  )
}

type DeedsProps = Readonly<{ standing: CallerStanding; onDeed: (deed: CallerDeed) => void }>

function Deeds({ standing, onDeed }: DeedsProps) {
  const text = useText()
  const mayManage = useMay('callers.manage')
  const mayPropose = useMay('proposals.propose') && mayManage
  if (!mayManage || standing === 'stopped') return null
  return (
    <Group gap={8} mt={12}>
      <ActionButton
        size="compact-sm"
        variant={standing === 'without_key' ? 'filled' : 'default'}
        onClick={() => onDeed('key')}
        reason={standing === 'expired' ? text('caller.key.expired') : null}
      >
        {text('caller.key.new')}
      </ActionButton>
      {mayPropose ? (
        <Button size="compact-sm" variant="default" onClick={() => onDeed('change')}>
          {text('caller.change')}
        </Button>
      ) : null}
      <ActionButton size="compact-sm" color="danger" variant="outline" onClick={() => onDeed('stop')}>
        {text('caller.stop')}
      </ActionButton>
    </Group>
  )
}

function Agreed({ caller }: Readonly<{ caller: Caller }>) {
  const text = useText()
  const formats = useFormats()
  const { version, createdAt, createdBy } = caller
  return (
    <PaneSection title={text('caller.agreed')}>
      <Facts
        facts={[
          ...termsLines(caller, { text, formats }, caller.producerName).map(({ what, says }) => ({
            name: what,
            value: says,
          })),
          {
            name: text('caller.version'),
            value: text('caller.version.of', { version, at: formats.instant(createdAt) }),
          },
          { name: text('caller.by'), value: createdBy },
        ]}
      />
    </PaneSection>
  )
}

function Keys({ keys }: Readonly<{ keys: readonly CallerKey[] }>) {
  const text = useText()
  const { instant } = useFormats()
  const words = ({ createdAt, createdBy: by, endsAt }: CallerKey): string => {
    const at = instant(createdAt)
    return endsAt === null
      ? text('caller.keys.newest', { at, by })
      : text('caller.keys.ending', { at, by, ends: instant(endsAt) })
  }
  return (
    <PaneSection title={text('caller.keys')}>
      {keys.length === 0 ? <Text c="dimmed">{text('caller.keys.none')}</Text> : null}
      <ul className={classes.keys}>
        {keys.map((key) => (
          <li key={key.id}>
            <span className="ch-raw">{key.prefix}…</span>
            <span className={classes.quiet}>{words(key)}</span>
          </li>
        ))}
      </ul>
    </PaneSection>
  )
}

function Used({ caller: { lastCallAt, calls, refused } }: Readonly<{ caller: Caller }>) {
  const text = useText()
  const { instant, locale } = useFormats()
  return (
    <PaneSection title={text('caller.used')}>
      <Facts
        facts={[
          {
            name: text('caller.last_call'),
            value: lastCallAt === null ? text('caller.last_call.never') : instant(lastCallAt),
          },
          { name: text('caller.calls'), value: formatCount(calls, locale) },
          { name: text('caller.refused'), value: formatCount(refused, locale) },
        ]}
      />
      <Text c="dimmed" fz={12} pt={4}>
        {text('caller.used.noted')}
      </Text>
    </PaneSection>
  )
}
