/** Answers made of untagged responses of known types, all of them or an error. */
import type { Malformed, Tagged, Untagged } from '../../../codec/values.ts'
import { ProtocolError } from '../../../errors.ts'
import type { Collector } from '../../command.ts'

type OfType<Type extends Untagged['type']> = Extract<Untagged, { readonly type: Type }>

/** `finish` is given what came, in order; a line that could not be read makes the command fail instead. */
export function gather<Type extends Untagged['type'], Result>(
  name: string,
  types: readonly Type[],
  finish: (responses: readonly OfType<Type>[], reply: Tagged) => Result,
): Collector<Result> {
  const responses: OfType<Type>[] = []
  let spoiled: Malformed | undefined
  return {
    take(response) {
      if (!types.some((type) => type === response.type)) return false
      responses.push(response as OfType<Type>)
      return true
    },
    spoil(line) {
      spoiled = line
    },
    finish(reply) {
      if (spoiled !== undefined) {
        const text = `${name}: the answer could not be read: ${spoiled.reason}`
        throw new ProtocolError(text, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
      }
      return finish(responses, reply)
    },
  }
}

/** The server said OK and left something out. */
export function incomplete(name: string, what: string): ProtocolError {
  return new ProtocolError(`${name}: OK, but no ${what}`, 'ERR_IMAP_INCOMPLETE', { outcome: 'answered' })
}

/** The last of the responses. @throws ProtocolError when there is none. */
export function last<T>(name: string, responses: readonly T[], what: string): T {
  const response = responses.at(-1)
  if (response === undefined) throw incomplete(name, what)
  return response
}
