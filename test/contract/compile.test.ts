/**
 * What must not compile: a procedure that names no access, and one that nobody answers. Asked of the real compiler, because
 * a check that only looks right would go unnoticed until a procedure is open to everybody.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const snippets = {
  'sound.ts': `
    import { procedure } from '${root}/engine/contract/procedure.ts'
    import type { ContractTree } from '${root}/engine/contract/procedure.ts'
    export const tree = {
      thing: procedure({ method: 'GET', path: '/thing', summary: 'A thing', access: 'public' }),
    } satisfies ContractTree`,
  'no-access.ts': `
    import { procedure } from '${root}/engine/contract/procedure.ts'
    export const thing = procedure({ method: 'GET', path: '/thing', summary: 'A thing' })`,
  'unknown-access.ts': `
    import { procedure } from '${root}/engine/contract/procedure.ts'
    export const thing = procedure({ method: 'GET', path: '/thing', summary: 'A thing', access: 'money.take' })`,
  'around-the-helper.ts': `
    import { oc } from '@orpc/contract'
    import type { ContractTree } from '${root}/engine/contract/procedure.ts'
    export const tree = { thing: oc.route({ method: 'GET', path: '/thing' }) } satisfies ContractTree`,
  'no-handler.ts': `
    import { api } from '${root}/engine/router/api.ts'
    import { router } from '${root}/engine/router/router.ts'
    const { verify: _, ...audit } = router.audit
    export const incomplete = api.router({ ...router, audit })`,
} as const

let folder: string
let output: string

beforeAll(async () => {
  // Inside the checkout, so that packages and their types are found from there.
  const cache = path.join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(path.join(cache, 'compile-'))
  for (const [name, text] of Object.entries(snippets)) writeFileSync(path.join(folder, name), text)
  const options = {
    extends: path.join(root, 'tsconfig.base.json'),
    compilerOptions: { types: ['node'], incremental: false },
  }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ ...options, files: Object.keys(snippets) }))
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  const compile = promisify(execFile)(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder })
  output = await compile.then(({ stdout }) => stdout).catch((error: { stdout: string }) => error.stdout)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const errorsOf = (name: keyof typeof snippets) => output.split('\n').filter((line) => line.startsWith(`${name}(`))

it('compiles a procedure that names its access, which proves that the others fail for their own reason', () => {
  expect(errorsOf('sound.ts')).toEqual([])
})

it.each([
  ['no-access.ts', /Property 'access' is missing/],
  ['unknown-access.ts', /'"money.take"' is not assignable to type 'Access'/],
  ['around-the-helper.ts', /does not satisfy|not assignable/],
  ['no-handler.ts', /Property 'verify' is missing|not assignable/],
] as const)('%s does not compile', (name, reason) => {
  expect(errorsOf(name).join('\n')).toMatch(reason)
})
