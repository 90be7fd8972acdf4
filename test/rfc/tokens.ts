/**
 * What a line says, without how it is written: its atoms, strings and parentheses, in any order and case, because a
 * decoded value keeps neither the order of items nor whether a string was quoted.
 */
import { sequenceSet } from '../../src/codec/sequence-set.ts'

const TOKEN = /"(?:[^"\\]|\\.)*"|\{(\d+)\}\r\n|[()[\]<>]|[^\s()[\]<>"]+/gs

export function tokens(text: string): string[] {
  // Two lists of additions are as good as one (RFC 5267 §4.3).
  const line = text.replaceAll(') ADDTO (', ' ')
  const found: string[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(line); match !== null; match = TOKEN.exec(line)) {
    const [token, size] = match
    if (size !== undefined) {
      found.push(line.slice(TOKEN.lastIndex, TOKEN.lastIndex + Number(size)))
      TOKEN.lastIndex += Number(size)
    } else found.push(token.startsWith('"') ? token.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : token)
  }
  return found.map(canonical).sort()
}

/** A set is the same in any order, an INTERNALDATE in any zone. */
function canonical(token: string): string {
  if (/^\d+[:,][\d:,]*$/.test(token)) return sequenceSet(token, 'set').toString()
  const date = /^[ \d]\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.test(token) ? new Date(token.trim()) : undefined
  return date === undefined ? token.toUpperCase() : date.toISOString()
}
