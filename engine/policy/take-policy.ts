/** Taking the machine's policy over into the store, at every opening. What it changes is in the audit chain. */
import type { Database } from 'better-sqlite3'
import type { SettingName } from '../contract/settings.ts'
import { settingNames, settingValues } from '../contract/settings.ts'
import { settingProblem } from '../settings/change.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command } from '../store/command.ts'
import { withoutTrace } from '../store/savepoint.ts'
import type { Policy } from './policy-file.ts'

type Taken =
  | Readonly<{ status: 'done'; isNew: boolean; managed: readonly string[] }>
  | Readonly<{ status: 'policy_unusable'; problem: string }>

export const takePolicy = command({
  topics: ['settings'],
  // A policy that is as it was at the last opening says nothing new.
  record: ({ policy }: Readonly<{ policy: Policy | null }>, outcome: Taken) =>
    outcome.status === 'done' && !outcome.isNew
      ? null
      : {
          action: 'policy.take',
          subject: 'policy',
          outcome: outcome.status,
          detail: {
            file: policy?.file ?? null,
            sha256: policy === null ? null : Buffer.from(policy.sha256).toString('hex'),
            ...(outcome.status === 'done' ? { managed: outcome.managed } : { problem: outcome.problem }),
          },
        },
  run: ({ raw, at }, { policy }): Taken => {
    if (isInForce(raw, policy)) return { status: 'done', isNew: false, managed: [] }
    return withoutTrace(
      raw,
      () => put(raw, at, policy),
      ({ status }) => status !== 'done',
    )
  },
})

/** The bytes of the file decide, and where it lies: both are what a record of it says. */
function isInForce(raw: Database, policy: Policy | null): boolean {
  const row = raw.prepare('SELECT file, sha256 FROM policy').get() as { file: string; sha256: Buffer } | undefined
  if (policy === null || row === undefined) return policy === null && row === undefined
  return row.file === policy.file && row.sha256.equals(policy.sha256)
}

function put(raw: Database, at: number, policy: Policy | null): Taken {
  raw.exec('DELETE FROM managed_setting; DELETE FROM policy')
  if (policy === null) return { status: 'done', isNew: true, managed: [] }
  raw
    .prepare('INSERT INTO policy (id, file, sha256, since) VALUES (1, ?, ?, ?)')
    .run(policy.file, Buffer.from(policy.sha256), at)
  const add = raw.prepare('INSERT INTO managed_setting (name, fields) VALUES (?, ?)')
  const names = settingNames.filter((name) => policy.settings[name] !== undefined)
  for (const name of names) add.run(name, JSON.stringify(policy.settings[name]))
  // Asked once all is in place: settings name what stands in others, and each is held against them as they now are.
  const problems = names.flatMap((name) => problemOf(raw, name))
  if (problems.length > 0) return { status: 'policy_unusable', problem: problems.join('; ') }
  const managed = names.flatMap((name) => Object.keys(policy.settings[name] ?? {}).map((field) => `${name}.${field}`))
  return { status: 'done', isNew: true, managed }
}

/** A managed field may be right by itself and not fit what the workspace has in the others. */
function problemOf(raw: Database, name: SettingName): readonly string[] {
  const { value } = settingInForce(raw, name)
  const read = settingValues[name].safeParse(value)
  const problem = read.success ? settingProblem(raw, name, read.data) : { path: '', problem: 'it does not fit' }
  return problem === null ? [] : [`settings.${[name, problem.path].filter(Boolean).join('.')}: ${problem.problem}`]
}
