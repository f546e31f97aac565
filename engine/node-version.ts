/**
 * The oldest Node that the engine runs on. An older one loads the encrypted SQLite and then ends without a word, so every
 * entry that a person may start by hand asks here first, and imports the rest only afterwards.
 */
const oldest = 22

export function problemWithNode(version: string): string | null {
  const major = Number(version.replace(/^v/, '').split('.')[0])
  if (major >= oldest) return null
  return `Countinghouse needs Node ${oldest} or newer and this is ${version}. Start it with "npm run" in its folder, which brings its own Node, or install a newer one.`
}

export function refuseOldNode(): void {
  // Electron brings a Node of its own with a matching SQLite.
  if (process.versions.electron !== undefined) return
  const problem = problemWithNode(process.version)
  if (problem === null) return
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}
