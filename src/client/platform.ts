/**
 * What the runtime gives by default. The transport is loaded when a connection is made, so that importing
 * the library costs next to nothing and works where there are no sockets.
 */
import { diagnosticsChannel, type DiagnosticsChannel } from '../transport/node/diagnostics.ts'
import type { Clock, ConnectTransport } from '../transport/transport.ts'

const portableClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}

interface Platform {
  readonly clock: Clock
  transport(): Promise<ConnectTransport>
  channel(name: string): DiagnosticsChannel
}

export const platform: Platform = {
  clock: portableClock,
  channel: diagnosticsChannel,
  async transport() {
    const { connectTransport } = await import('../transport/node/connect.ts')
    return connectTransport
  },
}
