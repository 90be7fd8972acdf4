/** The package as npm would publish it, made from the sources beside the work tree's own dist. */
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.ts'
import { root, runNpm, runProgram } from './project.ts'

/** Builds and packs into `folder`; gives the path of the tarball. */
export function packTarball(folder: string): string {
  const stage = join(folder, 'stage')
  mkdirSync(stage, { recursive: true })
  for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'src']) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(stage, name), { recursive: true })
  }
  bundle(join(stage, 'dist'))
  const packed = runNpm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: stage })
  const file = /"filename":\s*"([^"]+)"/.exec(packed.stdout)?.[1]
  if (!packed.ok || file === undefined) throw new Error(`npm pack failed:\n${packed.output}`)
  return join(folder, file)
}

/** Unpacks the tarball as `folder`/node_modules/imaplex, as an installation would, without its dependencies. */
export function installTarball(tarball: string, folder: string): string {
  const target = join(folder, 'node_modules', 'imaplex')
  mkdirSync(target, { recursive: true })
  const { ok, output } = runProgram('tar', ['-xzf', tarball, '--strip-components=1', '-C', target])
  if (!ok) throw new Error(`cannot unpack ${tarball}:\n${output}`)
  return target
}
