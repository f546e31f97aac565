/** What stands in the way of files and folders: no permission, no space, a folder that is gone. Told until it is over. */
import path from 'node:path'
import { isoOf, now } from '../calendar/instant.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import { failureOf } from '../failure.ts'

export type Trouble = IngestStatus['troubles'][number]

export class Troubles {
  readonly #bySubject = new Map<string, Trouble>()
  readonly #onChange: () => void
  readonly #logBug: (error: unknown, step: string) => void

  constructor({ onChange, logBug }: Telling) {
    this.#onChange = onChange
    this.#logBug = logBug
  }

  all(): Trouble[] {
    return [...this.#bySubject.values()]
  }

  note(subject: string, code: string): void {
    if (this.#bySubject.get(subject)?.code === code) return
    this.#bySubject.set(subject, { path: subject, code, since: isoOf(now()) })
    this.#onChange()
  }

  noteError(subject: string, error: unknown): void {
    const failure = failureOf(error)
    if (failure === undefined) this.#logBug(error, 'intake')
    this.note(subject, failure?.code ?? 'internal')
  }

  over(subject: string): void {
    this.#bySubject.delete(subject)
  }

  /** Does a step for a file or a batch; what goes wrong troubles that one and keeps nobody else. */
  async guard(subject: string, step: () => Promise<void>): Promise<void> {
    try {
      await step()
      // A file that was taken and can't be removed stays a trouble until it is gone.
      if (this.#bySubject.get(subject)?.code !== 'file_not_removable') this.over(subject)
    } catch (error) {
      this.noteError(subject, error)
    }
  }

  /** What somebody took out of the folder by hand troubles nobody any more. */
  forgetGone(drop: string, files: readonly Readonly<{ path: string }>[]): void {
    const present = new Set(files.map((file) => file.path))
    for (const subject of this.#bySubject.keys()) {
      const inFolder = path.dirname(path.dirname(subject)) === drop
      if (inFolder && !present.has(subject)) this.over(subject)
    }
  }

  noteFolders(troubles: readonly Readonly<{ path: string; code: string }>[]): void {
    for (const [key, { code }] of this.#bySubject) {
      if (code.startsWith('folder_') && !troubles.some((each) => each.path === key)) this.over(key)
    }
    for (const { path: folder, code } of troubles) {
      if (!this.#bySubject.has(folder)) this.note(folder, code)
    }
  }
}

type Telling = Readonly<{ onChange: () => void; logBug: (error: unknown, step: string) => void }>
