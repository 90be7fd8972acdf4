/** UID THREAD (RFC 5256 §3). */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SearchQuery } from '../../../codec/encode/search/query.ts'
import type { ThreadNode } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { requireCapability } from '../../server/capabilities.ts'
import { collector, Program } from './program.ts'

/** How messages are put together: by base subject and date, by References, or by References without subjects. */
export type ThreadAlgorithm = 'orderedSubject' | 'references' | 'refs'

const ALGORITHMS: readonly string[] = ['orderedSubject', 'references', 'refs']

/** UID THREAD: trees of UIDs. Its answer carries no tag: one at a time. */
export function thread(algorithm: ThreadAlgorithm, query: SearchQuery): Command<readonly ThreadNode[]> {
  if (!ALGORITHMS.includes(algorithm)) {
    throw new UsageError(`THREAD algorithm: expected one of ${ALGORITHMS.join(', ')}, got ${JSON.stringify(algorithm)}`)
  }
  const program = new Program(new CommandLine('UID THREAD'), query)
  return {
    name: 'UID THREAD',
    adapts: true,
    plan(facts) {
      requireCapability('THREAD', facts.capabilities, `THREAD=${algorithm.toUpperCase()}`)
      program.check('THREAD', facts)
      const line = new CommandLine('UID THREAD').atom(algorithm.toUpperCase())
      program.putWithCharset(line)
      let threads: readonly ThreadNode[] = []
      return {
        line,
        footprint: program.footprint(facts, ['THREAD']),
        collector: collector(
          'UID THREAD',
          (response) => {
            if (response.type !== 'thread') return false
            threads = threads.length === 0 ? response.threads : [...threads, ...response.threads]
            return true
          },
          () => threads,
        ),
      }
    },
  }
}

/** Every message of some threads with its depth, parents first; without recursion, however deep they are. */
export function* walkThreads(
  threads: readonly ThreadNode[],
): Generator<{ readonly number: number | undefined; readonly depth: number }, undefined> {
  const rest: { readonly nodes: readonly ThreadNode[]; next: number }[] = [{ nodes: threads, next: 0 }]
  while (rest.length > 0) {
    const level = rest.at(-1)!
    const node = level.nodes[level.next++]
    if (node === undefined) rest.pop()
    else {
      yield { number: node.number, depth: rest.length - 1 }
      if (node.children.length > 0) rest.push({ nodes: node.children, next: 0 })
    }
  }
}
