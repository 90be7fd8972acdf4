/** Server programs that end with the process that started them, however that ends. */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export interface GuardOptions {
  readonly command: readonly string[]
  /** Removed when the server is over. */
  readonly folder?: string
  /** The root of the server's programs: what leaves its process group is found by that. */
  readonly root?: string
  /** Where the output goes. */
  readonly output: string
  /** Whom to run as. */
  readonly account?: { readonly uid: number; readonly gid: number }
}

/** The shell gives an orderly end three of them. */
const PATIENCE_MS = 10_000

/**
 * The server below a shell that ends it when our end of the pipe closes. That happens even when this process is
 * killed, so no server is ever left behind, nor its folder.
 *
 * With a folder to remove nothing is worth an orderly end, which takes some servers seconds.
 */
const SCRIPT = `
  folder=$1; root=$2; shift 2
  set -m # every job leads a process group of its own
  ulimit -n "$(ulimit -Hn)" 2>/dev/null
  exec 3<&0 </dev/null
  "$@" 3<&- & server=$!
  exec 2>/dev/null
  { read -r _ <&3
    if [ -z "$folder" ]; then kill -TERM $server; sleep 3; fi
    kill -KILL -- -$server
  } & guard=$!
  wait $server; status=$?
  kill -- -$guard
  kill -KILL -- -$server
  if [ -n "$root" ]; then
    for process in /proc/[0-9]*; do
      if [ "$(readlink "$process/root")" = "$root" ]; then kill -KILL "\${process#/proc/}"; fi
    done
  fi
  if [ -n "$folder" ]; then rm -rf "$folder" || { sleep 0.2; rm -rf "$folder"; }; fi
  exit $status`

export class Guard {
  readonly #shell: ChildProcess
  /** Still there when the folder is not. */
  readonly #log: number

  constructor({ command, folder = '', root = '', output, account }: GuardOptions) {
    const log = openSync(output, 'w')
    this.#shell = spawn('/bin/bash', ['-c', SCRIPT, 'server-guard', folder, root, ...command], {
      stdio: ['pipe', log, log],
      detached: true, // Ctrl-C reaches us alone, and we stop it in order
      ...account,
    })
    closeSync(log)
    this.#log = openSync(output, 'r')
    this.#shell.unref()
    const { stdin } = this.#shell
    if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
    stdin?.on('error', () => undefined)
  }

  get ended(): boolean {
    return this.#shell.exitCode !== null || this.#shell.signalCode !== null
  }

  /** What it has written so far. */
  get log(): string {
    const octets = Buffer.alloc(fstatSync(this.#log).size)
    return octets.toString('utf8', 0, readSync(this.#log, octets, 0, octets.length, 0))
  }

  /** Ends the server; its folder is gone, too, when that is done. */
  async stop(): Promise<void> {
    if (this.ended) return
    const gone = new Promise((resolve) => this.#shell.once('exit', resolve))
    this.#shell.ref()
    this.#shell.stdin?.end()
    const timer = setTimeout(() => this.#shell.kill('SIGKILL'), PATIENCE_MS)
    await gone
    clearTimeout(timer)
  }
}
