/** Everything about the sources that can be wrong without a test failing: `npm run check -- [step …]`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { compile } from './bundle.ts'
import { packTarball } from './pack.ts'
import { oxlint, prettier, publint, root, type Ran, runNode, temporaryFolder, tsc } from './project.ts'

type Step = () => Ran

const steps: Readonly<Record<string, Step>> = {
  types: () => runNode(tsc, ['-p', '.']),
  lint: () => runNode(oxlint, ['--type-aware', '--deny-warnings', '.']),
  format: () => runNode(prettier, ['--check', '--log-level=warn', '.']),
  lock: () => runNode(join(root, 'scripts', 'check-lock.ts'), []),
  sources: () => runNode(join(root, 'scripts', 'check-sources.ts'), []),
  api: () => runNode(join(root, 'scripts', 'api.ts'), ['--check']),
  package: () => runNode(publint, [packTarball(temporaryFolder('pack')), '--strict']),
  'types without Node': declarationsAlone,
}

/** A user's program compiles against our declarations without @types/node. */
function declarationsAlone(): Ran {
  const folder = temporaryFolder('types')
  compile(join(folder, 'imaplex'), '--emitDeclarationOnly', '--declarationMap', 'false')
  mkdirSync(join(folder, 'user'))
  const entries = ['index', 'codec/index', 'session/index']
  writeFileSync(
    join(folder, 'user', 'user.ts'),
    entries.map((entry, n) => `export * as e${n} from '../imaplex/${entry}.js'\n`).join(''),
  )
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: 'nodenext',
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['user'] }))
  return runNode(tsc, ['-p', folder])
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
