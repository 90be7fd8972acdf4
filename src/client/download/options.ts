import { UsageError } from '../../errors.ts'

export interface DownloadOptions {
  /** False for the octets as the server keeps them: transfer encodings stay. Only numbered parts are ever decoded. */
  readonly decode?: boolean
  /**
   * Have the server undo the transfer encoding where it can (BINARY, RFC 3516); elsewhere it is done here. Costs a round
   * trip.
   */
  readonly binary?: boolean
  /** The content as text, by the charset of the part. */
  readonly text?: boolean
  /** More than so many octets of content are an error. */
  readonly maxOctets?: number
  /** Begin at this octet of the content as the server keeps it. Give `uidValidity`, too. */
  readonly resume?: { readonly from: number }
  /** The UIDVALIDITY the UID was learned under; under another nothing is fetched. */
  readonly uidValidity?: number
  /** Octets asked for ahead of the reader, at most; 8 MiB unless given. Fewer are held where fewer fill the line. */
  readonly window?: number
}

const MIN_WINDOW = 16 * 1024

/** @throws UsageError */
export function checkDownloadOptions(options: DownloadOptions): void {
  const { decode, binary, maxOctets, resume, window } = options
  if (maxOctets !== undefined && !(maxOctets >= 0)) throw wrong('maxOctets', 'a number of octets')
  if (window !== undefined && !(Number.isSafeInteger(window) && window >= MIN_WINDOW)) {
    throw wrong('window', `at least ${MIN_WINDOW} octets`)
  }
  if (resume !== undefined && !(Number.isSafeInteger(resume?.from) && resume.from >= 0)) {
    throw wrong('resume', '{ from } with a number of octets')
  }
  if (binary === true && decode === false) throw wrong('binary', 'nothing to be decoded, or decode left out')
}

function wrong(option: string, expected: string): UsageError {
  return new UsageError(`UID FETCH ${option}: expected ${expected}`)
}
