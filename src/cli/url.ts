/** Where to connect, as a URL: `imaps://user@host:port/`. */
import { domainToASCII } from 'node:url'
import { STANDARD_PORT, type Security } from '../transport/transport.ts'
import { CliUsageError } from './exit-code.ts'

export interface Target {
  readonly host: string
  readonly port: number
  readonly security: Security
  readonly user: string
}

/** There is no opportunistic TLS, so plain `imap:` means STARTTLS, required. */
const SCHEMES: Readonly<Record<string, Security>> = {
  'imaps:': 'tls',
  'imap:': 'starttls',
  'imap+starttls:': 'starttls',
  'imap+insecure:': 'insecure-plaintext',
}

/** @throws CliUsageError naming what is wrong, never repeating a password. */
export function parseTarget(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const security = url !== undefined && Object.hasOwn(SCHEMES, url.protocol) ? SCHEMES[url.protocol] : undefined
  if (url === undefined || security === undefined) {
    throw new CliUsageError('the URL must be imaps://USER@HOST[:PORT]/, imap://… (STARTTLS) or imap+insecure://…')
  }
  if (url.password !== '') {
    throw new CliUsageError(
      'no password in the URL: everybody on this machine could read it; see --help for better ways',
    )
  }
  if (url.hostname === '') throw new CliUsageError('the URL names no host')
  if (url.username === '') throw new CliUsageError('the URL names no user: imaps://USER@HOST/')
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    throw new CliUsageError('the URL ends with the host; the mailbox is an argument of its own')
  }
  return {
    host: hostOf(url.hostname),
    port: url.port === '' ? STANDARD_PORT[security] : Number(url.port),
    security,
    user: decoded(url.username, 'user name'),
  }
}

/** The option before the environment, which may hold a password. @throws CliUsageError */
export function proxyUrl(option: string | undefined, environment: string | undefined): string | undefined {
  if (option === undefined) return environment || undefined
  if (URL.canParse(option) && new URL(option).password !== '') {
    throw new CliUsageError('no password in --proxy: everybody on this machine could read it; use IMAPLEX_PROXY')
  }
  return option
}

/** A name that DNS and certificates know: an international one becomes its ASCII form. */
function hostOf(hostname: string): string {
  const address = /^\[(.*)\]$/.exec(hostname)?.[1]
  if (address !== undefined) return address
  const host = domainToASCII(decoded(hostname, 'host name'))
  if (host === '') throw new CliUsageError('the URL names a host that cannot exist')
  return host
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new CliUsageError(`the ${what} in the URL is not percent-encoded UTF-8`)
  }
}
