/**
 * The channels of `node:diagnostics_channel`, where the runtime has them: Node, Bun, Deno. Asked for by name at run
 * time, so that importing the library needs no `node:` module.
 */

/** What is published on a channel goes to its subscribers, at once. */
export interface DiagnosticsChannel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

interface Runtime {
  readonly process?: {
    getBuiltinModule?(name: string): { channel(name: string): DiagnosticsChannel } | undefined
  }
}

const nobody: DiagnosticsChannel = { hasSubscribers: false, publish() {} }

/** A channel nobody can subscribe to where the runtime has none. */
export function diagnosticsChannel(name: string): DiagnosticsChannel {
  const { process } = globalThis as Runtime
  return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(name) ?? nobody
}
