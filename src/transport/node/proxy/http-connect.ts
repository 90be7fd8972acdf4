/** CONNECT of HTTP (RFC 9110 §9.3.6). */
import { isIPv6 } from 'node:net'
import { ProxyRefusal, type Destination, type Handshake, type ProxyLogin } from './handshake.ts'

export function* httpConnect(to: Destination, login: ProxyLogin | undefined): Handshake {
  const authority = `${isIPv6(to.host) ? `[${to.host}]` : to.host}:${to.port}`
  const header = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`]
  if (login !== undefined) {
    const credentials = Buffer.from(`${login.user}:${login.password}`).toString('base64')
    header.push(`Proxy-Authorization: Basic ${credentials}`)
  }
  const answer = yield { write: Buffer.from(`${header.join('\r\n')}\r\n\r\n`), read: 'header' }
  const status = /^HTTP\/1\.\d (\d{3})/.exec(Buffer.from(answer).toString('latin1'))?.[1]
  if (status === undefined) throw new ProxyRefusal('does not speak HTTP')
  if (status === '407') throw new ProxyRefusal('wants a login it was not given, or refused it (407)')
  if (!status.startsWith('2')) throw new ProxyRefusal(`refused or could not reach the host (${status})`)
}
