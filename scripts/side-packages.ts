/** Packages that only one task needs, in a folder with a lock file of their own. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNpm } from './project.ts'

/** Installs what the lock file of `home` names, unless that is there; throws what npm said. Gives its node_modules. */
export function installSidePackages(home: string, what: string): string {
  const modules = join(root, home, 'node_modules')
  const stamp = join(modules, '.installed')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, home, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return modules
  console.error(`Installing ${what} (npm ci in ${home}) …`)
  const { ok, output } = runNpm(['ci', '--no-audit', '--no-fund'], { cwd: join(root, home) })
  if (!ok) throw new Error(`${what} could not be installed:\n${output}`)
  writeFileSync(stamp, lock)
  return modules
}
