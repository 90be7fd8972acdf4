/** The status in JSON with which a server explains that it does not take an access token (RFC 7628 §3.2.2). */

const STATUS_AT_MOST = 4096
/** The members that RFC 7628, Google and Microsoft name; others may be anything. */
const STATUS_MEMBERS = ['status', 'schemes', 'scope', 'openid-configuration'] as const
const REFUSAL_AT_MOST = 300

/** `status 400, schemes Bearer, scope https://mail.google.com/`: a short printable line, whatever came. */
export function tokenRefusal(challenge: Uint8Array): string {
  if (challenge.length > STATUS_AT_MOST) return 'a status that is too long'
  const status = parsed(new TextDecoder().decode(challenge))
  if (typeof status !== 'object' || status === null) return 'a status that is not JSON'
  const told = STATUS_MEMBERS.flatMap((name) => {
    const value: unknown = Object.hasOwn(status, name) ? Reflect.get(status, name) : undefined
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : []
  })
  if (told.length === 0) return 'a status that says nothing'
  return printable(told.join(', '))
}

export function printable(text: string): string {
  return text.slice(0, REFUSAL_AT_MOST).replace(/[^\x20-\x7e]/g, '?')
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
