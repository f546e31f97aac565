/**
 * `npm test`: types, style, tests of the engine, the build, and the console in a real browser. It stops at the first step
 * that fails, and its last line says how many tests passed and failed, for people and for machines.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { provideChromium } from './browser.ts'
import { ended, root, say, start } from './tools.ts'

type Count = Readonly<{ passed: number; failed: number }>

type Step = Readonly<{
  name: string
  run: () => Promise<number>
  /** Steps that are no tests count nothing, unless they fail. */
  count?: () => Count
}>

const reports = join(root, 'test-results')
const unitReport = join(reports, 'unit.json')
const endToEndReport = join(reports, 'e2e.json')

const tool =
  (program: string, ...args: readonly string[]) =>
  () =>
    ended(start(program, args))

const steps: readonly Step[] = [
  { name: 'Types', run: tool('tsc', '-b') },
  { name: 'Style', run: tool('biome', 'check', '.') },
  { name: 'Lint', run: tool('oxlint', '-c', '.oxlintrc.json', '--type-aware', '--deny-warnings') },
  {
    name: 'Engine',
    run: tool('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`),
    count: () => unitCount(unitReport),
  },
  { name: 'Build', run: tool('electron-vite', 'build', '--logLevel', 'error') },
  { name: 'Console', run: testConsole, count: () => endToEndCount(endToEndReport) },
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const total = { passed: 0, failed: 0 }
for (const { name, run, count } of steps) {
  say(`\n== ${name}`)
  const code = await run()
  const { passed, failed } = count?.() ?? { passed: 0, failed: 0 }
  total.passed += passed
  // A step that failed without naming a test, a file that can't be loaded for one, is one failure.
  total.failed += code === 0 ? failed : Math.max(1, failed)
  if (total.failed > 0) break
}
process.exitCode = total.failed === 0 ? 0 : 1
say(`\n${total.passed} passed, ${total.failed} failed`)

async function testConsole(): Promise<number> {
  if ((await provideChromium()) === undefined) {
    say(
      'There is no Chromium and none could be installed: install one, and name it in CHROMIUM if it is in an unusual place.',
    )
    return 1
  }
  return ended(start('playwright', ['test']))
}

function unitCount(file: string): Count {
  const Report = z.object({ numPassedTests: z.int(), numFailedTests: z.int() })
  const report = read(file, Report)
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 }
}

function endToEndCount(file: string): Count {
  const Report = z.object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }) })
  const stats = read(file, Report)?.stats
  // What passed only at the second try has failed once: that is a fault to find, not a pass.
  return { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) }
}

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // The step ended before it could report, which its exit code says as well.
    return undefined
  }
}
