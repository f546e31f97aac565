/** `messages`: what was written to clients and producers, and what they answered. */
import { type Message, messageStates } from '../contract/messages.ts'
import { type Answer, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const messageCommands: readonly Command[] = [
  {
    name: 'messages list',
    form: '[--exception ID] [--client C] [--producer ID] [--state S] [--limit N] [--cursor C]',
    summary: 'messages to clients and producers with their answers, newest first',
    details: `--state is one of ${messageStates.join(', ')}. A look at a client's messages is recorded.`,
    positionals: { min: 0, max: 0 },
    options: {
      exception: { kind: 'text', value: 'ID' },
      client: { kind: 'text', value: 'C' },
      producer: { kind: 'text', value: 'ID' },
      state: { kind: 'text', value: 'S' },
      ...pageOptions,
    },
    run: list,
  },
]

async function list(call: Call): Promise<Answer> {
  const one = <T>(name: string, read: (text: string) => T) => {
    const given = optionOf(call, name)
    return given === undefined ? {} : { [name]: read(given) }
  }
  const input = {
    ...pageOf(call),
    ...one('exception', (text) => numberOf(text, 'exception')),
    ...one('client', (text) => text),
    ...one('producer', (text) => numberOf(text, 'producer')),
    ...one('state', (text) => oneOf(text, messageStates, 'state')),
  }
  return signedIn(call, async (client) => {
    const document = await client.contact.messages(input)
    const figures = await figuresOf(client)
    const isEmpty = document.items.length === 0
    return {
      document,
      text: isEmpty ? 'No messages.' : said.page(tableOfMessages(document.items, figures), document.next),
    }
  })
}

const tableOfMessages = (messages: readonly Message[], figures: Figures): string =>
  tableOf<Message>(messages, [
    { title: 'Id', cell: ({ id }) => id, right: true },
    { title: 'Written', cell: ({ createdAt }) => figures.time(createdAt) },
    { title: 'By', cell: ({ createdBy }) => createdBy },
    { title: 'To', cell: ({ client, producerName }) => client ?? producerName ?? '-' },
    { title: 'Channel', cell: ({ channel }) => channel },
    { title: 'State', cell: ({ state, lastError }) => (lastError === null ? state : `${state}: ${lastError}`) },
    { title: 'Case', cell: ({ exception }) => exception ?? '-', right: true },
    { title: 'Subject', cell: ({ subject }) => subject },
    { title: 'Answer', cell: ({ question }) => answerOf(question) },
  ])

function answerOf(question: Message['question']): string {
  if (question === null) return '-'
  return question.state === 'answered' ? (question.answer ?? question.note ?? 'answered') : question.state
}
