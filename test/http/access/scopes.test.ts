import { setTimeout } from 'node:timers/promises'
import { newUuid } from '../../../src/base/ids.ts'
import { type Scope, scopes } from '../../../src/base/principal.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf } from '../../support/xapi-client.ts'

/** What each scope lets a key do besides what has its own name. A new scope needs a line here. */
const includes: Readonly<Record<Scope, readonly string[]>> = {
  all: [...scopes],
  'all/read': [
    'statements/read',
    'statements/read/mine',
    'packages/read',
    'registrations/read',
    'learners/read',
    'credentials/read',
    'feeds/read',
    'requests/read',
    'classes/read',
    'organisations/read',
    'accounts/read',
    'audit/read',
  ],
  'statements/write': [],
  'statements/read': ['statements/read/mine'],
  'statements/read/mine': [],
  state: [],
  define: [],
  profile: [],
  'packages/write': [],
  'packages/read': [],
  'registrations/write': ['registrations/launch'],
  'registrations/read': [],
  'learners/write': [],
  'learners/read': [],
  'credentials/write': [],
  'credentials/read': [],
  'feeds/write': [],
  'feeds/read': [],
  'requests/read': [],
  'registrations/launch': [],
  'registrations/attest': [],
  'classes/write': [],
  'classes/read': [],
  'organisations/write': [],
  'organisations/read': [],
  'accounts/write': [],
  'accounts/read': [],
  'audit/read': [],
}

