/**
 * Writes api/: the declarations of everything a user can import, so that a change of the interface shows in review.
 * With --check it only compares.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { compile } from './bundle.ts'
import { root, runProgram, temporaryFolder } from './project.ts'

const committed = join(root, 'api')

/** The declaration files that the package's entry points reach, by path. */
function publicDeclarations(folder: string): Map<string, string> {
  const reached = new Map<string, string>()
  const pending = entryPoints().map((entry) => join(folder, entry))
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const name = relative(folder, file)
    if (reached.has(name)) continue
    const text = readFileSync(file, 'utf8')
    reached.set(name, text)
    for (const [, specifier] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g)) {
      pending.push(join(dirname(file), `${specifier}.d.ts`))
    }
  }
  return new Map([...reached].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** package.json's exports, as declaration files relative to dist. */
function entryPoints(): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string>
  }
  return Object.values(exports)
    .filter((path) => path.startsWith('./dist/'))
    .map((path) => path.replace('./dist/', '').replace(/\.js$/, '.d.ts'))
}

const emitted = temporaryFolder('api')
try {
  compile(emitted, '--emitDeclarationOnly', '--declarationMap', 'false')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
const fresh = process.argv.includes('--check') ? join(temporaryFolder('api-diff'), 'api') : committed
rmSync(fresh, { recursive: true, force: true })
for (const [name, text] of publicDeclarations(emitted)) {
  mkdirSync(dirname(join(fresh, name)), { recursive: true })
  writeFileSync(join(fresh, name), text)
}
if (fresh !== committed) {
  const { ok, output } = runProgram('git', ['--no-pager', 'diff', '--no-index', '--no-color', '--', committed, fresh])
  if (!ok) {
    console.error(
      `api/ is not what src declares. Run \`npm run api\` and commit it if the change is meant.\n\n${output}`,
    )
    process.exit(1)
  }
}
