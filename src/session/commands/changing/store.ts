import { annotationAttribute, annotationEntry } from '../../../codec/encode/annotation.ts'
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { NumberSet } from '../../../codec/number-set.ts'
import { sequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Tagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'

/** What to do with flags and keywords, or with Gmail's labels: exactly one of these. */
export type FlagEdit =
  | { readonly add: readonly string[] }
  | { readonly remove: readonly string[] }
  /** Also takes away every flag not named. */
  | { readonly replace: readonly string[] }
  /** Needs X-GM-EXT-1, as the next two. System labels have their backslash: `\Inbox`, `\Starred`. */
  | { readonly addLabels: readonly string[] }
  | { readonly removeLabels: readonly string[] }
  | { readonly replaceLabels: readonly string[] }
  /** Sets annotations, null takes one away. Needs ANNOTATE-EXPERIMENT-1; never echoed (RFC 5257 §4.5). */
  | { readonly annotations: AnnotationEdit }

/** Entry → attribute → value: `{ '/comment': { 'value.priv': 'Call back' } }`. */
export type AnnotationEdit = Readonly<Record<string, Readonly<Record<string, string | null>>>>

export interface StoreOptions {
  /** Leave messages alone whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.3). */
  readonly unchangedSince?: bigint
  /** Do without the server's echo: there are no `flagChange` events of this change then (RFC 9051 §6.4.6). */
  readonly silent?: true
  readonly uidValidity?: number
}

export interface StoreResult {
  /** UIDs left alone because they had changed since `unchangedSince` (MODIFIED, RFC 7162 §3.1.3). */
  readonly modified: NumberSet
}

interface Edit {
  /** On the wire. */
  readonly item: string
  readonly labels: boolean
  readonly replaces: boolean
}

const EDITS: ReadonlyMap<string, Edit> = new Map([
  ['add', { item: '+FLAGS', labels: false, replaces: false }],
  ['remove', { item: '-FLAGS', labels: false, replaces: false }],
  ['replace', { item: 'FLAGS', labels: false, replaces: true }],
  ['addLabels', { item: '+X-GM-LABELS', labels: true, replaces: false }],
  ['removeLabels', { item: '-X-GM-LABELS', labels: true, replaces: false }],
  ['replaceLabels', { item: 'X-GM-LABELS', labels: true, replaces: true }],
])

/** UID STORE (RFC 9051 §6.4.6). Unless silent, the server's echo becomes `flagChange` events with this cause. */
export function store(set: SetInput, edit: FlagEdit, options: StoreOptions): Command<StoreResult> {
  const { unchangedSince, silent, uidValidity } = options
  if (silent !== undefined && silent !== true) throw new UsageError('UID STORE silent: is either true or left out')
  const messages = sequenceSet(set, 'UID STORE set')
  const line = new CommandLine('UID STORE').set(messages)
  if (unchangedSince !== undefined) {
    line.list((modifiers) => modifiers.atom('UNCHANGEDSINCE').bigint(unchangedSince, 'unchangedSince'))
  }
  const change = putEdit(line, edit, silent === true)
  const needs = [...(unchangedSince === undefined ? [] : ['CONDSTORE']), ...change.needs]
  return {
    name: 'UID STORE',
    uidValidity,
    adapts: needs.length > 0,
    plan(facts) {
      for (const capability of needs) requireCapability('UID STORE', facts.capabilities, capability)
      const { mailbox } = facts
      const flags = flagsOf(mailbox, messages, change.flags)
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          mutates: true,
          reads: [membersOf(mailbox, messages)],
          // Labels are mailboxes, and some of them flags: a message comes into one and goes from another.
          writes: change.labels ? [flags, membersOf(undefined)] : [flags],
        }),
        collector: {
          rows: {
            singleUid: messages.usesStar || messages.known.size !== 1 ? undefined : messages.known.min,
            // Success is the tagged reply and MODIFIED; an echo proves nothing (RFC 9051 §6.4.6).
            takeRow: () => ({ used: false, flags: false }),
            causes: ({ uid, isLargest }) => messages.matches(uid, isLargest),
          },
          finish: (reply) => ({ modified: modifiedOf(reply) }),
        },
      }
    },
  }
}

/** Which messages failed the test; that some did must not get lost where the server says it badly. */
function modifiedOf({ code, text }: Tagged): NumberSet {
  if (code?.name === 'MODIFIED') return code.numbers
  // A code that cannot be read is left in the text.
  if (!/^\[MODIFIED\b/i.test(text)) return NumberSet.empty
  throw new ProtocolError('UID STORE: which messages were left alone could not be read', 'ERR_IMAP_MALFORMED', {
    outcome: 'answered',
  })
}

interface Change {
  readonly labels: boolean
  /** Those that may change; undefined for all. */
  readonly flags: readonly string[] | undefined
  readonly needs: readonly string[]
}

function putEdit(line: CommandLine, edit: FlagEdit, silent: boolean): Change {
  const [[key, names] = [], ...more] = Object.entries(edit) as [string, readonly string[]][]
  if (key === 'annotations' && more.length === 0) return putAnnotations(line, names, silent)
  const how = key === undefined ? undefined : EDITS.get(key)
  if (how === undefined || more.length > 0) {
    throw new UsageError(`UID STORE: expected exactly one of ${[...EDITS.keys(), 'annotations'].join(', ')}`)
  }
  const { item, labels, replaces } = how
  const kind = labels ? 'label' : 'flag'
  if (!Array.isArray(names)) throw new UsageError(`UID STORE ${key}: expected an array of ${kind}s`)
  if (names.length === 0 && !replaces) throw new UsageError(`UID STORE ${key}: no ${kind} named`)
  line.atom(silent ? `${item}.SILENT` : item)
  if (labels) line.list(() => names.forEach((name) => line.label(name, key)))
  else line.flags(names, `UID STORE ${key}`, { empty: replaces })
  return { labels, flags: labels || replaces ? undefined : names, needs: labels ? ['X-GM-EXT-1'] : [] }
}

/** No flag is called so; readers of annotations read all flags. */
const ANNOTATIONS = ['(annotations)']

/**
 *     att-annotate = "ANNOTATION" SP "(" entry-att *(SP entry-att) ")"
 *     entry-att    = entry SP "(" att-value *(SP att-value) ")"             ; RFC 5257 §5
 */
function putAnnotations(line: CommandLine, edit: unknown, silent: boolean): Change {
  const what = 'UID STORE annotations'
  if (silent) throw new UsageError(`${what}: are never echoed; leave silent out`)
  const entries = pairs(edit, what).map(([entry, values]) => {
    const attributes = pairs(values, `${what} ${JSON.stringify(entry.slice(0, 40))}`)
    return [annotationEntry(entry, false, what), attributes] as const
  })
  line.atom('ANNOTATION').list(() => {
    for (const [entry, attributes] of entries) {
      line.astring(entry).list(() => {
        for (const [name, value] of attributes) {
          line.astring(annotationAttribute(name, what)).nstring(value as string | null, { what })
        }
      })
    }
  })
  return { labels: false, flags: ANNOTATIONS, needs: ['ANNOTATE-EXPERIMENT-1'] }
}

function pairs(value: unknown, what: string): [string, unknown][] {
  const found: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (found.length === 0 || Array.isArray(value)) throw new UsageError(`${what}: not an object, or an empty one`)
  return found
}
