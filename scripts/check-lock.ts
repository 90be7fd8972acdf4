/**
 * `npm ci` refuses a lock file that lacks any platform's optional package, and `npm install` writes such a file
 * without a word when a registry has only some platforms of a fresh release. Also nothing may tie it to one registry.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root } from './project.ts'

interface LockEntry {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly resolved?: string
}

export function lockProblems(lockFile: string): string[] {
  const { packages } = JSON.parse(lockFile) as { packages: Readonly<Record<string, LockEntry>> }
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, resolved }]) => {
    const missing = Object.keys(optionalDependencies).filter((name) => !isLocked(packages, path, name))
    return [
      ...missing.map((name) => `${path} lists ${name}, which is not locked: pin a version that has it`),
      ...(resolved === undefined ? [] : [`${path} names where it was downloaded from`]),
    ]
  })
}

/** Looks where Node would: in the package's own node_modules, then in each one above. */
function isLocked(packages: Readonly<Record<string, LockEntry>>, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true
    if (!at.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

if (import.meta.main) {
  const problems = [
    'package-lock.json',
    'test/runtimes/package-lock.json',
    'test/types/package-lock.json',
    'fuzz/package-lock.json',
  ].flatMap((file) => lockProblems(readFileSync(join(root, file), 'utf8')).map((problem) => `${file}: ${problem}`))
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exit(1)
  }
}
