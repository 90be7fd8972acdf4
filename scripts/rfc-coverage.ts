/**
 * docs/rfc-coverage.md: which files refer to which section of which RFC, from the references in the sources.
 *
 *     node scripts/rfc-coverage.ts            writes it
 *     node scripts/rfc-coverage.ts --check    fails when it is out of date
 *     node scripts/rfc-coverage.ts --texts FOLDER   fails for a section that the text of the RFC does not have
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { root } from './project.ts'

const TARGET = 'docs/rfc-coverage.md'
const REFERENCE = /RFC (\d{3,5})(?: §([A-Z\d]+(?:\.\d+)*))?/g

/** What each RFC is about, for people. */
const TITLES: Readonly<Record<number, string>> = {
  1321: 'MD5',
  1870: 'SMTP SIZE',
  1928: 'SOCKS 5',
  1929: 'SOCKS 5, passwords',
  2045: 'MIME, bodies',
  2047: 'MIME, encoded words',
  2086: 'ACL (obsolete)',
  2087: 'QUOTA',
  2104: 'HMAC',
  2177: 'IDLE',
  2180: 'several clients, one mailbox',
  2183: 'Content-Disposition',
  2193: 'MAILBOX-REFERRALS',
  2195: 'CRAM-MD5',
  2221: 'LOGIN-REFERRALS',
  2231: 'MIME parameters',
  2342: 'NAMESPACE',
  2392: 'URLs of parts',
  2971: 'ID',
  3348: 'CHILDREN',
  3454: 'stringprep',
  3501: 'IMAP4rev1',
  3502: 'MULTIAPPEND',
  3516: 'BINARY',
  3629: 'UTF-8',
  3691: 'UNSELECT',
  4013: 'SASLprep',
  4055: 'certificates with RSA',
  4314: 'ACL',
  4315: 'UIDPLUS',
  4422: 'SASL',
  4466: 'extensions to the grammar',
  4467: 'URLAUTH',
  4469: 'CATENATE',
  4505: 'ANONYMOUS',
  4616: 'PLAIN',
  4647: 'matching of languages',
  4648: 'base64',
  4731: 'ESEARCH',
  4959: 'SASL-IR',
  4978: 'COMPRESS',
  5032: 'WITHIN',
  5056: 'channel bindings',
  5092: 'IMAP URLs',
  5161: 'ENABLE',
  5182: 'SEARCHRES',
  5255: 'LANGUAGE, I18NLEVEL',
  5256: 'SORT, THREAD',
  5257: 'ANNOTATE',
  5258: 'LIST-EXTENDED',
  5259: 'CONVERT',
  5267: 'CONTEXT, ESORT',
  5280: 'certificates',
  5322: 'messages',
  5423: 'names of message store events',
  5464: 'METADATA',
  5465: 'NOTIFY',
  5466: 'FILTERS',
  5524: 'URLAUTH=BINARY',
  5530: 'response codes',
  5788: 'keywords',
  5801: 'GS2',
  5802: 'SCRAM',
  5819: 'LIST-STATUS',
  5929: 'channel bindings for TLS',
  5957: 'SORT=DISPLAY',
  6066: 'TLS extensions',
  6154: 'SPECIAL-USE',
  6186: 'finding servers',
  6203: 'SEARCH=FUZZY',
  6237: 'MULTISEARCH (obsolete)',
  6522: 'reports',
  6851: 'MOVE',
  6855: 'UTF8=ACCEPT',
  7162: 'CONDSTORE, QRESYNC',
  7377: 'MULTISEARCH',
  7628: 'OAUTHBEARER',
  7677: 'SCRAM-SHA-256',
  7888: 'LITERAL+, LITERAL-',
  7889: 'APPENDLIMIT',
  8314: 'TLS for mail',
  8437: 'UNAUTHENTICATE',
  8438: 'STATUS=SIZE',
  8440: 'LIST-MYRIGHTS',
  8446: 'TLS 1.3',
  8457: '$Important',
  8474: 'OBJECTID',
  8508: 'REPLACE',
  8514: 'SAVEDATE',
  8970: 'PREVIEW',
  9051: 'IMAP4rev2',
  9110: 'HTTP',
  9208: 'QUOTA',
  9266: 'tls-exporter',
  9394: 'PARTIAL',
  9585: 'INPROGRESS',
  9586: 'UIDONLY',
  9590: 'LIST-METADATA',
  9698: 'JMAPACCESS',
  9738: 'MESSAGELIMIT',
  10022: 'UIDBATCHES',
}

type Sections = Map<string, Set<string>>

/** RFC → section (`''` for the whole) → files. */
function references(): Map<number, Sections> {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', 'src', 'test'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path.endsWith('.ts') && existsSync(join(root, path)))
    .sort()
  const found = new Map<number, Sections>()
  for (const file of files) {
    for (const [, rfc, section = ''] of readFileSync(join(root, file), 'utf8').matchAll(REFERENCE)) {
      const sections = getOrAdd(found, Number(rfc), () => new Map<string, Set<string>>())
      getOrAdd(sections, section, () => new Set<string>()).add(file)
    }
  }
  return found
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

function page(found: ReadonlyMap<number, Sections>): string {
  const parts = [...found].sort(([a], [b]) => a - b).map(([rfc, sections]) => chapter(rfc, sections))
  return `# RFCs and where they are in the sources

Made from the references in src and test by \`node scripts/rfc-coverage.ts\`; \`npm run check\` fails when it is out of
date. Sources are named without \`src/\`, tests in italics.

${parts.join('\n')}`
}

function chapter(rfc: number, sections: Sections): string {
  const title = TITLES[rfc]
  const rows = [...sections]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(
      ([section, files]) => `- ${section === '' ? 'as a whole' : `§${section}`}: ${[...files].map(shown).join(', ')}`,
    )
  return `## RFC ${rfc}${title === undefined ? '' : `: ${title}`}\n\n${rows.join('\n')}\n`
}

function shown(file: string): string {
  return file.startsWith('src/') ? `\`${file.slice(4)}\`` : `_${file.replaceAll('_', '\\_')}_`
}

/** References to sections that the RFC does not have. */
function inventedSections(found: ReadonlyMap<number, Sections>, folder: string): string[] {
  return [...found].flatMap(([rfc, sections]) => {
    const path = join(folder, `rfc${rfc}.txt`)
    if (!existsSync(path)) return []
    const text = readFileSync(path, 'latin1')
    return [...sections].flatMap(([section, files]) => {
      if (section === '' || hasSection(text, section)) return []
      return [...files].map((file) => `${file}: RFC ${rfc} has no §${section}`)
    })
  })
}

function hasSection(text: string, section: string): boolean {
  const number = section.replaceAll('.', '\\.')
  return new RegExp(`^(?: *Appendix )? *${number}\\.? +\\S|^Appendix ${number}\\b`, 'm').test(text)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, texts: { type: 'string' } } })
  const found = references()
  const path = join(root, TARGET)
  const text = page(found)
  const untitled = [...found.keys()].filter((rfc) => TITLES[rfc] === undefined)
  const problems = untitled.map((rfc) => `scripts/rfc-coverage.ts: RFC ${rfc} has no title`)
  if (values.texts !== undefined) problems.push(...inventedSections(found, values.texts))
  if (values.check !== true) writeFileSync(path, text)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    problems.push(`${TARGET} is out of date: node scripts/rfc-coverage.ts`)
  }
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exit(1)
  }
}
