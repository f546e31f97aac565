/**
 * The locations of a workspace: a setting that people agree on, read wherever a place is chosen or told from one that
 * nobody has heard of.
 */
import type { Database } from 'better-sqlite3'
import { foldedPlace } from '../calendar/places.ts'
import type { Location } from '../contract/locations.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'

export const listLocations = ({ raw }: QueryContext, _: null): Location[] =>
  settingInForce(raw, 'locations').value.locations

/** Every name and code by which rows may name one, folded. */
export const namesOfLocations = (raw: Database): readonly string[] =>
  settingInForce(raw, 'locations').value.locations.flatMap(({ code, name }) => [foldedPlace(code), foldedPlace(name)])
