/** One scenario, several rounds: each on a fresh copy of the workspace that it begins with, and the bare insert beside it. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { BareInserted } from './ingest-bare.ts'
import type { Ingested } from './ingest-run.ts'
import type { FileWish, ToDrop } from './ingest-wish.ts'
import { inChild } from './ingest-work.ts'
import { copyStore, drop } from './ingest-workspaces.ts'

export type BaseName = 'empty' | 'known' | 'held' | 'once'

export type Scenario = Readonly<{
  /** What `--only` names; several may have the same. */
  name: string
  label: string
  base: BaseName
  wish: FileWish
  ends: 'posted' | 'held'
  /** Whether the bare insert of the same rows says anything about it. */
  bare: boolean
}>

export type Round = Readonly<{ engine: Ingested; bare: BareInserted | null }>

export type Sizes = Readonly<{ clients: number; held: number }>

/** Files and workspaces that several scenarios begin with, each made once. */
export class Made {
  readonly folder: string
  readonly #sizes: Sizes
  readonly #once: FileWish
  readonly #files = new Map<string, Promise<readonly ToDrop[]>>()
  readonly #bases = new Map<BaseName, Promise<string>>()

  /** `once` is the file that the workspace of that name has posted already. */
  constructor(folder: string, { sizes, once }: Readonly<{ sizes: Sizes; once: FileWish }>) {
    this.folder = folder
    this.#sizes = sizes
    this.#once = once
  }

  files(wish: FileWish): Promise<readonly ToDrop[]> {
    const key = JSON.stringify(wish)
    const known = this.#files.get(key)
    if (known !== undefined) return known
    const files = inChild('makeFiles', { ...wish, out: path.join(this.folder, `files-${this.#files.size}`) })
    this.#files.set(key, files)
    return files
  }

  base(name: BaseName): Promise<string> {
    const known = this.#bases.get(name)
    if (known !== undefined) return known
    const base = this.#make(name)
    this.#bases.set(name, base)
    return base
  }

  async #make(name: BaseName): Promise<string> {
    const directory = path.join(this.folder, name)
    const { clients, held } = this.#sizes
    switch (name) {
      case 'empty':
        await inChild('makeStore', { directory, files: [] })
        return directory
      case 'once':
        await inChild('makeStore', { directory, files: await this.files(this.#once) })
        return directory
      case 'known':
        await inChild('makeKnownStore', { directory, clients, out: path.join(this.folder, 'opening') })
        return directory
      case 'held':
        return (await inChild('heldStore', { held, clients })).directory
    }
  }
}

export async function runRounds(made: Made, scenario: Scenario, rounds: number): Promise<readonly Round[]> {
  const found: Round[] = []
  for (let round = 0; round < rounds; round += 1) found.push(await runRound(made, scenario))
  return found
}

async function runRound(made: Made, { base, wish, ends, bare }: Scenario): Promise<Round> {
  const [from, files] = [await made.base(base), await made.files(wish)]
  return withCopy(made, base, async (directory) => {
    drop(directory, files)
    const engine = await inChild('ingest', { directory })
    expectEnd(engine, wish, ends)
    const target = path.join(directory, 'bare.db')
    return { engine, bare: bare ? await inChild('insertBare', { base: from, finished: directory, target }) : null }
  })
}

/** Work on a copy, which is gone afterwards. */
export async function withCopy<T>(made: Made, base: BaseName, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = path.join(made.folder, 'copy')
  try {
    copyStore(await made.base(base), directory)
    return await work(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A figure of something else than was meant would be worth nothing. */
function expectEnd({ batches }: Ingested, { rows }: FileWish, ends: Scenario['ends']): void {
  const found = batches.reduce((sum, batch) => sum + (ends === 'posted' ? batch.posted : batch.rows), 0)
  const wrong = batches.filter(({ state, reasons }) => state !== ends || (ends === 'held' && !isDoubled(reasons)))
  if (found !== rows || wrong.length > 0)
    throw new Error(`${found} of ${rows} rows ended ${ends}; ${JSON.stringify(wrong.slice(0, 3))}`)
}

const isDoubled = (reasons: string): boolean => (JSON.parse(reasons) as string[]).includes('BATCH_DOUBLED')

/** Of several rounds the middle one, because the machine has other things to do now and then. */
export function middle<T>(rounds: readonly T[], of: (round: T) => number): T {
  const found = rounds.toSorted((a, b) => of(a) - of(b))[Math.floor(rounds.length / 2)]
  if (found === undefined) throw new Error('no round was measured')
  return found
}
