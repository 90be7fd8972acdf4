/**
 * Tries the packed package on every runtime it is for: `npm run test:runtimes -- [runtime …]`.
 *
 * The runtimes come from npm by test/runtimes/package-lock.json, apart from the project's own dependencies.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { installTarball, packTarball } from './pack.ts'
import { type Ran, root, runProgram, temporaryFolder } from './project.ts'
import { installSidePackages } from './side-packages.ts'
import { stripFiles } from './strip.ts'

const LIMIT_MS = 60_000
const home = join(root, 'test', 'runtimes')
const modules = join(home, 'node_modules')

interface Runtime {
  readonly program: string
  readonly args: readonly string[]
}

const RUNTIMES: Readonly<Record<string, Runtime>> = {
  'node 22': { program: join(modules, 'node22', 'bin', 'node'), args: [] },
  'node 24': { program: process.execPath, args: [] },
  'node 26': { program: join(modules, 'node26', 'bin', 'node'), args: [] },
  bun: { program: join(modules, '.bin', 'bun'), args: ['run'] },
  deno: {
    program: join(modules, '.bin', 'deno'),
    args: ['run', '--allow-all', '--no-check', '--node-modules-dir=manual'],
  },
}

/** A user's project: the package as it would be installed, and the smoke program as JavaScript. */
function prepareProject(): string {
  const folder = temporaryFolder('runtimes')
  installTarball(packTarball(folder), folder)
  stripFiles(home, ['smoke.ts', 'scripted-server.ts'], folder)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "dependencies": { "imaplex": "*" } }')
  return folder
}

function makeCertificate(folder: string): { key: string; certificate: string } {
  const files = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') }
  // prettier-ignore
  const { ok, output } = runProgram('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
    '-nodes', '-days', '30', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout', files.key, '-out', files.certificate])
  if (!ok) throw new Error(`openssl made no certificate:\n${output}`)
  return { key: readFileSync(files.key, 'utf8'), certificate: readFileSync(files.certificate, 'utf8') }
}

function prepare(): { folder: string; key: string; certificate: string } {
  try {
    installSidePackages('test/runtimes', 'the runtimes')
    const folder = prepareProject()
    return { folder, ...makeCertificate(folder) }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => RUNTIMES[name] === undefined)
if (unknown.length > 0) {
  console.error(`No such runtime: ${unknown.join(', ')}. Runtimes: ${Object.keys(RUNTIMES).join(', ')}`)
  process.exit(2)
}

const { folder, key, certificate } = prepare()
mkdirSync(join(folder, 'deno'))
const env = {
  ...process.env,
  SMOKE_KEY: key,
  SMOKE_CERTIFICATE: certificate,
  DENO_DIR: join(folder, 'deno'),
  DENO_NO_UPDATE_CHECK: '1',
}
let failed = 0
const names = wanted.length > 0 ? wanted : Object.keys(RUNTIMES)
for (const name of names) {
  const { program, args } = RUNTIMES[name]!
  const version = runProgram(program, ['--version']).stdout.split('\n')[0]
  const started = performance.now()
  const ran: Ran = runProgram(program, [...args, 'smoke.js'], { cwd: folder, env, timeoutMs: LIMIT_MS })
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
  if (!ran.ok) failed++
  console.log(`${ran.ok ? '✔' : '✖'} ${name} (${version})  ${took}${ran.ok ? '' : `\n${ran.output}\n`}`)
}
console.log(`\n${names.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
