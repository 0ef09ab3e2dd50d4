export { type XapiParts, xapiRoutes } from './routes.ts'
export { authorityOf } from './statements/authority.ts'
export { accountKey, agentKey } from './statements/index-keys.ts'
export { type IncomingStatement, prepareStatement } from './statements/prepare-statement.ts'
export { statementOperations } from './statements/routes.ts'
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
export { microsecondsOf } from './timestamp.ts'
export type * from './wire.ts'
