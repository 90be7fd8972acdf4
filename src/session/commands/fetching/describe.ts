/** What is known of a message or a part of it before its octets come. */
import { fileName, partByNumber } from '../../../codec/mime/structure.ts'
import type { BodyStructure, Malformed, Tagged } from '../../../codec/values.ts'
import { hasCapability } from '../../server/capabilities.ts'
import type { Collector, Command, RowTaker } from '../../command.ts'
import { fetch } from './fetch.ts'
import type { FetchRow } from './row.ts'
import { noMessage, noPart, type Target } from './slice.ts'

export interface DownloadMeta {
  readonly uid: number
  readonly mailbox: string
  /** With it a later download can be sure to go on with the same message. */
  readonly uidValidity: number | undefined
  /** As it was asked for; undefined for the whole message. */
  readonly part: string | undefined
  /** Octets as the server keeps them, encoded, by its own account; undefined where it gives none (HEADER, TEXT, MIME). */
  readonly size: number | undefined
  /** `application/pdf`; `message/rfc822` for a whole message. */
  readonly type: string
  /** Keys in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  /** `attachment`, `inline`. */
  readonly disposition: string | undefined
  /** The sender's word; it may hold `/` and `..`. */
  readonly fileName: string | undefined
  /** The transfer encoding of the part, lower case: `base64`. */
  readonly encoding: string
  /** The content comes with its transfer encoding undone, or has none. */
  readonly decoded: boolean
}

export type Description = Omit<DownloadMeta, 'decoded'>

const ASKED = { size: true, bodyStructure: true } as const
type Row = FetchRow<typeof ASKED>

/**
 * UID FETCH of the size and the structure; one item. Binds the target to the mailbox. With `binary` it finds out whether
 * the server has BINARY (RFC 3516). `accept` may refuse by throwing a UsageError.
 */
export function describe(
  target: Target,
  part: string | undefined,
  binary: boolean,
  accept: (description: Description) => void,
): Command<void, Description> {
  const asking = fetch(target.uid, ASKED, {})
  return {
    name: asking.name,
    get uidValidity() {
      return target.uidValidity
    },
    adapts: binary,
    plan(facts) {
      target.bind(facts)
      target.binary = binary && hasCapability(facts.capabilities, 'BINARY')
      const plan = asking.plan(facts)
      const inWords = (row: Row): Description => {
        const description = described(row, part, target)
        accept(description)
        return description
      }
      return { ...plan, collector: new Describing(plan.collector, inWords, target) }
    },
  }
}

/** Hands out a description in place of the row. */
class Describing implements Collector<void, Description> {
  readonly rows: RowTaker
  emit?: (item: Description, octets: number) => void
  readonly #collector: Collector<void, Row>
  readonly #describe: (row: Row) => Description
  readonly #target: Target
  #row: Row | undefined

  constructor(collector: Collector<void, Row>, describeRow: (row: Row) => Description, target: Target) {
    this.rows = collector.rows!
    this.#collector = collector
    this.#describe = describeRow
    this.#target = target
    collector.emit = (row) => {
      this.#row = row
    }
  }

  spoil(line: Malformed): void {
    this.#collector.spoil?.(line)
  }

  finish(reply: Tagged): void {
    this.#collector.finish(reply)
    if (this.#row === undefined) throw noMessage(this.#target)
    this.emit?.(this.#describe(this.#row), 0)
  }
}

/** @throws UsageError when the message has no such part */
function described(row: Row, part: string | undefined, target: Target): Description {
  const { uid, mailbox = '', uidValidity, section } = target
  const common = { uid, mailbox, uidValidity, part }
  if (part === undefined) return { ...common, ...WHOLE, size: row.size }
  const structure = section.part === undefined ? row.bodyStructure : partByNumber(row.bodyStructure, section.part)
  if (structure === undefined) throw noPart(target)
  if (section.text === 'HEADER' || section.text === 'MIME') return { ...common, ...HEADER }
  const size = section.text === undefined && structure.parts === undefined ? structure.size : undefined
  return { ...common, ...typeOf(structure), size }
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map()
const PLAIN = { parameters: NO_PARAMETERS, disposition: undefined, fileName: undefined, encoding: '8bit' }
const WHOLE = { ...PLAIN, type: 'message/rfc822' }
/** RFC 6522 §4. */
const HEADER = { ...PLAIN, type: 'text/rfc822-headers', size: undefined }

function typeOf(structure: BodyStructure): Omit<Description, 'uid' | 'mailbox' | 'uidValidity' | 'part' | 'size'> {
  const { type, subtype, parameters, disposition } = structure
  return {
    type: `${type}/${subtype}`,
    parameters,
    disposition: disposition?.type,
    fileName: fileName(structure),
    encoding: structure.parts === undefined ? structure.encoding : '8bit',
  }
}
