/** Makes dist: what npm publishes. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { bundle } from './bundle.ts'
import { root } from './project.ts'

const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
try {
  bundle(dist)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
