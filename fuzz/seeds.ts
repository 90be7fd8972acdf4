/** Where a run begins: what servers said in recorded sessions, what the quirks' transcripts hold, and earlier findings. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = dirname(fileURLToPath(import.meta.url))
const tests = join(home, '..', 'test')

/** Octets in front of what a server says, by target: the options. */
const OPTIONS: Readonly<Record<string, string>> = { decode: '\0\x01', 'round-trip': '\0' }

/** Puts the seeds of a target into a folder of their own. */
export function writeSeeds(target: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  const options = OPTIONS[target]
  const recorded = options === undefined ? [] : serverWords().map((words) => options + words)
  for (const [i, seed] of [...recorded, ...arbitrary()].entries()) {
    writeFileSync(join(folder, `seed-${i}`), seed, 'latin1')
  }
  for (const file of findingsOf(target)) writeFileSync(join(folder, basename(file)), readFileSync(file))
}

export function findingsOf(target: string): readonly string[] {
  return globSync(join(home, 'findings', target, '*')).sort()
}

/** Different responses, one or two a seed: small inputs are what a fuzzer learns from. */
function serverWords(): readonly string[] {
  const words = new Map<string, string>()
  for (const file of globSync('transcripts/*.jsonl', { cwd: tests }).sort()) {
    for (const line of readFileSync(join(tests, file), 'utf8').split('\n')) {
      const said = sentence(line)
      if (said !== undefined && said.length < 1500) words.set(shape(said), said)
    }
  }
  for (const file of globSync('quirks/*.transcript', { cwd: tests }).sort()) {
    const said = readFileSync(join(tests, file), 'latin1').matchAll(/^S: (.*)$/gm)
    words.set(file, [...said].map(([, text]) => `${text}\r\n`).join(''))
  }
  return [...words.values()]
}

/** What the server said there, if it was the server. */
function sentence(record: string): string | undefined {
  if (record === '') return undefined
  const { dir, line } = JSON.parse(record) as { readonly dir: string; readonly line: string }
  return dir === 'S' ? `${line}\r\n` : undefined
}

/** Two that differ in numbers and names only are one to a fuzzer. */
function shape(said: string): string {
  return said.replaceAll(/\d+/g, '0').replaceAll(/"[^"]*"/g, '""')
}

/** Inputs of some length, for targets that read decisions. */
function arbitrary(): readonly string[] {
  let state = 1
  const octet = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return String.fromCharCode(state >>> 24)
  }
  return Array.from({ length: 40 }, (_, i) => Array.from({ length: 20 + i * 8 }, octet).join(''))
}
