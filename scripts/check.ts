/** Everything about the sources that can be wrong without a test failing: `npm run check -- [step …]`. */
import { join } from 'node:path'
import process from 'node:process'
import { packTarball } from './pack.ts'
import { oxlint, prettier, publint, root, type Ran, runNode, temporaryFolder, tsc } from './project.ts'

type Step = () => Ran

const steps: Readonly<Record<string, Step>> = {
  types: () => runNode(tsc, ['-p', '.']),
  lint: () => runNode(oxlint, ['--type-aware', '--deny-warnings', '.']),
  format: () => runNode(prettier, ['--check', '--log-level=warn', '.']),
  lock: () => runNode(join(root, 'scripts', 'check-lock.ts'), []),
  sources: () => runNode(join(root, 'scripts', 'check-sources.ts'), []),
  coverage: () => runNode(join(root, 'scripts', 'rfc-coverage.ts'), ['--check']),
  extensions: () => runNode(join(root, 'scripts', 'extensions.ts'), []),
  checklist: () => runNode(join(root, 'scripts', 'checklist.ts'), []),
  quirks: () => runNode(join(root, 'scripts', 'quirks.ts'), ['--check']),
  api: () => runNode(join(root, 'scripts', 'api.ts'), ['--check']),
  package: () => runNode(publint, [packTarball(temporaryFolder('pack')), '--strict']),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => steps[name] === undefined)
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(', ')}`)
  process.exit(2)
}

let failed = 0
const names = wanted.length > 0 ? wanted : Object.keys(steps)
for (const name of names) {
  const started = performance.now()
  const { ok, output } = attempt(steps[name]!)
  console.log(`${ok ? '✔' : '✖'} ${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (ok) continue
  failed++
  console.log(`\n${output}\n`)
}
console.log(`\n${names.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

function attempt(step: Step): Ran {
  try {
    return step()
  } catch (error) {
    return { ok: false, output: error instanceof Error ? error.message : String(error), stdout: '' }
  }
}
