/** What the shell itself remembers between two starts, in one small file of the person's own. Nothing secret is in it. */
import path from 'node:path'
import { z } from 'zod'
import { failureOf } from '../engine/failure.ts'
import { readWhole, writeWhole } from '../engine/files/whole-file.ts'

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
export type Bounds = z.infer<typeof Bounds>

const ShellSettings = z.object({
  /** The workspace that was opened last. */
  directory: z.string().nullable().catch(null),
  /** The host whose console was shown last; null for the local workspace. */
  connectedTo: z.string().nullable().catch(null),
  window: z.object({ bounds: Bounds, maximised: z.boolean() }).nullable().catch(null),
})
export type ShellSettings = Readonly<z.infer<typeof ShellSettings>>

const nothing: ShellSettings = { directory: null, connectedTo: null, window: null }

export class SettingsFile {
  readonly #file: string
  #settings: ShellSettings

  constructor(userData: string) {
    this.#file = path.join(userData, 'shell.json')
    this.#settings = parse(readWhole(this.#file))
  }

  get current(): ShellSettings {
    return this.#settings
  }

  change(part: Partial<ShellSettings>): void {
    this.#settings = { ...this.#settings, ...part }
    try {
      writeWhole(this.#file, `${JSON.stringify(this.#settings, null, 2)}\n`)
    } catch (error) {
      // A full or read-only disk costs what the next start would have remembered, and must not keep a window open.
      if (failureOf(error) === undefined) throw error
    }
  }
}

/** A file that can't be read costs a window's place, never a start. */
function parse(text: string | null): ShellSettings {
  if (text === null) return nothing
  try {
    return ShellSettings.parse(JSON.parse(text))
  } catch {
    return nothing
  }
}
