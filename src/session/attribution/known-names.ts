/**
 * Which names were listed, and which of them are subscribed.
 *
 * The news of RFC 5465 §5.4 and §5.5 look alike: a mailbox made and one whose subscription ended are both a LIST line
 * without attributes. What was listed before tells them apart.
 */
import type { List } from '../../codec/values.ts'
import type { NotifyMask } from '../selection/notify-mask.ts'

export type NameNews = 'created' | 'renamed' | 'deleted' | 'listed' | 'subscribed' | 'unsubscribed'

export class KnownNames {
  readonly #names: Set<string> = new Set()
  readonly #subscribed: Set<string> = new Set()

  /** What a line tells that nobody asked for. `listed`: a name that was there before has other attributes. */
  newsOf(list: List, notify: NotifyMask | undefined): NameNews {
    if (list.oldName !== undefined) return 'renamed'
    if (hasAttribute(list, '\\Subscribed')) return 'subscribed'
    if (hasAttribute(list, '\\NonExistent')) return 'deleted'
    const { names, subscriptions } = notify ?? { names: true, subscriptions: true }
    if (subscriptions && (this.#subscribed.has(list.mailbox) || !names)) return 'unsubscribed'
    return this.#names.has(list.mailbox) ? 'listed' : 'created'
  }

  /**
   * News of a name, though somebody may have asked for it: plain LISTs name what is not there only as the parent of
   * something (RFC 9051 §7.3.1) or as the root of a namespace, and a name that changes is told to whoever watches.
   */
  isNews(list: List, notify: NotifyMask | undefined): boolean {
    if (notify?.names !== true) return false
    if (list.oldName !== undefined) return true
    if (!hasAttribute(list, '\\NonExistent') || hasAttribute(list, '\\Subscribed') || list.childInfo !== undefined) {
      return false
    }
    // Of what is gone there is nothing else to tell.
    return this.#names.has(list.mailbox) ? !hasAttribute(list, '\\HasChildren') : list.attributes.length === 1
  }

  /** `news` as above; undefined for a line that was asked for, which tells of no subscription unless it has one. */
  learn(list: List, news: NameNews | undefined): void {
    const { mailbox, oldName } = list
    if (list.command === 'LSUB') return this.#learnSubscribed(list)
    if (oldName !== undefined) {
      this.#names.delete(oldName.mailbox)
      if (this.#subscribed.delete(oldName.mailbox)) this.#subscribed.add(mailbox)
    }
    if (hasAttribute(list, '\\NonExistent')) this.#names.delete(mailbox)
    else this.#names.add(mailbox)
    if (hasAttribute(list, '\\Subscribed')) this.#subscribed.add(mailbox)
    else if (news === 'unsubscribed') this.#subscribed.delete(mailbox)
  }

  /** What is subscribed need not be there; `\\Noselect` marks a parent of such (RFC 3501 §6.3.9). */
  #learnSubscribed(list: List): void {
    if (!hasAttribute(list, '\\Noselect')) this.#subscribed.add(list.mailbox)
  }
}

export function hasAttribute(list: List, attribute: string): boolean {
  return list.attributes.some((other) => other.toLowerCase() === attribute.toLowerCase())
}
