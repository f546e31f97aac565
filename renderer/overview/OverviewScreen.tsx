import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Permission } from '../../engine/contract/permission.ts'
import type { Producer } from '../../engine/contract/producers.ts'
import { useRead } from '../engine/use-read.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { useSession } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { todayIn } from '../time/noon.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { GapFigure, MatchedFigure, UnmatchedFigure } from './BankFigures.tsx'
import type { Words } from './figure.ts'
import { KeyFigures } from './KeyFigures.tsx'
import { PartsFigure, VolumeFigure } from './MoneyFigures.tsx'
import { OverviewFilters } from './OverviewFilters.tsx'
import classes from './overview.module.css'
import { type Overview, OverviewContext } from './overview-context.ts'
import { type Asked, askedOf, OverviewSearch } from './search.ts'
import { usePrint } from './use-print.ts'
import { useReadings } from './use-readings.ts'
import { currenciesOf, currencyOf } from './volume.ts'
import { FlowFigure, HealthFigure, OnTimeFigure, OpenFigure, PaceFigure } from './WorkFigures.tsx'

const producerTopics: readonly Topic[] = ['producers']
const accountTopics: readonly Topic[] = ['statements']
const readProducers = (client: EngineClient) => client.producers.list()
const readAccounts = (client: EngineClient) => client.reconciliation.accounts()
const nobody: readonly Producer[] = []
const noAccounts: readonly Readonly<{ account: string; currency: string }>[] = []

/** What moved, whether it moved as everybody said, what waits for people, and whether the work keeps up. */
export function OverviewScreen() {
  const text = useText()
  const { zone, currency: own, instant } = useFormats()
  const { permissions } = useSession()
  const [search, change] = useSearchValues(OverviewSearch)
  const today = todayIn(zone)
  const asked = useSameAsked(askedOf(search, today))
  const may = useMemo(() => (permission: Permission) => permissions.includes(permission), [permissions])
  const producers = useRead(may('producers.read') ? readProducers : null, producerTopics).data?.items ?? nobody
  const accounts = useRead(may('reconciliation.read') ? readAccounts : null, accountTopics).data?.items ?? noAccounts
  const overview = useOverviewOf({ asked, may, producers, today })
  const readings = useReadings(asked)
  const { print, madeAt } = usePrint()
  useKeyCommand('overview.print', print)
  const { currency, show } = search
  const volume = readings.volume.data
  return (
    <OverviewContext value={overview}>
      <Page
        title={text('nav.overview')}
        actions={
          <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />} onClick={print}>
            {text('overview.print')}
          </Button>
        }
        filters={
          <OverviewFilters
            search={search}
            asked={asked}
            producers={producers}
            currencies={volume === undefined ? [] : currenciesOf(volume)}
            currency={volume === undefined ? (currency ?? own) : currencyOf(volume, currency, own)}
            today={today}
            onChange={change}
          />
        }
      >
        <div className={classes.overview}>
          <p className={classes.filters}>
            {overview.filters}
            <br />
            {text('overview.made_at', { at: instant(madeAt), zone })}
          </p>
          <KeyFigures readings={readings} currency={currency} />
          <div className={classes.grid}>
            <VolumeFigure answered={readings.volume} currency={currency} show={show} />
            <PartsFigure split="producer" currency={currency} show={show} />
            <PartsFigure split="location" currency={currency} show={show} />
            <PartsFigure split="tier" currency={currency} show={show} />
            <MatchedFigure answered={readings.reconciliation} accounts={accounts} />
            <UnmatchedFigure answered={readings.reconciliation} accounts={accounts} currency={currency} />
            <GapFigure answered={readings.gap} currency={currency} />
            <FlowFigure answered={readings.exceptions} />
            <OpenFigure answered={readings.exceptions} />
            <PaceFigure answered={readings.exceptions} />
            <OnTimeFigure answered={readings.health} />
            <HealthFigure answered={readings.health} />
          </div>
        </div>
      </Page>
    </OverviewContext>
  )
}

/** The same object while the same is asked for: what is chosen to be shown asks for nothing anew. */
function useSameAsked({ from, to, by, producer, location }: Asked): Asked {
  return useMemo(() => ({ from, to, by, producer, location }), [from, to, by, producer, location])
}

type Of = Readonly<{
  asked: Asked
  may: (permission: Permission) => boolean
  producers: readonly Producer[]
  today: string
}>

function useOverviewOf({ asked, may, producers, today }: Of): Overview {
  const text = useText()
  const formats = useFormats()
  return useMemo(() => {
    const { from, to, by, producer, location } = asked
    const words: Words = { text, formats, reach: { may, producers, producer, location, today } }
    const filters = text('overview.filters', {
      from,
      to,
      by: text(`overview.by.${by}`),
      zone: formats.zone,
      producer: producers.find(({ id }) => id === producer)?.name ?? text('filter.any_producer'),
      location: location ?? text('overview.any_location'),
    })
    return { asked, words, filters }
  }, [asked, may, producers, today, text, formats])
}
