/**
 * Where everything of a workspace lies. One folder holds it all, so that copying the folder of a closed workspace is
 * copying the workspace.
 */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

export type Layout = Readonly<{
  directory: string
  /** The encrypted SQLite file. */
  store: string
  /** The key slots; without one of them the store opens for nobody. */
  keys: string
  /** The key file of a workspace that is being made: while it is there, nothing was ever kept under its keys. */
  keysInMaking: string
  lock: string
  holder: string
  /** Failed sign-ins per user, so that back-off survives a restart. */
  attempts: string
  /** Failed sign-ins while the store is closed, sealed to the workspace's key. */
  sideLog: string
  archive: string
  drop: string
  /** Where banks, gateways and producers put their statements, a folder for each source. */
  statements: string
  anchors: string
  upgrades: string
  backups: string
  /** The secret for unattended start, as its keeper wrapped it. */
  unattended: string
}>

export function layoutOf(directory: string): Layout {
  const root = path.resolve(directory)
  const inside = (name: string): string => path.join(root, name)
  return {
    directory: root,
    store: inside('store.db'),
    keys: inside('keys.json'),
    keysInMaking: inside('keys.json.new'),
    lock: inside('lock'),
    holder: inside('holder.json'),
    attempts: inside('attempts.json'),
    sideLog: inside('sign-in-failures.log'),
    archive: inside('archive'),
    drop: inside('drop'),
    statements: inside('statements'),
    anchors: inside('anchors'),
    upgrades: inside('upgrades'),
    backups: inside('backups'),
    unattended: inside('unattended.key'),
  }
}

/** A store whose making was cut off is no workspace: it opens for nobody, and nobody's data were ever in it. */
export const workspaceExists = (layout: Layout): boolean =>
  existsSync(layout.keys) || (existsSync(layout.store) && !existsSync(layout.keysInMaking))

/** Where a person's workspace is when nobody says otherwise: the operating system's folder for a program's data. */
export function defaultDirectory(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const chosen = environment.COUNTINGHOUSE_WORKSPACE
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen)
  const home = homedir()
  if (platform === 'win32') {
    return path.join(environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'Countinghouse', 'workspace')
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Countinghouse', 'workspace')
  return path.join(environment.XDG_DATA_HOME ?? path.join(home, '.local', 'share'), 'countinghouse', 'workspace')
}
