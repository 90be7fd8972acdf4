/** URLs that carry authorization (RFC 4467, RFC 5524). None is ever followed. */
import { CommandLine, type MailboxArgument } from '../../../codec/encode/command-line.ts'
import type { BodyStructure, FetchedUrl } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { footprint, membersOf, nameOf, urlKeys } from '../../footprint.ts'
import { maskOf } from '../../login/mask.ts'
import { justOk } from '../any-state/basic.ts'
import { mailboxKey } from '../mailboxes/mailbox.ts'
import { gather, incomplete } from './gather.ts'

/** What URLFETCH can give besides the content as it stands in the message (RFC 5524). */
export type UrlPart = 'body' | 'binary' | 'structure'

/** What a URL gave, of what was asked for; null where the server says NIL. */
export interface UrlParts {
  readonly body: Uint8Array | null | undefined
  /** Without its transfer encoding. */
  readonly binary: Uint8Array | null | undefined
  readonly structure: BodyStructure | null | undefined
}

const PARTS: Readonly<Record<UrlPart, string>> = { body: 'BODY', binary: 'BINARY', structure: 'BODYPARTSTRUCTURE' }

/** GENURLAUTH (RFC 4467 §7): one authorized URL for each, in the same order. */
export function genUrlAuth(urls: readonly string[], mechanism: string): Command<readonly string[]> {
  if (!Array.isArray(urls) || urls.length === 0) throw new UsageError('GENURLAUTH: expected a list of URLs')
  const line = new CommandLine('GENURLAUTH')
  for (const url of urls) {
    if (typeof url !== 'string' || !/;URLAUTH=/i.test(url)) {
      throw new UsageError('GENURLAUTH: a URL without ;URLAUTH=, which says for whom it is')
    }
    checkUrl('GENURLAUTH', url)
    line.astring(url, { what: 'URL' })
    putMechanism(line, mechanism)
  }
  return {
    name: 'GENURLAUTH',
    adapts: true,
    plan(facts) {
      requireCapability('GENURLAUTH', facts.capabilities, 'URLAUTH')
      return {
        line,
        footprint: footprint({ reads: [urlKeys, membersOf(undefined), nameOf(undefined)], slots: ['GENURLAUTH'] }),
        collector: gather('GENURLAUTH', ['genUrlAuth'], (found) => {
          const all = found.flatMap((response) => response.urls)
          if (all.length !== urls.length) throw incomplete('GENURLAUTH', `URL for each of ${urls.length}`)
          return all
        }),
      }
    },
  }
}

/** RESETKEY (RFC 4467 §7): URLs made before are void, of one mailbox or of all. */
export function resetKey(mailbox: MailboxArgument | undefined, mechanisms: readonly string[]): Command<void> {
  const line = new CommandLine('RESETKEY')
  if (mailbox !== undefined) line.mailbox(mailbox)
  else if (mechanisms.length > 0) throw new UsageError('RESETKEY: mechanisms only with a mailbox')
  for (const mechanism of mechanisms) putMechanism(line, mechanism)
  return {
    name: 'RESETKEY',
    mailbox: mailbox === undefined ? undefined : mailboxKey(mailbox),
    adapts: true,
    plan(facts) {
      requireCapability('RESETKEY', facts.capabilities, 'URLAUTH')
      const reads = mailbox === undefined ? [] : [nameOf(mailboxKey(mailbox))]
      return { line, footprint: footprint({ mutates: true, reads, writes: [urlKeys] }), collector: justOk }
    },
  }
}

/** `mechanism = "INTERNAL" / 1*(ALPHA / DIGIT / "-" / ".")` (RFC 4467 §9) */
function putMechanism(line: CommandLine, mechanism: string): void {
  if (typeof mechanism !== 'string' || !/^[A-Za-z0-9.-]+$/.test(mechanism)) {
    throw new UsageError(`${line.name} mechanism: expected letters, digits, "-" and "."`)
  }
  line.atom(mechanism)
}

/** URLFETCH (RFC 4467 §7): the content by URL, null where the URL is not good. */
export function urlFetch(urls: readonly string[]): Command<ReadonlyMap<string, Uint8Array | null>> {
  return fetching(urls, [], 'URLAUTH', (item) => item.body)
}

/** URLFETCH with parameters (RFC 5524). */
export function urlFetchParts(
  urls: readonly string[],
  parts: readonly UrlPart[],
): Command<ReadonlyMap<string, UrlParts | null>> {
  if (parts.length === 0) throw new UsageError('URLFETCH: no part named')
  const atoms = parts.map((part) => {
    if (!Object.hasOwn(PARTS, part)) throw new UsageError(`URLFETCH: unknown part ${JSON.stringify(part)}`)
    return PARTS[part]
  })
  return fetching(urls, atoms, 'URLAUTH=BINARY', ({ body, binary, structure }) => {
    if (body === null && binary === undefined && structure === undefined) return null
    const got: UrlParts = { body, binary, structure }
    return parts.some((part) => got[part] === undefined) ? undefined : got
  })
}

/** `read` is undefined where something is missing. */
function fetching<T>(
  urls: readonly string[],
  parameters: readonly string[],
  capability: string,
  read: (item: FetchedUrl) => T | undefined,
): Command<ReadonlyMap<string, T>> {
  if (!Array.isArray(urls) || urls.length === 0) throw new UsageError('URLFETCH: expected a list of URLs')
  const wanted = [...new Set(urls as readonly string[])]
  const line = new CommandLine('URLFETCH')
  for (const url of wanted) {
    if (parameters.length === 0) putUrl(line, url)
    else line.list((list) => parameters.reduce((all, parameter) => all.atom(parameter), putUrl(list, url)))
  }
  return {
    name: 'URLFETCH',
    adapts: true,
    plan(facts) {
      requireCapability('URLFETCH', facts.capabilities, capability)
      return {
        line,
        footprint: footprint({
          reads: [urlKeys, membersOf(undefined), nameOf(undefined)],
          slots: wanted.map((url) => `URLFETCH:${url}`),
        }),
        collector: gather('URLFETCH', ['urlFetch'], (found) => {
          const items = new Map(found.flatMap((response) => response.items.map((item) => [item.url, item] as const)))
          const contents = new Map<string, T>()
          for (const [place, url] of wanted.entries()) {
            const item = items.get(url)
            const content = item === undefined ? undefined : read(item)
            // The URL itself is as good as a password.
            if (content === undefined) throw incomplete('URLFETCH', `content of URL ${place + 1}`)
            contents.set(url, content)
          }
          return contents
        }),
        mask: maskOf(wanted.map(tokenOf)),
      }
    },
  }
}

/**
 *     iurlauth-verifier = ":" uauth-mechanism ":" enc-urlauth     ; RFC 5092 §11
 */
function tokenOf(url: string): string {
  return /;urlauth=.*:([^:]+)$/i.exec(url)?.[1] ?? ''
}

/** Servers repeat URLs in what they say: line ends in one would break the lines of an answer. */
export function checkUrl(command: string, url: string): void {
  if (typeof url === 'string' && /^[!-~]+$/.test(url)) return
  throw new UsageError(`${command}: a URL consists of visible ASCII characters`)
}

function putUrl(line: CommandLine, url: string): CommandLine {
  checkUrl(line.name, url)
  return line.astring(url, { what: 'URL', secret: true })
}
