/**
 * Makes what npm publishes: declarations by tsc, one file an entry point and a few shared ones by esbuild.
 *
 * src is a hundred small files. Loading them one by one takes Node longer than everything else an import does;
 * bundled, `import('imaplex')` is under 15 ms (bench: import). Source maps point back into src, which is published
 * beside it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { root, runNode, tsc } from './project.ts'

const ENTRIES = ['src/index.ts', 'src/codec/index.ts', 'src/session/index.ts'].concat(
  existsSync(join(root, 'src/cli/main.ts')) ? ['src/cli/main.ts'] : [],
)

/** Compiles src into `folder`; throws what tsc said. */
export function compile(folder: string, ...options: readonly string[]): void {
  const { ok, output } = runNode(tsc, ['-p', 'tsconfig.build.json', '--outDir', folder, ...options])
  if (!ok) throw new Error(`src does not compile:\n${output}`)
}

/** Fills `folder` as dist; throws what the compilers said. */
export function bundle(folder: string): void {
  compile(folder, '--emitDeclarationOnly')
  buildSync({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outbase: 'src',
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.13',
    packages: 'external',
    chunkNames: 'shared/[name]-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
  })
}