/** The scope that each operation of /api/v1 needs. A new operation needs a line here: who may call it is decided, not met by chance. */
const needs: Readonly<Record<string, string>> = {
  getSetup: 'public',
  claimSetup: 'public',
  signIn: 'public',
  signOut: 'public',
  getMe: 'account',
  claimAccountLink: 'public',
  changePassword: 'account',
  listOwnSessions: 'account',
  endOwnSession: 'account',
  beginSecondFactor: 'account',
  confirmSecondFactor: 'account',
  deleteSecondFactor: 'account',
  listAccounts: 'accounts/read',
  getAccount: 'accounts/read',
  createAccount: 'accounts/write',
  changeAccount: 'accounts/write',
  createAccountLink: 'accounts/write',
  deleteAccountSecondFactor: 'accounts/write',
  listAccountSessions: 'accounts/read',
  endAccountSession: 'accounts/write',
  createGrant: 'accounts/write',
  deleteGrant: 'accounts/write',
  listAudit: 'audit/read',
  getLedgerCheckpoint: 'audit/read',
  listLedgerCheckpoints: 'audit/read',
  proveLedgerInclusion: 'audit/read',
  proveLedgerConsistency: 'audit/read',
  listLedgerKeys: 'audit/read',
  listLedgerEntries: 'audit/read',
  listCredentials: 'credentials/read',
  createCredential: 'credentials/write',
  changeCredential: 'credentials/write',
  rotateCredential: 'credentials/write',
  revokeCredential: 'credentials/write',
  listLearners: 'learners/read',
  getLearner: 'learners/read',
  createLearner: 'learners/write',
  listOrganisations: 'organisations/read',
  createOrganisation: 'organisations/write',
  changeOrganisation: 'organisations/write',
  deleteOrganisation: 'organisations/write',
  changeLearner: 'learners/write',
  listClasses: 'classes/read',
  getClass: 'classes/read',
  listClassLearners: 'classes/read',
  getClassSummary: 'classes/read',
  createClass: 'classes/write',
  changeClass: 'classes/write',
  deleteClass: 'classes/write',
  enrolLearners: 'classes/write',
  withdrawLearner: 'classes/write',
  listPackages: 'packages/read',
  getPackage: 'packages/read',
  getPackageFindings: 'packages/read',
  importPackage: 'packages/write',
  checkPackage: 'packages/write',
  createTrial: 'packages/write',
  listRegistrations: 'registrations/read',
  getRegistration: 'registrations/read',
  getPackageSummary: 'registrations/read',
  getPackagePolicy: 'packages/read',
  putPackagePolicy: 'packages/write',
  previewVersionMove: 'packages/read',
  startVersionMove: 'registrations/write',
  listVersionMoves: 'packages/read',
  listQuestions: 'registrations/read',
  exportQuestions: 'registrations/read',
  getQuestion: 'registrations/read',
  listAnswers: 'registrations/read',
  exportAnswers: 'registrations/read',
  listCourseSessions: 'registrations/read',
  getSessionLog: 'registrations/read',
  exportSessionLog: 'registrations/read',
  createRegistration: 'registrations/write',
  createLaunchLink: 'registrations/launch',
  createAttestation: 'registrations/attest',
  withdrawAttestation: 'registrations/attest',
  exportRegistrationsAsNdjson: 'registrations/read',
  exportRegistrationsAsCsv: 'registrations/read',
  listStatements: 'statements/read',
  listRequests: 'requests/read',
  groupRequests: 'requests/read',
  getRequest: 'requests/read',
  replayRequest: 'requests/read',
  listSources: 'requests/read',
  getStatement: 'statements/read',
  getStatementSource: 'statements/read',
  getStatementAttachment: 'statements/read',
  queryStatements: 'statements/read',
  exportStatementsAsNdjson: 'statements/read',
  exportStatementsAsCsv: 'statements/read',
  exportStatementsAsParquet: 'statements/read',
  importStatements: 'statements/write',
  listStatementImports: 'statements/write',
  getStatementImport: 'statements/write',
  getStatementImportRejections: 'statements/write',
  cancelStatementImport: 'statements/write',
  resumeStatementImport: 'statements/write',
  deleteStatementImport: 'statements/write',
  pullStatements: 'all',
  previewErasure: 'all',
  createErasure: 'all',
  listErasures: 'all',
  getErasure: 'all',
  listLegalHolds: 'all',
  createLegalHold: 'all',
  liftLegalHold: 'all',
  followStatements: 'statements/read',
  listWebhooks: 'feeds/read',
  createWebhook: 'feeds/write',
  getWebhook: 'feeds/read',
  changeWebhook: 'feeds/write',
  deleteWebhook: 'feeds/write',
  rotateWebhookSecret: 'feeds/write',
  testWebhook: 'feeds/write',
  replayWebhook: 'feeds/write',
  listWebhookDeliveries: 'feeds/read',
  getWebhookDelivery: 'feeds/read',
  resendWebhookDelivery: 'feeds/write',
  listForwardings: 'feeds/read',
  createForwarding: 'feeds/write',
  getForwarding: 'feeds/read',
  changeForwarding: 'feeds/write',
  deleteForwarding: 'feeds/write',
  testForwarding: 'feeds/write',
  replayForwarding: 'feeds/write',
  listForwardingDeliveries: 'feeds/read',
  getForwardingDelivery: 'feeds/read',
  resendForwardingDelivery: 'feeds/write',
}

/** Operations that another scope opens too. */
const alsoFor: Readonly<Record<string, Scope>> = {
  listStatementImports: 'statements/read',
  getStatementImport: 'statements/read',
  getStatementImportRejections: 'statements/read',
}

/** What a key needs for each request to /xapi; `all/read` reads everything. */
const resources: readonly [method: string, path: string, anyOf: readonly Scope[]][] = [
  ['GET', '/statements', ['statements/read', 'statements/read/mine', 'all/read']],
  ['POST', '/statements', ['statements/write']],
  ['PUT', '/statements', ['statements/write']],
  ['GET', '/agents', ['statements/read', 'statements/read/mine', 'all/read']],
  ['GET', '/activities', ['statements/read', 'statements/read/mine', 'all/read']],
  ...(['/activities/state', '/agents/profile', '/activities/profile'] as const).flatMap((path) => {
    const scope: Scope = path.endsWith('state') ? 'state' : 'profile'
    return [
      ['GET', path, [scope, 'all/read']],
      ['PUT', path, [scope]],
      ['POST', path, [scope]],
      ['DELETE', path, [scope]],
    ] as [string, string, Scope[]][]
  }),
]

