/** The language of human-readable text, and the comparator of SEARCH and SORT (RFC 5255); JMAP (RFC 9698). */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command, Plan } from '../../command.ts'
import { everything, footprint, type Footprint } from '../../footprint.ts'
import { gather, incomplete, last } from './gather.ts'

/** The comparator in use, and all that matched what was asked for. */
export interface ComparatorInfo {
  readonly active: string
  readonly matching: readonly string[]
}

/** language-range = (1*8ALPHA *("-" 1*8alphanum)) / "*"   ; RFC 4647 §2.1; `*` may stand for any part (§2.2) */
const LANGUAGE_RANGE = /^(?:\*|[A-Za-z]{1,8})(?:-(?:\*|[A-Za-z0-9]{1,8}))*$/

/** LANGUAGE without arguments (RFC 5255 §3.2): the languages there are. */
export function languages(): Command<readonly string[]> {
  return languageCommand([], (tags) => tags)
}

/** LANGUAGE (RFC 5255 §3.2): the first of the ranges that the server has; returns the one it uses now. */
export function language(ranges: readonly string[]): Command<string> {
  if (!Array.isArray(ranges) || ranges.length === 0) throw new UsageError('LANGUAGE: expected a list of languages')
  for (const range of ranges as readonly unknown[]) {
    if (typeof range === 'string' && LANGUAGE_RANGE.test(range)) continue
    throw new UsageError(`LANGUAGE: not a language such as en or pt-BR: ${JSON.stringify(String(range).slice(0, 40))}`)
  }
  return languageCommand(ranges, (tags) => {
    const [only] = tags
    if (only === undefined || tags.length > 1) throw incomplete('LANGUAGE', 'LANGUAGE response with the one in use')
    return only
  })
}

/** The server tells the names of its namespaces anew, in that language. */
function languageCommand<Result>(
  ranges: readonly string[],
  finish: (tags: readonly string[]) => Result,
): Command<Result> {
  const parts = { state: 'any', slots: ranges.length === 0 ? ['LANGUAGE'] : ['LANGUAGE', 'NAMESPACE'] } as const
  return simple('LANGUAGE', 'LANGUAGE', ranges, parts, () =>
    gather('LANGUAGE', ['language', 'namespace'], (found) => {
      const tags = found.flatMap((response) => (response.type === 'language' ? [response.tags] : []))
      return finish(last('LANGUAGE', tags, 'LANGUAGE response'))
    }),
  )
}

/** COMPARATOR (RFC 5255 §4.7): asks, or with arguments changes what every later SEARCH, SORT and THREAD finds. */
export function comparator(order: readonly string[]): Command<ComparatorInfo> {
  if (!Array.isArray(order)) throw new UsageError('COMPARATOR: not a list of comparators')
  const parts = { slots: ['COMPARATOR'], ...(order.length > 0 && { mutates: true, writes: [everything] }) }
  return simple('COMPARATOR', 'I18NLEVEL=2', order, parts, () =>
    gather('COMPARATOR', ['comparator'], (found) => {
      const { active, matching } = last('COMPARATOR', found, 'COMPARATOR response')
      return { active, matching }
    }),
  )
}

/** GETJMAPACCESS (RFC 9698 §3). */
export function getJmapAccess(): Command<string> {
  return simple('GETJMAPACCESS', 'JMAPACCESS', [], { slots: ['JMAPACCESS'] }, () =>
    gather('GETJMAPACCESS', ['jmapAccess'], (found) => last('GETJMAPACCESS', found, 'JMAPACCESS response').url),
  )
}

function simple<Result>(
  name: string,
  capability: string,
  words: readonly string[],
  parts: Partial<Footprint>,
  collector: () => Plan<Result>['collector'],
): Command<Result> {
  const line = new CommandLine(name)
  for (const word of words) line.astring(word)
  return {
    name,
    adapts: true,
    plan(facts) {
      requireCapability(name, facts.capabilities, capability)
      return { line, footprint: footprint(parts), collector: collector() }
    },
  }
}
