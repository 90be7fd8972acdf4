/** What the server was asked to tell by itself, as far as it changes what its lines mean (RFC 5465). */
export interface NotifyMask {
    /** A row of a new message of the selected mailbox comes with its arrival (MessageNew with FETCH items). */
    readonly arrivals: boolean;
    /** News of mailboxes other than the selected one come, of any kind. */
    readonly others: boolean;
    /** LIST lines may tell of names made, removed and changed (MailboxName). */
    readonly names: boolean;
    /** LIST lines may tell of subscriptions (SubscriptionChange). */
    readonly subscriptions: boolean;
}
