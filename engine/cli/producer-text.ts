/** A producer as people read it: what it is, what is awaited of it, and how punctual it was. */
import type { Contact, Expectation, OnTimeDay, ProducerFile } from '../contract/producers.ts'
import { type Schedule, weekdays } from '../contract/schedules.ts'
import { assertNever } from '../invariant.ts'
import type { Figures } from './figures.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

export function producerText(producer: ProducerFile, figures: Figures): string {
  const { onTime } = producer
  return [factsText(producer, figures), ...(onTime.length === 0 ? [] : [tableOfDays(onTime)])].join('\n\n')
}

function factsText(producer: ProducerFile, { time }: Figures): string {
  const { suspension, agreement, contacts, schedule, nextExpected, lastExpected } = producer
  return factsOf({
    Id: producer.id,
    Code: producer.code,
    Name: producer.name,
    Kind: producer.kind,
    State: producer.state,
    ...(suspension === null
      ? {}
      : { Suspended: `by ${suspension.by} at ${time(suspension.at)}: ${suspension.reason}` }),
    Places: producer.locations.join(', ') || said.everyPlace,
    ...(contacts.length === 0 ? {} : { Contacts: contacts.map(contactText).join('; ') }),
    Agreement: `version ${agreement.version}, since ${time(agreement.at)}`,
    Schedule: schedule === null ? 'none: nothing is expected' : scheduleText(schedule),
    ...(lastExpected === null ? {} : { 'Last expected': expectationText(lastExpected, time) }),
    ...(nextExpected === null ? {} : { 'Next expected': expectationText(nextExpected, time) }),
    'Drop folder': producer.dropFolder,
    Batches: producer.batches,
    'Last batch': time(producer.lastBatchAt),
    Added: time(producer.createdAt),
  })
}

const contactText = ({ name, role, email, phone }: Contact): string =>
  [name, role === '' ? '' : `(${role})`, email ?? '', phone ?? ''].filter((part) => part !== '').join(' ')

function scheduleText(schedule: Schedule): string {
  const days = schedule.weekdays.length === weekdays.length ? 'every day' : schedule.weekdays.join(', ')
  const grace = `${schedule.graceMinutes} min of grace`
  switch (schedule.kind) {
    case 'daily':
      return `${days} at ${schedule.times.join(', ')}, ${grace}`
    case 'every':
      return `${days} every ${schedule.minutes} min from ${schedule.from} to ${schedule.to}, ${grace}`
    default:
      return assertNever(schedule)
  }
}

const stateWords: Readonly<Record<Expectation['state'], string>> = {
  awaited: 'awaited',
  met: 'came in time',
  late: 'came late',
  missed: 'has not come',
}

const expectationText = ({ expectedAt, state, batch }: Expectation, time: Figures['time']): string =>
  `${time(expectedAt)}: ${stateWords[state]}${batch === null ? '' : ` (batch ${batch})`}`

const tableOfDays = (days: readonly OnTimeDay[]): string =>
  tableOf<OnTimeDay>(days, [
    { title: 'Day', cell: ({ day }) => day },
    { title: 'Expected', cell: ({ expected }) => expected, right: true },
    { title: 'In time', cell: ({ onTime }) => onTime, right: true },
    { title: 'Late', cell: ({ late }) => late, right: true },
    { title: 'Missing', cell: ({ missed }) => missed, right: true },
  ])
