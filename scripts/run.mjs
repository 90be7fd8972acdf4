// Every npm script starts here: `node scripts/run.mjs <task> [arguments]`.
// Runs on an old system Node and without node_modules: installs what the lock file names, then hands the
// task to the Node that came with it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const bin = join(modules, '.bin')

const MINUTE = 60_000

/** Task → what our Node runs. `limit` ends a task that hangs where its own time limits cannot reach. */
const TASKS = {
  test: { script: 'scripts/test.ts', limit: 20 * MINUTE },
  servers: { script: 'scripts/servers.ts', limit: 10 * MINUTE },
  check: { script: 'scripts/check.ts', limit: 10 * MINUTE },
  format: { script: 'node_modules/prettier/bin/prettier.cjs', before: ['--write', '.'] },
  build: { script: 'scripts/build.ts' },
  api: { script: 'scripts/api.ts' },
  demo: { script: 'examples/demo.ts' },
  bench: { script: 'bench/main.ts' },
  picture: { script: 'scripts/trace-picture.ts', limit: 2 * MINUTE },
  fuzz: { script: 'scripts/fuzz.ts' },
  'test:types': { script: 'scripts/types.ts', limit: 10 * MINUTE },
  'test:runtimes': { script: 'scripts/runtimes.ts', limit: 15 * MINUTE },
}

/** The node that npm put there; a hard link of the platform's binary. */
function projectNode() {
  const candidates = ['node/bin/node', 'node/bin/node.exe', '.bin/node']
  return candidates.map((path) => join(modules, path)).find((path) => existsSync(path))
}

/** Why node_modules cannot be used as it is, or undefined. */
function staleness() {
  const installedLock = join(modules, '.package-lock.json')
  if (!existsSync(installedLock)) return 'nothing is installed yet'
  if (projectNode() === undefined) return 'the Node of the development dependencies is missing'
  const { packages: wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { packages: present } = JSON.parse(readFileSync(installedLock, 'utf8'))
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const found = present[path]
    if (found === undefined && entry.optional) continue
    if (found?.version !== entry.version) return `${path.replace('node_modules/', '')} is not the locked version`
  }
  return undefined
}

/** npm as it was started, outside our own node_modules/.bin: that folder is about to be replaced. */
function npm(...args) {
  const env = { ...process.env }
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules))
  env.PATH = path.join(delimiter)
  const { npm_execpath: cli, npm_node_execpath: node } = process.env
  const viaNode = cli !== undefined && node !== undefined && !node.startsWith(modules) && /\.c?js$/.test(cli)
  const [command, first] = viaNode ? [node, [cli]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  // stdout stays clean for the task: what npm says goes to stderr
  return spawnSync(command, [...first, ...args], { cwd: root, env, stdio: ['ignore', 2, 2] })
}

function install(reason) {
  console.error(`Installing development dependencies (npm ci): ${reason}.`)
  const { status, error } = npm('ci', '--no-audit', '--no-fund', '--loglevel=error')
  if (status !== 0) {
    console.error(
      `\n\`npm ci\` failed${error ? ` (${error.message})` : ` with exit code ${status}`}. ` +
        'It needs npm 10 or newer and a package registry; what it said is above.',
    )
    process.exit(1)
  }
  if (projectNode() === undefined) {
    console.error(
      '\n`npm ci` brought no Node. The `node` package installs it by its preinstall script, which must be allowed to run:\n' +
        'package.json has "allowScripts": { "node": true }; --ignore-scripts (or ignore-scripts in .npmrc) forbids it.',
    )
    process.exit(1)
  }
}

function runTask({ script, before = [], limit }, args) {
  if (!existsSync(join(root, script))) {
    console.error(`${script} does not exist.`)
    process.exit(1)
  }
  const child = spawn(projectNode(), [join(root, script), ...before, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  })
  const timer = limit && setTimeout(giveUp, limit)
  function giveUp() {
    console.error(`\nNo end after ${limit / MINUTE} minutes: ended by force.`)
    child.kill('SIGKILL')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`Cannot start ${projectNode()}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    clearTimeout(timer)
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(1), 100) // for a signal that does not end us
  })
}

const [name = '', ...args] = process.argv.slice(2)
const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined
if (task === undefined) {
  console.error(`Usage: node scripts/run.mjs <task> [arguments]\nTasks: ${Object.keys(TASKS).join(', ')}`)
  process.exit(2)
}
const reason = staleness()
if (reason !== undefined) install(reason)
runTask(task, args)
