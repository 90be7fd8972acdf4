/**
 * Makes the fuzzer's binary load where the C library is older than the one it was linked against.
 *
 * It names three symbols of versions that Debian bookworm does not have. Two are C23 spellings of `strtol` and `strtoul`
 * and need only their old names; the third is a mark for the linker that nobody calls. So in the file's symbol table
 * the first two are renamed, by pointing into the middle of their own names, the third becomes optional, and so do the
 * two versions. Nothing is compiled, and a system that has the versions is left alone.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Of glibc and libstdc++. */
const TOO_NEW: ReadonlySet<string> = new Set(['GLIBC_2.38', 'GLIBCXX_3.4.32'])
const C23_PREFIX = '__isoc23_'

/** Types of sections, and sizes and flags of the entries in them (ELF64). */
const DYNSYM = 11
const VERNEED = 0x6ffffffe
const VERSYM = 0x6fffffff
const SYMBOL_SIZE = 24
const WEAK_BINDING = 2 << 4
const WEAK_VERSION = 2
/** The version of a symbol that has none. */
const GLOBAL = 1

interface Section {
  readonly type: number
  readonly offset: number
  readonly size: number
  readonly link: number
}

/** Rewrites the file unless all it needs is as old as can be. @throws if it is no little-endian ELF64 */
export function loosen(path: string): void {
  const file = readFileSync(path)
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1) throw new Error(`${path} is no ELF64`)
  const sections = readSections(file)
  const indices = loosenVersions(file, sections)
  loosenSymbols(file, sections, indices)
  writeFileSync(`${path}.new`, file)
  renameSync(`${path}.new`, path)
}

function readSections(file: Buffer): readonly Section[] {
  const start = Number(file.readBigUInt64LE(0x28))
  const size = file.readUInt16LE(0x3a)
  return Array.from({ length: file.readUInt16LE(0x3c) }, (_, i) => {
    const at = start + i * size
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      size: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
    }
  })
}

function sectionOf(sections: readonly Section[], type: number): Section {
  const found = sections.find((section) => section.type === type)
  if (found === undefined) throw new Error(`no section of type ${type}`)
  return found
}

function nameAt(file: Buffer, strings: Section, offset: number): string {
  const start = strings.offset + offset
  return file.toString('latin1', start, file.indexOf(0, start))
}

/** The versions become optional; gives the indices by which symbols name them. */
function loosenVersions(file: Buffer, sections: readonly Section[]): ReadonlySet<number> {
  const needed = sectionOf(sections, VERNEED)
  const strings = sections[needed.link]!
  const indices = new Set<number>()
  for (let library = needed.offset, next = -1; next !== 0; library += next) {
    let at = library + file.readUInt32LE(library + 8)
    for (let i = 0; i < file.readUInt16LE(library + 2); i++, at += file.readUInt32LE(at + 12)) {
      if (!TOO_NEW.has(nameAt(file, strings, file.readUInt32LE(at + 8)))) continue
      file.writeUInt16LE(WEAK_VERSION, at + 4)
      indices.add(file.readUInt16LE(at + 6))
    }
    next = file.readUInt32LE(library + 12)
  }
  return indices
}

function loosenSymbols(file: Buffer, sections: readonly Section[], indices: ReadonlySet<number>): void {
  const symbols = sectionOf(sections, DYNSYM)
  const versions = sectionOf(sections, VERSYM)
  const strings = sections[symbols.link]!
  for (let i = 0; i * SYMBOL_SIZE < symbols.size; i++) {
    const version = versions.offset + i * 2
    if (!indices.has(file.readUInt16LE(version))) continue
    const at = symbols.offset + i * SYMBOL_SIZE
    const name = file.readUInt32LE(at)
    if (nameAt(file, strings, name).startsWith(C23_PREFIX)) file.writeUInt32LE(name + C23_PREFIX.length, at)
    else file.writeUInt8(WEAK_BINDING | (file.readUInt8(at + 4) & 15), at + 4)
    file.writeUInt16LE(GLOBAL, version)
  }
}