interface Described {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly needs: string
}

describe('what each scope lets a key do', () => {
  let server: TestServer
  let operations: Described[]
  beforeAll(async () => {
    server = await startServer()
    operations = await describedBy(server)
  })
  afterAll(() => server.stop())

  test('each operation needs the scope that the table says', () => {
    expect(Object.fromEntries(operations.map(({ id, needs }) => [id, needs]))).toEqual(needs)
  })

  test.each(scopes)('%s opens the operations of /api/v1 that the table says', async (scope) => {
    const Authorization = await server.credential(scope)
    const opened = await Promise.all(
      operations.map(async ({ id, method, path }) => {
        const { status, code } = await attempt(`${server.url}/api/v1${path}`, method, Authorization)
        return status === 403 && code === 'forbidden' ? [] : [id]
      }),
    )
    const held = ['public', 'account', scope, ...includes[scope]]
    const expected = operations.filter(
      ({ id, needs }) => held.includes(needs) || held.includes(alsoFor[id] ?? ''),
    )
    expect(opened.flat().sort()).toEqual(expected.map(({ id }) => id).sort())
  })

  test.each(scopes)('%s opens the resources of /xapi that the table says', async (scope) => {
    const Authorization = await server.credential(scope)
    const opened = await Promise.all(
      resources.map(async ([method, path]) => {
        const { status } = await attempt(`${server.url}/xapi${path}`, method, Authorization)
        return status === 403 ? [] : [`${method} ${path}`]
      }),
    )
    const expected = resources.filter(([, , anyOf]) => scope === 'all' || anyOf.includes(scope))
    expect(opened.flat()).toEqual(expected.map(([method, path]) => `${method} ${path}`))
  })

  test('statements/read/mine shows a key what it sent itself, and nothing else', async () => {
    const registration = newUuid()
    const statement = statementOf({ context: { registration } })
    const version = { 'X-Experience-API-Version': '1.0.3' }
    await server.request('POST', '/xapi/statements', statement, version)
    const Authorization = await server.credential('statements/write', 'statements/read/mine')
    const headers = { ...version, Authorization }
    const sent = await server.request('POST', '/xapi/statements', statement, headers)
    const path = `/xapi/statements?registration=${registration}`
    const found = await (await server.request('GET', path, undefined, headers)).json()
    expect((found as { statements: { id: string }[] }).statements.map(({ id }) => id)).toEqual(
      await sent.json(),
    )
  })
})

/** The operations as the OpenAPI document has them, which is made from the same declarations that serve them. */
async function describedBy(server: TestServer): Promise<Described[]> {
  const response = await server.request('GET', '/api/v1/openapi.json')
  const { paths } = (await response.json()) as {
    paths: Record<string, Record<string, Record<string, unknown>>>
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: String(operation.operationId),
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000'),
      needs: String(
        operation['x-scope'] ??
          ((operation.security as unknown[]).length === 0 ? 'public' : 'account'),
      ),
    })),
  )
}

/**
 * Sends nothing that could do anything: no body, no parameter that exists. Only who is let in is looked at; a server with too
 * much to do says nothing about that, and is asked again when it wants to be.
 */
async function attempt(
  url: string,
  method: string,
  Authorization: string,
): Promise<{ status: number; code: string | undefined }> {
  const abort = new AbortController()
  const response = await fetch(url, {
    method,
    headers: { Authorization, 'X-Experience-API-Version': '1.0.3' },
    signal: abort.signal,
  })
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  const body = isJson ? ((await response.json()) as { code?: string }) : {}
  if (!isJson) abort.abort()
  if (body.code === 'overloaded') {
    await setTimeout(Number(response.headers.get('retry-after')) * 1_000)
    return attempt(url, method, Authorization)
  }
  return { status: response.status, code: body.code }
}
