/** Where to connect, as a URL: `imaps://user@host:port/`. */
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
  const security = url === undefined ? undefined : SCHEMES[url.protocol]
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
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    host,
    port: url.port === '' ? STANDARD_PORT[security] : Number(url.port),
    security,
    user: decoded(url.username),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new CliUsageError('the user name in the URL is not percent-encoded UTF-8')
  }
}
