/** Servers from Debian packages that are unpacked, not installed: each in a root of its own, to change root into. */
import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../ports.ts'
import { Guard } from './guard.ts'
import {
  makeCertificate,
  RealServer,
  ServerUnavailable,
  type Naming,
  untilGreeting,
  withFreshPorts,
} from './real-server.ts'

/** Where the versions come from that the tests are written for. */
const SUITE = 'trixie'
const UNPACK = fileURLToPath(new URL('debian-root.sh', import.meta.url))
/** Debian's `nobody` and `nogroup`; servers refuse to run as root. */
export const NOBODY = 65534

export interface ServerPackage {
  readonly name: string
  readonly packages: readonly string[]
  /** A program that shows the packages are those meant, path in the root. */
  readonly program: string
}

/** In the root everything of the server's own is below /data; ports are 127.0.0.1's. */
export interface ChrootServer extends ServerPackage {
  /** Path in the root → content. Parent folders come into being, too; all of /data is nobody's. */
  files(ports: { readonly port: number; readonly tlsPort: number }): Readonly<Record<string, string>>
  /** Runs in the root, in the foreground. */
  readonly command: readonly string[]
  /** By root, for servers that change to the owner of the mail themselves. */
  readonly asRoot?: boolean
  readonly naming?: Naming
}

/** Kept between runs, for nobody else to write into. */
function cacheFolder(): string {
  const { uid } = userInfo()
  const folder = join(tmpdir(), `imaplex-servers-${uid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { mode, uid: owner } = lstatSync(folder)
  if (owner !== uid || (mode & 0o777) !== 0o700) throw new ServerUnavailable(`${folder} is not ours alone`)
  return folder
}

/** Another list of packages, or another way to unpack them, makes another tree. */
function recipe(packages: readonly string[]): string {
  const text = [readFileSync(UNPACK, 'utf8'), ...packages].join('\0')
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** The unpacked packages; downloads them first where that has not been done. */
export async function unpacked({ name, packages, program }: ServerPackage): Promise<string> {
  if (userInfo().uid !== 0) throw new ServerUnavailable(`${name} is unpacked and run by root only`)
  if (!existsSync('/usr/bin/apt-get'))
    throw new ServerUnavailable(`${name} is unpacked from Debian packages by apt-get`)
  const tree = join(cacheFolder(), `${name}-${SUITE}-${recipe(packages)}`)
  if (!existsSync(tree)) {
    console.error(`Downloading ${name} …`)
    const done = promisify(execFile)('/bin/bash', [UNPACK, SUITE, tree, ...packages])
    await done.catch((error: Error & { readonly stderr?: string }) => {
      throw new ServerUnavailable(`${name} could not be downloaded: ${error.stderr ?? error.message}`)
    })
  }
  if (!existsSync(join(tree, program))) throw new ServerUnavailable(`${tree} has no ${program}`)
  return tree
}

export async function startInRoot(server: ChrootServer): Promise<RealServer> {
  const tree = await unpacked(server)
  return withFreshPorts(() => start(server, tree))
}

async function start(server: ChrootServer, tree: string): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), `imaplex-${server.name}-`))
  const root = join(folder, 'root')
  await cloneTree(tree, root)
  const [port, tlsPort] = await freePorts(2)
  const tls = join(root, 'data', 'tls')
  mkdirSync(tls, { recursive: true })
  makeCertificate(tls)
  for (const [path, content] of Object.entries(server.files({ port: port!, tlsPort: tlsPort! }))) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    // never into a file that is a link to that of the tree
    rmSync(file, { recursive: true, force: true })
    if (path.endsWith('/')) mkdirSync(file)
    else writeFileSync(file, content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
  }
  spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, join(root, 'data')])
  const output = join(root, 'data', 'output.log')
  const account = server.asRoot === true ? [] : [`--userspec=${NOBODY}:${NOBODY}`, '--groups=']
  const running = {
    guard: new Guard({ command: ['chroot', ...account, root, ...server.command], folder, root, output }),
    folder,
    port: port!,
    tlsPort: tlsPort!,
    ...(server.naming && { naming: server.naming }),
    certificate: readFileSync(join(tls, 'certificate.pem'), 'utf8'),
  }
  await untilGreeting(server.name, running)
  return new RealServer(running)
}

/** Links to the files where the file system allows, so it takes no time and no space. */
async function cloneTree(tree: string, root: string): Promise<void> {
  const copy = promisify(execFile)
  await copy('cp', ['-al', tree, root]).catch(async () => {
    await copy('rm', ['-rf', root])
    await copy('cp', ['-a', '--reflink=auto', tree, root])
  })
}
