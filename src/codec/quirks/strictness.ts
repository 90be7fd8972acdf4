/** Some quirks are not borne: a response that shows one is as unreadable as any other that breaks the grammar. */
import { UsageError } from '../../errors.ts'
import type { Frame } from '../decode/framer.ts'
import type { Response } from '../values.ts'
import { Said } from './said.ts'
import { CODEC_QUIRKS, type CodecQuirkName } from './table.ts'

export class Strictness {
  readonly #names: readonly CodecQuirkName[]

  /** @throws UsageError for a name that is none */
  constructor(names: readonly CodecQuirkName[]) {
    const strange = names.find((name) => !Object.hasOwn(CODEC_QUIRKS, name))
    if (strange !== undefined) throw new UsageError(`strict: no quirk of the decoder: ${JSON.stringify(strange)}`)
    this.#names = names
  }

  /** The response, or what takes its place. A tagged reply still settles its command, but as a broken one. */
  judge(frame: Frame, response: Response, utf8: boolean, octets: () => Uint8Array): Response {
    if (response.type === 'unknown' || response.type === 'malformed') return response
    const said = new Said(frame, response, utf8)
    const shown = this.#names.find((name) => CODEC_QUIRKS[name].shows(said))
    if (shown === undefined) return response
    if (response.type === 'tagged') {
      return { type: 'tagged', tag: response.tag, status: 'UNKNOWN', code: undefined, text: said.text }
    }
    const isRow = response.type === 'fetch'
    return {
      type: 'malformed',
      name: nameOf(said),
      bytes: octets(),
      reason: `the quirk "${shown}" is switched off`,
      sequence: isRow ? response.sequence : undefined,
      uid: isRow ? response.attributes.uid : undefined,
    }
  }
}

function nameOf({ text }: Said): string {
  return (/^\0*\* *(?:\d+ +)?([A-Za-z0-9.-]{1,40})/.exec(text)?.[1] ?? '').toUpperCase()
}
