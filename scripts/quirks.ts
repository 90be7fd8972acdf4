/**
 * docs/quirks.md, from the tables in src and scripts/quirk-rows.ts.
 *
 *     node scripts/quirks.ts            writes it
 *     node scripts/quirks.ts --check    fails when it is out of date, or a quirk or test is missing
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { AUTH_QUIRKS } from '../src/auth/quirks.ts'
import { QUIRKS, type QuirkName } from '../src/client/quirks.ts'
import type { Quirk } from '../src/codec/quirks/quirk.ts'
import { CODEC_QUIRKS } from '../src/codec/quirks/table.ts'
import { BEHAVIOUR_QUIRKS, SERVER_QUIRKS } from '../src/session/quirks/table.ts'
import { root } from './project.ts'
import { ROWS, type Row } from './quirk-rows.ts'

const TARGET = join(root, 'docs', 'quirks.md')

const INTRODUCTION = `# Quirks of servers

What servers do that the RFCs do not allow, or should not have allowed, and what imaplex does about it. Every quirk has a
name; the option \`quirks\` switches it:

\`\`\`ts
const imap = await ImapConnection.open({
  host: 'mail.example.org',
  auth,
  quirks: {
    'few-commands': false, // a server that is recognised gets no special treatment
    'done-travels-alone': true, // treat this one as if it had been recognised
    'blank-runs': false, // a line that shows it is unreadable
  },
})
\`\`\`

A name that is none is a \`UsageError\`. \`QUIRKS\` has them all at run time. A server is recognised by its greeting, its
capabilities and, where somebody has asked, its ID; by its host name only where it says nothing of itself. It is not
asked who it is, and not told who we are, unless you do so or a quirk needs it. The event \`quirk\` tells what was
recognised, \`degraded\` and \`restored\` tell of every step down and up again. Each has a transcript in test/quirks.

This page is made by \`scripts/quirks.ts\`.
`

const PARTS: readonly (readonly [title: string, text: string, quirks: Readonly<Record<string, Quirk>>])[] = [
  ['Servers that are recognised', 'What is done is a tighter `profile`, or other intervals (`timing`).', SERVER_QUIRKS],
  ['What shows in what a server does', 'On any server.', BEHAVIOUR_QUIRKS],
  ['Logging in', 'On any server. The same password is never sent again, and never in a weaker way.', AUTH_QUIRKS],
  [
    'Reading',
    'On any server. Switched off, a response that shows it is `malformed`; `ResponseParser` has `strict`.',
    CODEC_QUIRKS,
  ],
]

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
}

function page(): string {
  const parts = PARTS.map(([title, text, quirks]) => {
    const rows = Object.entries(quirks).map(([name, { servers, reason, effect }]) => [
      `\`${name}\``,
      literally(servers),
      literally(reason),
      literally(effect),
    ])
    return `## ${title}\n\n${text}\n\n${table(['name', 'servers', 'without it', 'what is done'], rows)}\n`
  })
  const rows = ROWS.map(({ server, does, quirks, answer, test }) => [
    literally(server),
    literally(does),
    [...quirks.map((name) => `\`${name}\``), ...(answer === '' ? [] : [literally(answer)])].join(', '),
    test ?? '',
  ])
  const seen = `## Everything that was seen\n\nWhat other libraries had to learn, and the answer here; without a quirk, what follows from the rules.\n\n`
  return `${INTRODUCTION}\n${parts.join('\n')}\n${seen}${table(['server', 'what it does', 'answer', 'test'], rows)}\n`
}

/** Outside of code spans, what Markdown would take for its own. */
function literally(text: string): string {
  return text.replaceAll(/`[^`]*`|[*_<>[\]\\]/g, (part) => (part.startsWith('`') ? part : `\\${part}`))
}

/** What the page cannot be made without. */
function problems(rows: readonly Row[]): string[] {
  const answered = new Set(rows.flatMap(({ quirks }) => quirks))
  const lonely = (Object.keys(QUIRKS) as QuirkName[]).filter((name) => !answered.has(name))
  const tests = rows.flatMap(({ test }) => (test === undefined || existsSync(join(root, test)) ? [] : [test]))
  return [
    ...lonely.map((name) => `no server in quirk-rows.ts has ${name}`),
    ...tests.map((test) => `there is no ${test}`),
  ]
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const wrong = problems(ROWS)
const made = await format(page(), { ...(await resolveConfig(TARGET)), parser: 'markdown' })
if (values.check && readFileSync(TARGET, 'utf8') !== made)
  wrong.push('docs/quirks.md is out of date: node scripts/quirks.ts')
if (!values.check) writeFileSync(TARGET, made)
for (const each of wrong) console.error(each)
process.exit(wrong.length > 0 ? 1 : 0)
