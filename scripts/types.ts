/**
 * Compiles the programs of test/types against the packed declarations with every TypeScript they are for, without
 * Node's types: `npm run test:types -- [version …]`.
 *
 * The older versions come from npm by test/types/package-lock.json, apart from the project's own dependencies.
 */
import { cpSync, globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { installTarball, packTarball } from './pack.ts'
import { root, runNode, temporaryFolder, tsc } from './project.ts'
import { installSidePackages } from './side-packages.ts'

const HOME = 'test/types'
const VERSIONS = ['5.6', '5.7', '5.8', '5.9', '6.0', '7.0'] as const

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
  module: 'nodenext',
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: false,
}

/** A user's project: the package as it would be installed, and programs that use it. */
function prepareProject(): string {
  const folder = temporaryFolder('types')
  installTarball(packTarball(folder), folder)
  for (const file of globSync('*.ts', { cwd: join(root, HOME) })) cpSync(join(root, HOME, file), join(folder, file))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return folder
}

function compilerOf(version: string, modules: string): string {
  return version === '7.0' ? tsc : join(modules, `typescript-${version}`, 'bin', 'tsc')
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !VERSIONS.some((version) => version === name))
if (unknown.length > 0) {
  console.error(`No such version: ${unknown.join(', ')}. Versions: ${VERSIONS.join(', ')}`)
  process.exit(2)
}
const modules = installSidePackages(HOME, 'the versions of TypeScript')
const folder = prepareProject()
let failed = 0
const versions = wanted.length > 0 ? wanted : VERSIONS
for (const version of versions) {
  const started = performance.now()
  const { ok, output } = runNode(compilerOf(version, modules), ['-p', folder])
  if (!ok) failed++
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
  console.log(`${ok ? '✔' : '✖'} TypeScript ${version}  ${took}${ok ? '' : `\n${output}\n`}`)
}
console.log(`\n${versions.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
