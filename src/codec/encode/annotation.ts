/** Names of message annotations in commands (RFC 5257 §3.2). */
import { UsageError } from '../../errors.ts'

/**
 *     entry       = astring         ; slash-separated path, without "*" and "%"
 *     entry-match = list-mailbox    ; with them                                ; RFC 5257 §5
 *
 * @throws UsageError naming `what` when it is none.
 */
export function annotationEntry(name: unknown, wild: boolean, what: string): string {
  const isPath = typeof name === 'string' && name.length <= 1000 && /^\/[\x21-\x7e]+$/.test(name)
  if (!isPath || (!wild && /[*%]/.test(name))) {
    throw new UsageError(
      `${what}: not the name of an annotation${wild ? '' : ', which has no * and no %'}, such as /comment`,
    )
  }
  return name
}

/**
 *     attrib = astring              ; dot-separated, without "*" and "%"       ; RFC 5257 §5
 *
 * @throws UsageError naming `what` when it is none.
 */
export function annotationAttribute(name: unknown, what: string): string {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9.-]{0,99}$/i.test(name)) {
    throw new UsageError(`${what}: not an attribute such as value.priv`)
  }
  return name
}
