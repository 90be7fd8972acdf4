/** LIST, LSUB and XLIST lines: what somebody asked for, what a change of ours is repeated with, or news of a name. */
import type { List } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { Answers } from './answers.ts'
import { causeOf, type Ground } from './ground.ts'

export class Listings {
  readonly #ground: Ground
  readonly #answers: Answers

  constructor(ground: Ground, answers: Answers) {
    this.#ground = ground
    this.#answers = answers
  }

  list(response: List): void {
    const { mailbox } = response
    const asker = this.#lister(response) ?? this.#opener(response)
    const changer = asker === undefined ? this.#changer(response) : undefined
    const cause = causeOf(asker ?? changer)
    if (asker === undefined && isSubscription(response, changer)) {
      const subscribed = has(response, '\\Subscribed')
      return this.#ground.emit({ type: 'subscriptionChange', mailbox, cause, subscribed, list: response })
    }
    const change = asker !== undefined ? 'listed' : changer?.command.name === 'CREATE' ? 'created' : changeOf(response)
    this.#ground.emit({
      type: 'mailboxName',
      mailbox,
      cause,
      change,
      oldName: response.oldName?.mailbox,
      list: response,
    })
  }

  /** Of a name that was changed, LIST may have been asked for the old one (RFC 9051 §6.3.9.7). */
  #lister(response: List): Entry | undefined {
    if (response.command !== 'LIST') return this.#answers.bySlot(response.command, response)
    for (const name of [response.mailbox, response.oldName?.mailbox]) {
      const owner = name === undefined ? undefined : this.#ground.inFlight.lister(name)
      if (owner?.collector?.take?.(response) === true) return owner
    }
    return undefined
  }

  /** IMAP4rev2 describes the mailbox in SELECT's answer, too, by the name it has (RFC 9051 §6.3.2). */
  #opener({ mailbox, oldName }: List): Entry | undefined {
    const switching = this.#ground.switching
    const opens = switching?.to.mailbox
    return opens !== undefined && (opens === mailbox || opens === oldName?.mailbox) ? switching?.entry : undefined
  }

  /** The server spells a name its own way, or repeats what CREATE, RENAME or DELETE did (RFC 9051 §6.3.4 to §6.3.6). */
  #changer(response: List): Entry | undefined {
    const { mailbox, wireName } = response.oldName ?? response
    return this.#answers.bySlot(`NAME:${wireName ?? mailbox}`, response)
  }
}

/** One whose cause is not known shows by its attribute alone. */
function isSubscription(list: List, changer: Entry | undefined): boolean {
  if (changer !== undefined) return changer.command.name.endsWith('SUBSCRIBE')
  return list.oldName === undefined && has(list, '\\Subscribed')
}

function changeOf(list: List): 'renamed' | 'deleted' | 'created' {
  if (list.oldName !== undefined) return 'renamed'
  return has(list, '\\NonExistent') ? 'deleted' : 'created'
}

function has(list: List, attribute: string): boolean {
  return list.attributes.some((other) => other.toLowerCase() === attribute.toLowerCase())
}
