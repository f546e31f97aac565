/**
 * The policy file: what whoever manages a machine has decided for every workspace that is opened on it. It lies where only
 * an administrator of the machine writes, and says which fields of which settings are not the workspace's own to choose.
 * A file that is there and can't be kept to keeps everything closed: a slip must not lift what it was written for.
 */
import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type SettingName, settingNames, settingValues } from '../contract/settings.ts'
import { Failure } from '../failure.ts'
import { canonical } from '../operations/keys.ts'
import type { Json } from '../store/command.ts'

export type Fields = Readonly<Record<string, Json>>
export type Policy = Readonly<{
  file: string
  sha256: Uint8Array
  /** Of each setting the fields that are managed. One that is not managed is not here. */
  settings: Readonly<Partial<Record<SettingName, Fields>>>
}>

const bytesMax = 1_048_576

const PolicyFile = z.strictObject({
  version: z.literal(1),
  settings: z.strictObject(Object.fromEntries(settingNames.map((name) => [name, z.looseObject({}).optional()]))),
})

/** Where each operating system keeps what administrators decide for a program. */
export function defaultPolicyFile(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const name = 'policy.json'
  if (platform === 'win32') return path.win32.join(environment.ProgramData ?? 'C:\\ProgramData', 'Countinghouse', name)
  if (platform === 'darwin') return path.posix.join('/Library/Application Support/Countinghouse', name)
  return path.posix.join('/etc/countinghouse', name)
}

/** The policy in force on this machine; null where nobody wrote one. A file that was named has to be there. */
export function readPolicy(named: string | undefined): Policy | null {
  const file = named ?? defaultPolicyFile(process.env, process.platform)
  const bytes = contentOf(file)
  if (bytes === null && named === undefined) return null
  if (bytes === null) throw unusable(file, 'there is no such file')
  return { file, sha256: hash('sha256', bytes, 'buffer'), settings: settingsOf(file, bytes) }
}

function contentOf(file: string): Buffer | null {
  try {
    const { mode, size } = statSync(file)
    if (size > bytesMax) throw unusable(file, `it has more than ${bytesMax} bytes`)
    // Whoever may write it decides for everybody; that is for administrators. Windows keeps this in lists of its own.
    if (process.platform !== 'win32' && (mode & 0o002) !== 0) throw unusable(file, 'anybody may write it')
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Failure) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === undefined) throw error
    throw unusable(file, `it can't be read: ${code}`)
  }
}

function settingsOf(file: string, bytes: Buffer): Policy['settings'] {
  const read = PolicyFile.safeParse(jsonOf(file, bytes))
  if (!read.success) throw unusable(file, read.error.issues.map((issue) => issueWords(issue)).join('; '))
  const given = settingNames.flatMap((name) => {
    const fields = read.data.settings[name]
    return fields === undefined || Object.keys(fields).length === 0 ? [] : [[name, fields as Fields] as const]
  })
  const problems = given.flatMap(([name, fields]) => fieldProblems(name, fields))
  if (problems.length > 0) throw unusable(file, problems.join('; '))
  return Object.fromEntries(given)
}

function jsonOf(file: string, bytes: Buffer): unknown {
  try {
    // Editors of one operating system put a mark in front that JSON does not know.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw unusable(file, 'it is not JSON in UTF-8')
  }
}

/** Each field is held against the shape of its setting. What the shape would leave out is misspelt, and would lock nothing. */
function fieldProblems(name: SettingName, fields: Fields): readonly string[] {
  const shape: Readonly<Record<string, z.ZodType>> = settingValues[name].shape
  return Object.entries(fields).flatMap(([field, value]) => {
    const at = `settings.${name}.${field}`
    const known = Object.hasOwn(shape, field) ? shape[field] : undefined
    if (known === undefined) return [`${at}: there is no such field`]
    const read = known.safeParse(value)
    if (!read.success) return read.error.issues.map((issue) => issueWords(issue, at))
    return canonical(read.data) === canonical(value) ? [] : [`${at}: it has a field that is not known`]
  })
}

const issueWords = ({ path: at, message }: z.core.$ZodIssue, before?: string): string => {
  const place = [...(before === undefined ? [] : [before]), ...at.map(String)].join('.')
  return place === '' ? message : `${place}: ${message}`
}

export const unusable = (file: string, problem: string): Failure => new Failure('policy_unusable', { file, problem })
