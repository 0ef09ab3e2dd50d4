export { secondsOfDuration } from './duration.ts'
export { queryOperations } from './queries/routes.ts'
export { xapiRoutes } from './routes.ts'
export { rowKeysOf } from './row-filter.ts'
export { chooseLanguage, languageRanges } from './statements/choose-language.ts'
export { equalityOf } from './statements/equality.ts'
export { explainConflict } from './statements/explain-conflict.ts'
export { accountKey, agentKey, authorityKey, indexKeys } from './statements/index-keys.ts'
export { onOneLine } from './statements/one-line.ts'
export {
  type IncomingStatement,
  prepareStatement,
  type ReceivedStatement,
} from './statements/prepare-statement.ts'
export { queryStatements as findStatements } from './statements/query-statements.ts'
export { readFilter as readStatementFilter } from './statements/read-query.ts'
export { receiveTransferred } from './statements/receive-batch.ts'
export { type FileLimits, receiveContent } from './statements/receive-files.ts'
export { statementOperations } from './statements/routes.ts'
export { changeMembers, elements, members } from './statements/scan-json.ts'
export { seqOf, storedOf } from './statements/seq.ts'
export type {
  Activity,
  Actor,
  Agent,
  LanguageMap,
  Result,
  Score,
  Statement,
  StatementBody,
  SubStatement,
} from './statements/statement.ts'
export { activitiesOf, isActivity, voidedVerb } from './statements/statement.ts'
export {
  exclusionParameters,
  indexParameters,
  passes,
  readSieve,
  resultParameters,
  type StatementSelection,
} from './statements/statement-sieve.ts'
export type {
  IndexKeys,
  PreparedStatement,
  Seq,
  StatementFilter,
  StatementReader,
  StatementWriter,
  StoredStatement,
} from './statements/store.ts'
export {
  insertPrepared,
  type NewStatement,
  prepareStatements,
  type StatementObserver,
} from './statements/store-statements.ts'
export { type XapiValidators, xapiValidators } from './statements/validate-statement.ts'
export { multipartBytes } from './statements/write-result.ts'
export { microsecondsOf } from './timestamp.ts'
export type * from './wire.ts'
