/**
 * What one wants to know of a BODYSTRUCTURE: its parts, the text to show, what is attached.
 *
 * Small functions over the value a FETCH row holds. The `part` of whatever they find is what `parts`, `binary` and
 * `fetchBodies` take.
 */
import type { BodyPart, BodyStructure } from '../values.ts'
import { decodedParameters } from './parameters.ts'

export interface WalkOptions {
  /** Also what is inside of attached messages. */
  readonly messages?: boolean
}

/** Every part, the structure itself first, in the order of the message; also into attached messages, unless told not to. */
export function* walkParts(structure: BodyStructure, { messages = true }: WalkOptions = {}): Generator<BodyStructure> {
  const open: BodyStructure[] = [structure]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    yield part
    if (part.parts !== undefined) open.push(...part.parts.toReversed())
    else if (messages && part.body !== undefined) open.push(part.body)
  }
}

/** The parts that have content of their own, in order. What is in attached messages only if asked for. */
export function leafParts(structure: BodyStructure, { messages = false }: WalkOptions = {}): readonly BodyPart[] {
  const leaves: BodyPart[] = []
  for (const part of walkParts(structure, { messages })) if (part.parts === undefined) leaves.push(part)
  return leaves
}

/**
 * The part that `BODY[number]` names (RFC 9051 §6.4.5.1); undefined when there is none. The multipart that is the body
 * of an attached message has the number of that message, which is what one gets.
 */
export function partByNumber(structure: BodyStructure, number: string): BodyStructure | undefined {
  for (const part of walkParts(structure)) if (part.part === number) return part
  return undefined
}

/** The part that an HTML text names by `cid:` (RFC 2392); the identifier with or without that and its `<>`. */
export function partByContentId(structure: BodyStructure, contentId: string): BodyPart | undefined {
  const wanted = bareId(/^cid:/i.test(contentId) ? unescaped(contentId.slice(4)) : contentId)
  return leafParts(structure, { messages: true }).find(({ id }) => id !== null && bareId(id) === wanted)
}

/** The text to show: the first of that subtype that is not attached. Texts of attached messages are not meant. */
export function textPart(structure: BodyStructure, subtype: 'plain' | 'html' = 'plain'): BodyPart | undefined {
  return leafParts(structure).find((part) => isText(part, subtype) && !isAttached(part))
}

/**
 * What a reader shows as files: parts with the disposition `attachment`, with a file name, or of another type than
 * text, attached messages included as one. Not what belongs to the text: pictures that a multipart/related has beside
 * it, and the signature of a multipart/signed.
 */
export function attachmentParts(structure: BodyStructure): readonly BodyPart[] {
  const found: BodyPart[] = []
  collect(structure, undefined, found)
  return found
}

/**
 * The name of the file: `filename` of the disposition, else `name` of the type, decoded (RFC 2231, RFC 2047).
 * It is the sender's word, and may hold `/` and `..`.
 */
export function fileName({ disposition, parameters }: BodyStructure): string | undefined {
  const given = disposition === undefined ? undefined : decodedParameters(disposition.parameters).get('filename')
  return given || decodedParameters(parameters).get('name') || undefined
}

function collect(part: BodyStructure, within: string | undefined, found: BodyPart[]): void {
  if (part.parts === undefined) {
    if (isFile(part, within)) found.push(part)
    return
  }
  const { subtype } = part
  for (const [place, inner] of part.parts.entries()) {
    // The first is the text itself; what follows it is there for its sake.
    if (place > 0 && subtype === 'signed') continue
    collect(inner, place > 0 && subtype === 'related' ? subtype : within, found)
  }
}

function isFile(part: BodyPart, within: string | undefined): boolean {
  if (isAttached(part)) return true
  if (within === 'related' && part.id !== null) return false
  // Courier tells of a multipart without parts as a part of that type.
  const isContent = part.type !== 'text' && part.type !== 'multipart'
  return isContent || fileName(part) !== undefined
}

function isAttached({ disposition }: BodyPart): boolean {
  return disposition?.type === 'attachment'
}

function isText({ type, subtype }: BodyPart, wanted: string): boolean {
  return type === 'text' && subtype === wanted
}

function bareId(id: string): string {
  return id.trim().replace(/^<(.*)>$/, '$1')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
