/**
 * A strict reader of client commands, for tests and for servers in tests.
 *
 * `parseCommand` takes one whole command with its literals. The arguments of each command stand in fixed
 * places; an optional one that is not there is `{ type: 'nil' }`, an optional list is an empty list:
 *
 *     LOGIN [user, password]          AUTHENTICATE [mechanism, base64]     ENABLE [capability…]   ID [pairs]
 *     SELECT [mailbox, parameters]    LIST [selection, reference, patterns, returns]   LSUB [reference, pattern]
 *     STATUS [mailbox, items]         RENAME [from, to]                    CREATE [mailbox, uses]
 *     APPEND [mailbox, flags, dateTime, message, …]                        REPLACE [number, mailbox, flags, …]
 *     SEARCH [returns, charset, keys] FETCH [set, items, modifiers]        STORE [set, modifiers, operation, flags]
 *     SORT [returns, criteria, charset, keys]                              THREAD [algorithm, charset, keys]
 *     COPY [set, mailbox]             UID EXPUNGE [set]                    ESEARCH [sources, returns, charset, keys]
 *     GETMETADATA [options, mailbox, entries]                              SETACL [mailbox, identifier, rights]
 */
export { argument, mailboxText, parseCommand, type ParsedCommand } from './command-grammar/parse.ts'
export { CommandReader, type ReaderEvent } from './command-grammar/reader.ts'
export { EVERYTHING, GrammarError, PLAIN_DIALECT, type Arg, type Dialect } from './command-grammar/scanner.ts'
