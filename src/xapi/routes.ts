import { Router } from 'express'
import type { Transactor } from '../base/transactor.ts'
import { about, explanation } from './about.ts'
import type { AgentReader } from './agents/store.ts'
import {
  type Authenticate,
  allowOtherOrigins,
  authenticate,
  guardRows,
  nameVersion,
  readAlternateSyntax,
  readVersion,
  refuseMethod,
  requireScope,
  requireStatements,
  stateConsistency,
  tolerateSlashes,
} from './check-request.ts'
import { documentRoutes } from './documents/routes.ts'
import type { DocumentReader, DocumentWriter } from './documents/store.ts'
import { knowledgeHandlers } from './handle-knowledge.ts'
import { latestVersion } from './negotiate-version.ts'
import { type StatementParts, statementHandlers } from './statements/handle-statements.ts'
import type { StatementWriter } from './statements/store.ts'
import { xapiValidators } from './statements/validate-statement.ts'

type XapiWriter = StatementWriter & DocumentWriter

interface XapiParts<W extends XapiWriter> extends StatementParts<W> {
  readonly store: StatementParts<W>['store'] & DocumentReader & AgentReader & Transactor<W>
  readonly authenticate: Authenticate
}

/** Everything at /xapi. Each resource reads as the list of its checks. */
export function xapiRoutes<W extends XapiWriter>(parts: XapiParts<W>): Router {
  const validators = xapiValidators()
  const { get, post, put } = statementHandlers(parts, validators)
  const router = Router()
  router.use(tolerateSlashes, allowOtherOrigins, nameVersion(latestVersion))
  router.use(readAlternateSyntax(parts.requestBytesMax))
  router.get('/', (_request, response) => void response.json(explanation(parts.appUrl)))
  router.get('/about', (_request, response) => void response.json(about(parts.appUrl, parts)))
  router.use('/statements', stateConsistency(parts.store))
  router.use(readVersion, authenticate(parts.authenticate))
  router.use(['/activities', '/agents'], guardRows)
  router.get('/statements', requireScope('statements/read/mine'), get)
  router.post('/statements', requireScope('statements/write'), requireStatements, post)
  router.put('/statements', requireScope('statements/write'), requireStatements, put)
  router.all('/statements', refuseMethod('GET, HEAD, POST, PUT, OPTIONS'))
  const { agents, activities } = knowledgeHandlers(parts.store, validators)
  router.get('/agents', requireScope('statements/read/mine'), agents)
  router.get('/activities', requireScope('statements/read/mine'), activities)
  router.all(['/agents', '/activities'], refuseMethod('GET, HEAD, OPTIONS'))
  router.use(documentRoutes({ ...parts, isActor: validators.actor }))
  return router
}
