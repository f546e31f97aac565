/** `settings`: what is in force, and every value that was. They change by proposal only. */
import type { Currency, Setting } from '../contract/settings.ts'
import { settingNames } from '../contract/settings.ts'
import { invariant } from '../invariant.ts'
import { type Answer, argumentOf, type Call, type Command } from './command.ts'
import { signedIn } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { oneOf } from './parse.ts'

import { tableOf } from './table.ts'

const names = `NAME is one of ${settingNames.join(', ')}.`

export const settingCommands: readonly Command[] = [
  {
    name: 'settings list',
    form: '',
    summary: 'every setting, and since when it is in force',
    positionals: { min: 0, max: 0 },
    run: list,
  },
  {
    name: 'settings show',
    form: 'NAME',
    summary: 'the value of a setting; "proposals propose setting" changes it',
    details: names,
    positionals: { min: 1, max: 1 },
    run: show,
  },
  {
    name: 'settings history',
    form: 'NAME',
    summary: 'every value that a setting had, newest first',
    details: names,
    positionals: { min: 1, max: 1 },
    run: history,
  },
  {
    name: 'settings currencies',
    form: '',
    summary: 'the currencies that the books are kept in',
    positionals: { min: 0, max: 0 },
    run: currencies,
  },
]

const nameOf = (call: Call) => oneOf(argumentOf(call, 0), settingNames, 'setting')

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.settings.list()
    return { document, text: tableOfSettings(document.items, await figuresOf(client)) }
  })
}

async function show(call: Call): Promise<Answer> {
  const name = nameOf(call)
  return signedIn(call, async (client) => {
    const { items } = await client.settings.list()
    const document = items.find((each) => each.name === name)
    invariant(document !== undefined, 'a setting has no value in force', { name })
    // The value alone, so that it can be changed in a file and proposed again.
    return { document, text: JSON.stringify(document.value, null, 2) }
  })
}

async function history(call: Call): Promise<Answer> {
  const name = nameOf(call)
  return signedIn(call, async (client) => {
    const document = await client.settings.history({ name })
    return { document, text: tableOfSettings(document.items, await figuresOf(client)) }
  })
}

const tableOfSettings = (settings: readonly Setting[], { time }: Figures): string =>
  tableOf<Setting>(settings, [
    { title: 'Setting', cell: ({ name }) => name },
    { title: 'Version', cell: ({ version }) => version, right: true },
    { title: 'Since', cell: ({ at }) => time(at) },
    { title: 'Proposal', cell: ({ proposal }) => proposal ?? '-', right: true },
    { title: 'Value', cell: ({ value }) => JSON.stringify(value) },
  ])

function currencies(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.settings.currencies()
    const text = tableOf<Currency>(document.items, [
      { title: 'Currency', cell: ({ code }) => code },
      { title: 'Digits', cell: ({ digits }) => digits, right: true },
      { title: 'Own', cell: ({ home }) => (home ? 'yes' : '') },
    ])
    return { document, text }
  })
}
