/**
 * The contract describes every procedure's questions and answers, and a page asks them without checking them again. What it
 * doesn't use may be left out, but a bundler can't know that making a description changes nothing; here it is told so.
 */
import type { Plugin } from 'vite'

const contractFile = /[\\/]engine[\\/]contract[\\/][^\\/]+\.ts$/
const alreadyFree: ReadonlySet<string> = new Set(['Literal', 'Identifier', 'ArrowFunctionExpression'])

export const leanContractPlugin = (): Plugin => ({
  name: 'lean-contract',
  apply: 'build',
  // After types are gone.
  enforce: 'post',
  transform: {
    filter: { id: contractFile },
    handler(code) {
      const madeOnce = this.parse(code).body.flatMap((statement) => {
        const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
        if (declared?.type !== 'VariableDeclaration') return []
        return declared.declarations.flatMap(({ init }) => (init && !alreadyFree.has(init.type) ? [init] : []))
      })
      let lean = code
      // From the end, so that the places before stay where they are.
      for (const { start, end } of madeOnce.toReversed())
        lean = `${lean.slice(0, start)}/* @__PURE__ */ (() => (${lean.slice(start, end)}))()${lean.slice(end)}`
      return { code: lean, map: null, moduleSideEffects: false }
    },
  },
})
