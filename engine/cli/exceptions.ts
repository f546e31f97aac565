/** `exceptions`: what a person must decide, and the rows that each is about. */
import type { EngineClient } from '../contract/contract.ts'
import {
  type Exception,
  type ExceptionDetail,
  type ExceptionEvent,
  type ExceptionRow,
  exceptionCodes,
  exceptionOrders,
  severities,
  statusFilters,
} from '../contract/exceptions.ts'
import { actCommand } from './act.ts'
import { bulkCommands, sayWhatIsLeft } from './bulk.ts'
import { caseSaid } from './case-words.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { asksQueue, measuresCommand, queue, queueOptions, queueWords } from './exception-queue.ts'
import { exceptionSaid, exceptionWords } from './exception-words.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { factWords } from './rule-fact-words.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

export const exceptionCommands: readonly Command[] = [
  {
    name: 'exceptions list',
    form: '[--status S] [--code C] [--severity S] [--mine] [--sort KEY] [--group BY] [...]',
    summary: 'what a person must decide, newest first',
    details: `STATUS is one of ${statusFilters.join(', ')}; SEVERITY of ${severities.join(', ')}; ORDER of ${exceptionOrders.join(', ')}.
${queueWords}`,
    positionals: { min: 0, max: 0 },
    options: {
      status: { kind: 'text', value: 'S' },
      code: { kind: 'text', value: 'C' },
      severity: { kind: 'text', value: 'S' },
      producer: { kind: 'text', value: 'ID' },
      batch: { kind: 'text', value: 'ID' },
      client: { kind: 'text', value: 'C' },
      order: { kind: 'text', value: 'O' },
      ...queueOptions,
      ...pageOptions,
    },
    run: list,
  },
  {
    name: 'exceptions show',
    form: 'ID',
    summary: 'one exception: what happened, what it means, its history, and the first of its rows',
    positionals: { min: 1, max: 1 },
    run: show,
  },
  {
    name: 'exceptions rows',
    form: 'ID [--limit N] [--cursor C]',
    summary: 'the rows that an exception stands for, in line order',
    positionals: { min: 1, max: 1 },
    options: pageOptions,
    run: rows,
  },
  actCommand,
  ...bulkCommands,
  measuresCommand,
]

async function list(call: Call): Promise<Answer> {
  const one = <T>(name: string, read: (text: string) => T) => {
    const given = optionOf(call, name)
    return given === undefined ? {} : { [name]: read(given) }
  }
  const filter = {
    ...one('status', (text) => oneOf(text, statusFilters, 'status')),
    ...one('code', (text) => oneOf(text, exceptionCodes, 'code')),
    ...one('severity', (text) => oneOf(text, severities, 'severity')),
    ...one('producer', (text) => numberOf(text, 'producer')),
    ...one('batch', (text) => numberOf(text, 'batch')),
    ...one('client', (text) => text),
  }
  if (asksQueue(call)) return queue(call, filter, tableOfExceptions)
  const input = { ...filter, ...pageOf(call), ...one('order', (text) => oneOf(text, exceptionOrders, 'order')) }
  return signedIn(call, async (client) => {
    await sayWhatIsLeft(call, client)
    const document = await client.exceptions.list(input)
    return { document, text: said.page(tableOfExceptions(document.items, await figuresOf(client)), document.next) }
  })
}

function tableOfExceptions(exceptions: readonly Exception[], figures: Figures): string {
  if (exceptions.length === 0) return exceptionSaid.none
  return tableOf<Exception>(exceptions, [
    { title: 'Id', cell: ({ id }) => id, right: true },
    { title: 'Due', cell: ({ dueAt }) => figures.time(dueAt) },
    { title: 'Severity', cell: ({ severity }) => severity },
    { title: 'Status', cell: ({ status }) => status },
    { title: 'Code', cell: ({ code }) => code },
    { title: 'Producer', cell: ({ producerCode }) => producerCode ?? '-' },
    { title: 'Batch', cell: ({ batch }) => batch ?? '-', right: true },
    { title: 'Rows', cell: (exception) => exception.rows, right: true },
    { title: 'At stake', cell: (exception) => atStake(exception, figures), right: true },
    { title: 'Client', cell: ({ client }) => client ?? '-' },
  ])
}

const atStake = ({ amount, currency }: Exception, { money }: Figures): string =>
  amount === null ? '-' : money(amount, currency ?? undefined)

async function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'exception')
  return signedIn(call, async (client) => {
    const document = await client.exceptions.get({ id })
    return { document, text: call.json ? '' : await describe(document, client) }
  })
}

async function describe(exception: ExceptionDetail, client: EngineClient): Promise<string> {
  const figures = await figuresOf(client)
  const { firstRows, rows: count, history } = exception
  const events = tableOf<ExceptionEvent>(history, [
    { title: 'When', cell: ({ at }) => figures.time(at) },
    { title: 'What', cell: (event) => exceptionSaid.event(event) },
  ])
  const rowTable = firstRows.length === 0 ? exceptionSaid.noRows : tableOfRows(firstRows, figures)
  const more = firstRows.length > 0 && count > firstRows.length ? exceptionSaid.moreRows(exception.id) : ''
  const words = exceptionSaid.words(exceptionWords[exception.code])
  const mayDo = caseSaid.mayDo(exception.actions)
  return [factsOfException(exception, figures), words, `${rowTable}${more}`, events, mayDo].join('\n\n')
}

function factsOfException(exception: ExceptionDetail, figures: Figures): string {
  const { producer, producerName, waitingFor, resolution } = exception
  return factsOf({
    Exception: exception.id,
    Code: exception.code,
    Severity: exception.severity,
    Status: [exception.status, waitingFor ?? resolution].filter((word) => word !== null).join(': '),
    Producer: producer === null ? '-' : `${producer} ${producerName ?? ''}`,
    Batch: exception.batch ?? '-',
    File: exception.file ?? '-',
    Line: exception.line ?? '-',
    Client: exception.client ?? '-',
    Rows: exception.rows,
    'At stake': atStake(exception, figures),
    Expected: factWords(exception.facts, 'expected', figures),
    Found: exception.found ?? factWords(exception.facts, 'found', figures),
    Owner: exception.owner ?? '-',
    Raised: figures.time(exception.raisedAt),
    Due: figures.time(exception.dueAt),
    Resolved: figures.time(exception.resolvedAt),
  })
}

async function rows(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'exception')
  const input = { id, ...pageOf(call) }
  return signedIn(call, async (client) => {
    const document = await client.exceptions.rows(input)
    const isEmpty = document.items.length === 0
    const text = isEmpty ? exceptionSaid.noRows : tableOfRows(document.items, await figuresOf(client))
    return { document, text: said.page(text, document.next) }
  })
}

const tableOfRows = (items: readonly ExceptionRow[], { amount }: Figures): string =>
  tableOf<ExceptionRow>(items, [
    { title: 'Line', cell: ({ line }) => line, right: true },
    { title: 'Outcome', cell: ({ outcome }) => outcome },
    { title: 'Because', cell: ({ code }) => code },
    { title: 'Field', cell: ({ field }) => field ?? '-' },
    { title: 'Found', cell: ({ found }) => found ?? '-' },
    { title: 'Client', cell: ({ client }) => client ?? '-' },
    { title: 'Amount', cell: (row) => (row.amount === null ? '-' : amount(row.amount)), right: true },
    { title: 'As it stood', cell: ({ raw }) => raw },
  ])
