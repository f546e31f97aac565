/** Which workspace a start is about: what was asked for, else the last one, else the folder of the operating system. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDirectory } from '../engine/workspace/layout.ts'

/** `--workspace DIR`; Chromium's own switches stand beside it, so nothing unknown is refused. */
export function askedDirectory(argv: readonly string[], workingDirectory: string): string | null {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { workspace: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  })
  const { workspace } = values
  return typeof workspace === 'string' && workspace !== '' ? path.resolve(workingDirectory, workspace) : null
}

export type DirectoryWishes = Readonly<{
  asked: string | null
  environment: NodeJS.ProcessEnv
  last: string | null
  platform: NodeJS.Platform
}>

export function chooseDirectory({ asked, environment, last, platform }: DirectoryWishes): string {
  if (asked !== null) return asked
  const named = environment.COUNTINGHOUSE_WORKSPACE
  if ((named === undefined || named === '') && last !== null) return last
  return defaultDirectory(environment, platform)
}
