/** Locations as they are typed or pasted, read back and read out. Pure. */
import { Location } from '../../engine/contract/locations.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'
import type { ReadSetting } from './setting-drafts.ts'
import type { SettingLine } from './setting-lines.ts'

export type TypedLocation = Readonly<{
  key: string
  isNew: boolean
  code: string
  name: string
  zone: string
  country: string
  address: string
}>

export const newLocation = (key: string, zone: string): TypedLocation => ({
  key,
  isNew: true,
  code: '',
  name: '',
  zone,
  country: '',
  address: '',
})

export const typedLocations = ({ locations }: SettingValue<'locations'>): readonly TypedLocation[] =>
  locations.map(({ country, address, ...location }, place) => ({
    ...location,
    key: `location ${place}`,
    isNew: false,
    country: country ?? '',
    address: address ?? '',
  }))

type Problem = readonly [string, MessageId]
const fields = ['code', 'name', 'zone', 'country', 'address'] as const

/** Problems are named `<key of the location>.<field>`. */
export function readLocations(typed: readonly TypedLocation[]): ReadSetting<SettingValue<'locations'>> {
  const read = typed.map((each) => Location.safeParse(readValue(each)))
  const owners = ownersOf(typed)
  const problems = typed.flatMap((each, place): Problem[] => {
    const wrong = new Set(read[place]?.error?.issues.map(({ path }) => String(path[0])))
    return fields.flatMap((field): Problem[] => {
      if (wrong.has(field)) return [[`${each.key}.${field}`, `rules.locations.${field}.wrong`]]
      if (field !== 'code' && field !== 'name') return []
      return owners.get(folded(each[field])) === each.key ? [] : [[`${each.key}.${field}`, 'rules.locations.twice']]
    })
  })
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) }
  return { ok: true, value: { locations: read.flatMap(({ data }) => (data === undefined ? [] : [data])) } }
}

/** Whose each name and code is: the first that has it. A word in a row must not mean two of them. */
function ownersOf(typed: readonly TypedLocation[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const { key, code, name } of typed)
    for (const word of [folded(code), folded(name)]) if (!owners.has(word)) owners.set(word, key)
  return owners
}

const folded = (word: string): string => word.trim().replace(/\s+/g, ' ').toLowerCase()

const readValue = ({ code, name, zone, country, address }: TypedLocation): Location => ({
  code: code.trim(),
  name: name.trim(),
  zone: zone.trim(),
  country: country.trim() === '' ? null : country.trim().toUpperCase(),
  address: address.trim() === '' ? null : address.trim(),
})

/** A line is a location: code, name, zone, country, address, as a spreadsheet copies them or with semicolons between. */
export function pastedLocations(
  pasted: string,
  zone: string,
  newKey: () => string = () => crypto.randomUUID(),
): readonly TypedLocation[] {
  return pasted
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split(line.includes('\t') ? '\t' : ';').map((cell) => cell.trim())
      const [code = '', name = '', ownZone = '', country = '', address = ''] = cells
      const isNameOnly = cells.length === 1
      return {
        ...newLocation(newKey(), ownZone === '' ? zone : ownZone),
        code: isNameOnly ? '' : code,
        name: isNameOnly ? code : name,
        country,
        address,
      }
    })
}

/** Those that a person looks for; new ones stay in sight, and so do those in which something is wrong. */
export function locationsInSight(
  typed: readonly TypedLocation[],
  sought: string,
  isWrong: (location: TypedLocation) => boolean,
): readonly TypedLocation[] {
  const word = folded(sought)
  const found = typed.filter((each) => {
    if (each.isNew || isWrong(each)) return true
    return word === '' || fields.some((field) => each[field].toLowerCase().includes(word))
  })
  const rank = (each: TypedLocation): number => (each.isNew || isWrong(each) ? 0 : 1)
  return found.toSorted((a, b) => rank(a) - rank(b))
}

/** One line for each, so that a change of the list reads as what came, went and became otherwise. */
export const locationLines = ({ locations }: SettingValue<'locations'>): readonly SettingLine[] =>
  locations.map(({ code, name, zone, country, address }) => ({
    what: `${name} (${code})`,
    says: [zone, country, address].filter((part) => part !== null).join(' · '),
  }))
