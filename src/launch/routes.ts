import { type Request, type Response, Router } from 'express'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Validator } from '../base/validator.ts'
import { contentLabelOf, contentOriginAt } from '../http/content-host.ts'
import type { Call, Operation } from '../http/operation.ts'
import { parseJson, readBody } from '../http/read-body.ts'
import type { OpeningWish, RegistrationWriter } from '../registrations/index.ts'
import { commitSession } from './commit-session.ts'
import {
  createLaunchLink,
  type LaunchLink,
  type LinkRules,
  startTrial,
} from './create-launch-link.ts'
import { guardContentOrigin } from './guard-content-origin.ts'
import type { SessionLogStore } from './session-log/read-log.ts'
import { sessionLogOperations } from './session-log/routes.ts'
import {
  resetTrial,
  resumeSession,
  type SessionRules,
  type SessionStore,
  startSession,
  takeOver,
} from './start-session.ts'
import type { LaunchWriter } from './store.ts'
import { trialStatements } from './trial-statements.ts'
import type { CommitSession, StartSession } from './wire.ts'

export interface LaunchParts {
  readonly store: SessionStore &
    SessionLogStore &
    Parameters<typeof trialStatements>[0] &
    Parameters<typeof startTrial>[0] &
    Transactor<LaunchWriter & RegistrationWriter>
  readonly clock: Clock
  readonly rules: SessionRules & LinkRules
  readonly validator: <T>(id: string) => Validator<T>
}

/** A commit, its entries and what they escape to in JSON. */
const commitBytesMax = 2 * 1024 * 1024
const otherBytesMax = 10_000

/** What the player says to the server (wire.ts), below `/_rt` of the content origin. */
export function launchRoutes({ store, clock, rules, validator }: LaunchParts): Router {
  const isStart = validator<StartSession>('rt/start-session')
  const isContinue = validator<{ token?: string }>('rt/continue-session')
  const isCommit = validator<CommitSession>('rt/commit-session')
  const start = startSession(store, clock, rules)
  const resume = resumeSession(store, clock, rules)
  const takeIt = takeOver(store, clock, rules)
  const commit = commitSession(store, clock, rules)
  const reset = resetTrial(store, clock, rules)
  const statements = trialStatements(store)
  // What is no content host did not get this far.
  const labelOf = (request: Request): string => contentLabelOf(request.host, rules) ?? ''
  const router = Router()
  router.use((request, response, next) => {
    const origin = { origin: request.get('origin'), fetchSite: request.get('sec-fetch-site') }
    guardContentOrigin(origin, contentOriginAt(rules.contentUrl, labelOf(request)))
    response.setHeader('Cache-Control', 'no-store')
    next()
  })
  router.post('/sessions', async (request, response) => {
    const body = await validBody(request, isStart, { bytesMax: otherBytesMax })
    response.status(201).json(await start(body, languageOf(request), labelOf(request)))
  })
  router.post('/sessions/resume', async (request, response) => {
    const body = await validBody(request, isContinue, { bytesMax: otherBytesMax })
    response.json(await resume(tokenOf(request, body), languageOf(request)))
  })
  router.post('/sessions/takeover', async (request, response) => {
    const body = await validBody(request, isContinue, { bytesMax: otherBytesMax })
    response.status(201).json(await takeIt(tokenOf(request, body), languageOf(request)))
  })
  router.post('/trials/reset', async (request, response) => {
    const body = await validBody(request, isContinue, { bytesMax: otherBytesMax })
    response.status(201).json(await reset(tokenOf(request, body), languageOf(request)))
  })
  router.post('/trials/statements', async (request, response) => {
    const body = await validBody(request, isContinue, { bytesMax: otherBytesMax })
    response.json(await statements(tokenOf(request, body)))
  })
  router.post('/commits', async (request: Request, response: Response) => {
    const body = await validBody(request, isCommit, {
      bytesMax: commitBytesMax,
      code: 'journal-invalid',
    })
    response.json(await commit(tokenOf(request, body), body))
  })
  return router
}

/** For an account: enough to open a course for each of a large class, one after the other. */
const linksPerMinuteMax = 300

export const launchOperations = ({ store, clock, rules }: LaunchParts): Operation[] => [
  ...sessionLogOperations({ store }),
  {
    method: 'post',
    path: '/registrations/{id}/launch-links',
    id: 'createLaunchLink',
    isAudited: 'when-noted',
    accountPerMinuteMax: linksPerMinuteMax,
    summary: 'Make a link that opens the course once for the registered learner',
    tag: 'Registrations',
    requires: 'registrations/launch',
    reach: { kind: 'registration', by: 'id' },
    answer: 'api/launch-link',
    status: 201,
    query: {
      attempt: {
        description:
          'What the link opens: `resume` goes on where the learner was (or does what the package says after completion), `new` ' +
          'begins another attempt, `review` shows the last result and records nothing.',
        schema: { type: 'string', enum: ['resume', 'new', 'review'], default: 'resume' },
      },
    },
    async handle({ params, query, principal }) {
      const wish = (query.attempt as OpeningWish | undefined) ?? 'resume'
      const asked = { wish, by: principal! }
      return linkItem(await createLaunchLink(store, clock, rules)(params.id!, asked))
    },
  },
  {
    method: 'post',
    path: '/packages/{id}/trials',
    id: 'createTrial',
    isAudited: false,
    accountPerMinuteMax: linksPerMinuteMax,
    summary: 'Try a package out: a registration of the caller that counts nowhere, and its link',
    tag: 'Packages',
    requires: 'packages/write',
    reach: { kind: 'package', by: 'id' },
    answer: 'api/trial',
    status: 201,
    async handle({ params, principal }: Call) {
      const trial = await startTrial(store, clock, rules)(params.id!, principal!)
      return { registration: trial.registration, ...linkItem(trial) }
    },
  },
]

const linkItem = ({ launchUrl, expiresAt }: LaunchLink) => ({
  launchUrl,
  expiresAt: expiresAt.toISOString(),
})

/** Parses and validates a JSON body, whatever its content type says: a beacon can only send text/plain. */
async function validBody<T>(
  request: Request,
  isValid: Validator<T>,
  {
    bytesMax,
    code = 'invalid-request',
  }: { bytesMax: number; code?: 'invalid-request' | 'journal-invalid' },
): Promise<T> {
  const bytes = await readBody(request, bytesMax)
  const body = bytes.length === 0 ? {} : parseJson(bytes)
  if (isValid(body)) return body
  const [finding] = isValid.explain()
  throw new Problem(code, `The body ${finding?.message ?? 'is not valid'}.`, {
    pointer: finding?.pointer ?? '',
  })
}

/** The bearer token of the Authorization header or, for beacons, of the body. */
function tokenOf(request: Request, body: { readonly token?: string }): string {
  const token =
    /^Bearer ([\w-]{20,100})$/i.exec(request.get('authorization') ?? '')?.[1] ?? body.token
  if (!token) throw new Problem('session-token-invalid', 'The token of the session is missing.')
  return token
}

/** `vi` or `en`, whichever the browser names first; Vietnamese if neither. */
function languageOf(request: Request): string {
  const first = /\b(vi|en)\b/i.exec(request.get('accept-language') ?? '')?.[1]
  return first?.toLowerCase() ?? 'vi'
}
