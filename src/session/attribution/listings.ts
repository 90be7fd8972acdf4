/** LIST, LSUB and XLIST lines: what somebody asked for, what a change of ours is repeated with, or news of a name. */
import type { List } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { Answers } from './answers.ts'
import { causeOf, type Ground } from './ground.ts'
import { hasAttribute, KnownNames, type NameNews } from './known-names.ts'

export class Listings {
  readonly #ground: Ground
  readonly #answers: Answers
  #names: KnownNames = new KnownNames()

  constructor(ground: Ground, answers: Answers) {
    this.#ground = ground
    this.#answers = answers
  }

  /** The names of somebody else come next. */
  forget(): void {
    this.#names = new KnownNames()
  }

  list(response: List): void {
    const { mailbox } = response
    const asker = this.#names.isNews(response, this.#ground.notify)
      ? undefined
      : (this.#lister(response) ?? this.#opener(response))
    const changer = asker === undefined ? this.#changer(response) : undefined
    const cause = causeOf(asker ?? changer)
    const news = asker === undefined ? this.#newsOf(response, changer) : undefined
    this.#names.learn(response, news)
    if (news === 'subscribed' || news === 'unsubscribed') {
      const subscribed = hasAttribute(response, '\\Subscribed')
      return this.#ground.emit({ type: 'subscriptionChange', mailbox, cause, subscribed, list: response })
    }
    const change = news ?? 'listed'
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
    return response.oldName === undefined ? this.#ground.inFlight.takerOfAll : undefined
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

  /** A change of ours shows what the line is about; of others', its attributes and what was listed before. */
  #newsOf(response: List, changer: Entry | undefined): NameNews {
    const command = changer?.command.name
    if (command?.endsWith('SUBSCRIBE') === true) {
      return hasAttribute(response, '\\Subscribed') ? 'subscribed' : 'unsubscribed'
    }
    if (command === 'CREATE') return 'created'
    if (command === undefined) return this.#names.newsOf(response, this.#ground.notify)
    if (response.oldName !== undefined) return 'renamed'
    return hasAttribute(response, '\\NonExistent') ? 'deleted' : 'created'
  }
}
