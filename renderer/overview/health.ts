/** Is the work done in time and is all of it proven: rates, what waits, and when everything was last checked. Pure. */
import type { HealthMark, OverviewHealth } from '../../engine/contract/overview.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { FigureCell, FigureTable, Words } from './figure.ts'
import { batchesAddress, casesAddress, placeAddress } from './links.ts'
import { bytesText, countText } from './words.ts'

const waiting = ['filesWaiting', 'batchesRunning', 'batchesHeld', 'casesOpen', 'proposalsWaiting'] as const
const marks = ['check', 'pageCheck', 'chainVerification', 'backup'] as const
const toneOf: Readonly<Record<HealthMark['outcome'], Tone>> = { fine: 'ok', problems: 'high', failed: 'critical' }

/** Below a tenth nobody's night is quiet. */
const littleShare = 0.1

export function healthTable(health: OverviewHealth, words: Words): FigureTable {
  const { text, formats } = words
  const line = (key: string, name: string, value: FigureCell, about = '') => ({
    key,
    cells: [{ text: name }, value, { text: about }],
  })
  const { ingest, backlog, disk } = health
  return {
    columns: [
      { id: 'what', header: text('overview.health.what') },
      { id: 'value', header: text('overview.health.value') },
      { id: 'about', header: text('overview.health.about') },
    ],
    rows: [
      line(
        'ingest',
        text('overview.ingest'),
        {
          text:
            ingest.rowsPerSecond === null
              ? text(ingest.batches === 0 ? 'overview.ingest.none' : 'overview.ingest.quick')
              : text('overview.ingest.rate', { rows: ingest.rowsPerSecond }),
          href: batchesAddress(words.reach, {}),
        },
        text('overview.ingest.about', { batches: ingest.batches, rows: ingest.rows }),
      ),
      ...waiting.map((name) =>
        line(name, text(`overview.${name}`), {
          text: countText(backlog[name], formats),
          href: backlog[name] === 0 ? null : waitingAddress(name, words),
        }),
      ),
      ...marks.map((name) =>
        line(name, text(`overview.${name}`), markCell(name, health[name], words), aboutMark(health[name], words)),
      ),
      line('disk', text('overview.disk'), diskCell(disk, words)),
    ],
  }
}

function waitingAddress(name: (typeof waiting)[number], { reach }: Words): string | null {
  switch (name) {
    case 'filesWaiting':
    case 'batchesRunning':
      return batchesAddress(reach, {})
    case 'batchesHeld':
      return batchesAddress(reach, { state: 'held' })
    case 'casesOpen':
      return casesAddress(reach, {})
    case 'proposalsWaiting':
      return placeAddress(reach, '/approvals', 'proposals.read')
    default:
      return name satisfies never
  }
}

function markCell(name: (typeof marks)[number], mark: HealthMark | null, { text, reach }: Words): FigureCell {
  const href = name === 'chainVerification' ? placeAddress(reach, '/audit', 'audit.read') : '/settings/workspace'
  if (mark === null) return { text: text('overview.never'), tone: 'medium', href }
  return { text: text(`overview.outcome.${mark.outcome}`), tone: toneOf[mark.outcome], href }
}

const aboutMark = (mark: HealthMark | null, { text, formats }: Words): string =>
  mark === null ? '' : text('overview.mark', { at: formats.instant(mark.at), by: mark.by })

function diskCell(disk: OverviewHealth['disk'], { text, formats }: Words): FigureCell {
  if (disk === null) return { text: text('overview.disk.unknown') }
  const words = text('overview.disk.free', {
    free: bytesText(disk.free, formats),
    size: bytesText(disk.size, formats),
  })
  return { text: words, tone: disk.free < disk.size * littleShare ? 'high' : 'ok', href: '/settings/workspace' }
}
