/** Opens and closes connections in every way, then prints what is still active. Ends by itself if nothing is. */
import { connectTransport } from '../../../src/transport/node/connect.ts'
import type { Security, Transport } from '../../../src/transport/transport.ts'

const [tlsPort, plainPort] = process.argv.slice(2).map(Number)
const never = new AbortController().signal

type Act = (transport: Transport, closed: Promise<void>) => Promise<unknown> | void

async function visit(port: number, security: Security, act: Act, tlsTimeout = 50): Promise<void> {
  let close = (): void => {}
  const closed = new Promise<void>((resolve) => (close = resolve))
  const handlers = { onData() {}, onClose: () => close() }
  const options = { host: 'localhost', port, security, tls: { ca: process.env['CA']! }, tlsTimeout }
  const transport = await connectTransport(options, handlers, never).catch(() => undefined)
  if (transport === undefined) return
  await act(transport, closed)
  await closed
}

const destroy: Act = (transport) => transport.destroy()
const end: Act = (transport) => {
  transport.write(['a1 LOGOUT\r\n'])
  transport.end()
}
const writeAndDestroy: Act = (transport) => {
  transport.write(['a1 NOOP\r\n'])
  transport.destroy()
}
const lateDestroy: Act = async (transport) => {
  transport.write(['a1 NOOP\r\n'])
  await new Promise((resolve) => setTimeout(resolve, 20))
  transport.destroy()
}
const compressAndDestroy: Act = async (transport) => {
  transport.compress(Uint8Array.of(1))
  transport.write(['a1 NOOP\r\n'])
  await new Promise((resolve) => setTimeout(resolve, 5))
  transport.destroy()
}
const failedUpgrade: Act = (transport) => transport.startTls(new Uint8Array()).catch(() => {})

for (const act of [destroy, end, writeAndDestroy, lateDestroy, compressAndDestroy]) {
  await visit(tlsPort!, 'tls', act, 5000)
  await visit(plainPort!, 'insecure-plaintext', act)
}
await visit(plainPort!, 'starttls', failedUpgrade)
await visit(plainPort!, 'starttls', (transport) => transport.startTls(Uint8Array.of(42)).catch(() => {}))
await visit(plainPort!, 'tls', destroy)
await visit(1, 'tls', destroy)

// A destroyed handle is gone a turn later.
for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
// The pipes are stdout and stderr.
console.log(
  JSON.stringify(process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap' && name !== 'TTYWrap')),
)
