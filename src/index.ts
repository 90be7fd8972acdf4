/** imaplex: IMAP, multiplexed. Many commands in flight on one connection, one typed stream of events. */
export { ImapConnection, type ConnectionState, type SelectedMailbox } from './client/connection.ts'
export type { CommandToken, BlockedBy, TokenState } from './client/token.ts'
export type { EventReader, EventOptions } from './client/event-reader.ts'
export type { ImapEvent, ImapEventType, EventOfType } from './client/events.ts'
export type {
  CommandDoneMessage,
  CommandQueuedMessage,
  CommandSentMessage,
  ConnectionCloseMessage,
  ConnectionConnectMessage,
  ConnectionOpenMessage,
  DiagnosticsConnection,
  DiagnosticsMessages,
} from './client/diagnostics.ts'
export {
  traceEvents,
  TRACED,
  type TraceBegin,
  type TraceEnd,
  type TraceEvent,
  type TraceInstant,
  type TraceMetadata,
  type TraceOptions,
} from './client/trace.ts'
export type { CommandOptions, ConnectionOptions } from './client/options.ts'
export { QUIRKS, type QuirkName, type QuirkSwitches } from './client/quirks.ts'
export type { Quirk } from './codec/quirks/quirk.ts'
export type {
  AnonymousAuth,
  Auth,
  AuthReason,
  AuthSource,
  ExternalAuth,
  GivenAuth,
  PasswordAuth,
  PasswordMechanism,
  TokenAuth,
} from './auth/credentials.ts'
export type {
  Security,
  TlsOptions,
  Transport,
  TransportHandlers,
  ConnectTransport,
  ConnectOptions,
  Clock,
  TlsSession,
} from './transport/transport.ts'
export type {
  AppendItem,
  AppendManyOptions,
  AppendManyResult,
  AppendResult,
} from './session/commands/changing/append.ts'
export type {
  AppendOptions,
  CatenatePart,
  MessageContent,
  StoredPart,
} from './session/commands/changing/append-data.ts'
export type { ReplaceOptions } from './session/commands/changing/replace.ts'
export type { AclEntry, GrantableRights, RightsEdit } from './session/commands/administration/acl.ts'
export type { ComparatorInfo } from './session/commands/administration/language.ts'
export type {
  GetMetadataOptions,
  MetadataResult,
  MetadataTooLong,
  MetadataValue,
  MetadataValues,
} from './session/commands/administration/metadata.ts'
export type { QuotaInfo, QuotaLimits } from './session/commands/administration/quota.ts'
export type { UrlPart, UrlParts } from './session/commands/administration/urlauth.ts'
export type { IdParameters } from './session/commands/any-state/basic.ts'
export type { RawOptions, RawResult } from './session/commands/any-state/raw.ts'
export type { BlobLike, MessageSource, SourceOptions } from './client/sources/message-source.ts'
export type { Download } from './client/download/download.ts'
export type { DownloadOptions } from './client/download/options.ts'
export type { DownloadMeta } from './session/commands/fetching/describe.ts'
export type { BodiesOptions, BodyEnd, BodySink, BodyStart } from './session/commands/fetching/bodies.ts'
export type { CopyOptions, CopyResult } from './session/commands/changing/copy.ts'
export type { ExpungeOptions, ExpungeResult } from './session/commands/changing/expunge.ts'
export type { FetchChanges, FetchOneOptions } from './client/methods/fetching.ts'
export type { FetchOptions, VanishedOptions, VanishedUids } from './session/commands/fetching/fetch.ts'
export type { FetchRow, RowFields } from './session/commands/fetching/row.ts'
export type { ListEntry } from './session/commands/mailboxes/list-entry.ts'
export type { ListOptions } from './session/commands/mailboxes/one-list.ts'
export type { CreateOptions, CreateResult } from './session/commands/mailboxes/names.ts'
export type { MailboxPath } from './session/commands/mailboxes/path.ts'
export { mailboxTree, type MailboxNode } from './session/commands/mailboxes/mailbox-tree.ts'
export {
  specialUseByName,
  specialUsesOf,
  type SpecialUse,
  type SpecialUseSource,
} from './session/commands/mailboxes/special-use.ts'
export type { MailboxResult, SearchSource } from './session/commands/searching/multi-search.ts'
export type {
  SaveOptions,
  SearchResult,
  SearchReturn,
  SearchReturns,
  SortResult,
  SortReturns,
} from './session/commands/searching/returns.ts'
export type { SortCriteria, SortKey } from './session/commands/searching/sort.ts'
export { walkThreads, type ThreadAlgorithm } from './session/commands/searching/thread.ts'
export type { UidBatchesOptions } from './session/commands/searching/uid-batches.ts'
export type { SearchChange, SortChange } from './session/commands/searching/updates.ts'
export type {
  NotifiedMailbox,
  NotifyEvent,
  NotifyFilter,
  NotifyGroup,
  NotifyMessageEvent,
  NotifyNames,
  NotifyRequest,
  NotifySelected,
} from './session/commands/mailboxes/notify.ts'
export type { ChangedMessage, ResyncOptions, ResyncResult } from './session/commands/mailboxes/resync.ts'
export type { SelectOptions, SelectResult } from './session/commands/mailboxes/select.ts'
export type { StatusItem } from './session/commands/mailboxes/status.ts'
export type { AnnotationEdit, FlagEdit, StoreOptions, StoreResult } from './session/commands/changing/store.ts'
export type { Profile, Timing } from './session/server/profile.ts'
export { Rights, type RightName, type RightsInput } from './codec/rights.ts'
export { arg, type Argument, type ArgumentInput, type ArgumentMakers } from './codec/encode/argument.ts'
export { NumberSet } from './codec/number-set.ts'
export { UidMap } from './codec/uid-map.ts'
export { NumberList } from './codec/number-list.ts'
export { SavedSearch, type SetInput } from './codec/sequence-set.ts'
export type { MailboxArgument } from './codec/encode/command-line.ts'
export type { AnnotationQuery, FetchQuery, HeaderList, PartRange } from './codec/encode/fetch-query.ts'
export type { PartialRange } from './codec/partial-range.ts'
export type { AnnotationKey, ModSeqKey, SearchQuery } from './codec/encode/search/query.ts'
export type { CalendarDate } from './codec/encode/date.ts'
export { MessageHeaders } from './codec/mime/headers.ts'
export { flagColor, flagColorEdit, type FlagColor, type FlagColorEdit } from './codec/flag-color.ts'
export { groupedAddresses, mailboxesOf, type AddressGroup } from './codec/mime/addresses.ts'
export { headerDate } from './codec/mime/header-date.ts'
export type { ParameterizedValue } from './codec/mime/header-parameters.ts'
export { decodedParameters } from './codec/mime/parameters.ts'
export {
  attachmentParts,
  fileName,
  leafParts,
  partByContentId,
  partByNumber,
  textPart,
  walkParts,
  type WalkOptions,
} from './codec/mime/structure.ts'
export { defaultLimits, untrustedLimits, type Limits } from './codec/limits.ts'
export type {
  Address,
  BodyMultipart,
  BodyPart,
  BodyStructure,
  Disposition,
  Envelope,
  Id,
  MessageAnnotations,
  Namespaces,
  NamespaceEntry,
  QuotaResource,
  ResponseCode,
  StatusItems,
  ThreadNode,
  Untagged,
} from './codec/values.ts'
export {
  AuthenticationError,
  CancelledError,
  CommandError,
  ConnectionError,
  ImapError,
  MessageLimitError,
  ProtocolError,
  UsageError,
  type ImapErrorCode,
  type Outcome,
  type StepReport,
} from './errors.ts'
