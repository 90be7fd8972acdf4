/** Connects with TLS to the port given and prints the code of the error, or "connected". */
import { ImapError } from '../../../src/errors.ts'
import { connectTransport } from '../../../src/transport/node/connect.ts'

const options = { host: 'localhost', port: Number(process.argv[2]), security: 'tls' } as const
try {
  const transport = await connectTransport(options, { onData() {}, onClose() {} }, new AbortController().signal)
  console.log('connected')
  transport.destroy()
} catch (error) {
  console.log(ImapError.is(error) ? error.code : error)
}
