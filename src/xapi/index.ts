export { type XapiParts, xapiRoutes } from './routes.ts'
export { rowKeysOf } from './row-filter.ts'
export { authorityOf } from './statements/authority.ts'
export { accountKey, agentKey } from './statements/index-keys.ts'
export { type IncomingStatement, prepareStatement } from './statements/prepare-statement.ts'
export { readFilter as readStatementFilter } from './statements/read-query.ts'
export { statementOperations } from './statements/routes.ts'
export { seqOf, storedOf } from './statements/seq.ts'
export type {
  Activity,
  Actor,
  Agent,
  Context,
  Result,
  Score,
  Statement,
  StatementObject,
  SubStatement,
  Verb,
} from './statements/statement.ts'
export { activitiesOf, isActivity, voidedVerb } from './statements/statement.ts'
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
  type StatementObserver,
  type StatementOrigin,
  storeStatements,
} from './statements/store-statements.ts'
export { type XapiValidators, xapiValidators } from './statements/validate-statement.ts'
export { multipartBytes } from './statements/write-result.ts'
export { microsecondsOf } from './timestamp.ts'
export type * from './wire.ts'
