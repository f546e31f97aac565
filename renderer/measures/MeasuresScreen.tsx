import { Button, Select } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { useLocation } from 'wouter'
import type { CaseMeasure } from '../../engine/contract/case-views.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCalmRead } from '../exceptions/use-calm-read.ts'
import { NextStep } from '../first-run/NextStep.tsx'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { DaysPill } from '../pills/DaysPill.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { Page } from '../shell/Page.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { casesAddress } from './address.ts'
import { measureColumns, tookWords } from './columns.ts'
import classes from './measures.module.css'
import { type MeasureChoice, MeasuresSearch, measureChoices } from './search.ts'

const topics: readonly Topic[] = ['exceptions']
const rowId = ({ key }: CaseMeasure): string => key

/** Are we keeping up, and how fast: what came, what was decided and how soon, as a whole and by what one looks for. */
export function MeasuresScreen() {
  const text = useText()
  const { locale } = useFormats()
  const [, navigate] = useLocation()
  const [search, change] = useSearchValues(MeasuresSearch)
  const { by = 'code', from, to } = search
  const days = useMemo(() => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) }), [from, to])
  const reading = useCalmRead(
    useCallback(
      async (client: EngineClient) => {
        const [whole, parts] = await Promise.all([
          client.exceptions.measures({ ...days, by: 'all' }),
          client.exceptions.measures({ ...days, by }),
        ])
        return { ...parts, whole: whole.items[0] }
      },
      [days, by],
    ),
    topics,
  )
  const columns = useMemo(() => measureColumns({ text, locale, by }), [text, locale, by])
  const { data } = reading
  return (
    <Page
      title={text('nav.measures')}
      fill
      filters={<Filters search={search} onChange={change} />}
      status={
        <ListStatus
          reading={reading}
          count={(shown) => (data ? text('measures.shown', { shown, from: data.from, to: data.to }) : '')}
        />
      }
    >
      <div className={classes.body}>
        {data?.whole ? <Figures measure={data.whole} /> : <span />}
        <ListGrid
          label={text('measures.table', { by: text(`measures.by.${by}`) })}
          what={text('measures.unread')}
          reading={reading}
          columns={columns}
          rowId={rowId}
          openId={null}
          onOpen={(key) => (data ? navigate(casesAddress(by, key, data)) : undefined)}
          nothing={<Nothing title={text('measures.none')} body={text('measures.none.next')} action={<NextStep />} />}
        />
      </div>
    </Page>
  )
}

type FiltersProps = Readonly<{ search: MeasuresSearch; onChange: (changed: Partial<MeasuresSearch>) => void }>

function Filters({ search: { by = 'code', from, to }, onChange }: FiltersProps) {
  const text = useText()
  return (
    <>
      <Select
        aria-label={text('measures.by')}
        data={measureChoices.map((value) => ({ value, label: text(`measures.by.${value}`) }))}
        value={by}
        onChange={(chosen) => onChange({ by: (chosen ?? undefined) as MeasureChoice | undefined })}
        allowDeselect={false}
        w={160}
      />
      <DaysPill label={text('filter.days')} from={from} to={to} onChange={onChange} />
      {from || to ? (
        <Button variant="subtle" onClick={() => onChange({ from: undefined, to: undefined })}>
          {text('measures.thirty_days')}
        </Button>
      ) : null}
    </>
  )
}

/** The same for all of them together, from the engine: what is counted twice in the rows is counted once here. */
function Figures({ measure }: Readonly<{ measure: CaseMeasure }>) {
  const text = useText()
  const { locale } = useFormats()
  const { raised, resolved, autoResolved, reopened, late, toFirstTouch, toResolution } = measure
  const took = ({ p50Ms, p90Ms }: CaseMeasure['toResolution']): string =>
    p50Ms === null || p90Ms === null
      ? text('measures.nothing_yet')
      : text('measures.took', { half: tookWords(p50Ms, text), most: tookWords(p90Ms, text) })
  const figures = [
    [text('measures.raised'), formatCount(raised, locale)],
    [text('measures.resolved'), text('measures.resolved_of', { resolved, auto: autoResolved })],
    [text('measures.late'), formatCount(late, locale)],
    [text('measures.reopened'), formatCount(reopened, locale)],
    [text('measures.toFirstTouch'), took(toFirstTouch)],
    [text('measures.toResolution'), took(toResolution)],
  ] as const
  return (
    <dl className={classes.figures}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
