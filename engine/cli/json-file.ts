/** Reads a JSON file that a call names, `-` for standard input, and holds it against what it should be. */
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import { fault } from '../router/faults.ts'
import { Refusal } from './refusal.ts'

export async function readJsonFile<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const { data, error } = schema.safeParse(parse(await readText(file), file))
  if (data !== undefined) return data
  // The same words as when the engine refuses it, only without opening the workspace first.
  const issues = error?.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), problem: message }))
  throw fault('bad_input', 400, { issues: issues ?? [] })
}

async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new Refusal('file_unreadable', { file, reason: reasonOf(error) }, error)
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Refusal('file_not_json', { file }, error)
  }
}

/** The operating system's own word for it, such as ENOENT. */
export const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'
