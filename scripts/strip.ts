/** TypeScript programs as JavaScript, for processes that must not spend time or memory on their types. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transformSync } from 'esbuild'

/** Writes `names` (relative, `.ts`) from one folder to another as `.js`, relative imports included. */
export function stripFiles(from: string, names: readonly string[], to: string): void {
  for (const name of names) {
    const { code } = transformSync(readFileSync(join(from, name), 'utf8'), { loader: 'ts', target: 'es2024' })
    const target = join(to, name.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, code.replaceAll(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"'))
  }
}
