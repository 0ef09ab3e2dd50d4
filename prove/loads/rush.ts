import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import type { SessionStarted } from '../../src/launch/wire.ts'
import type { JournalStep } from '../../src/runtime/index.ts'
import { canTrace } from '../../test/faults/power-cut/record.ts'
import {
  addLearner,
  launchLink,
  progressOf,
  register,
  statementsOf,
  uploadPackage,
} from '../../test/support/courses.ts'
import { smallCourse } from '../../test/support/small-course.ts'
import { send } from './send.ts'
import {
  forEach,
  openServer,
  pause,
  percentile,
  type ServerUnderLoad,
} from './server-under-load.ts'

export interface RushOptions {
  readonly learners: number
  /** Within which all begin. */
  readonly seconds: number
  /** What each sync of the disk takes, at least. */
  readonly syncMilliseconds?: number
}

export interface RushFigures {
  readonly learners: number
  readonly requests: number
  /** Answered 429 or 503 with Retry-After; sent again after that. */
  readonly refused: number
  /** Any other answer than 200, and connections that broke. */
  readonly errors: number
  /** Milliseconds from a request's start to the end of its answer. */
  readonly p99: number
  /** Of the server, for all requests. */
  readonly processorSeconds: number
  /** Learners whose completion is not there after a kill -9. */
  readonly lost: number
  /** Learners with a statement twice. */
  readonly twice: number
}

export const canDelaySyncs = canTrace

/** What each learner sends, commit by commit: answers, more answers, the score, the end. */
const commits: readonly (readonly JournalStep[])[] = [
  [{ do: 'open' }, { do: 'initialize' }],
  [{ do: 'set', element: 'cmi.core.lesson_location', value: 'page 7' }, { do: 'commit' }],
  [{ do: 'set', element: 'cmi.suspend_data', value: 'x'.repeat(2_000) }, { do: 'commit' }],
  [
    { do: 'set', element: 'cmi.core.score.raw', value: '85' },
    { do: 'set', element: 'cmi.core.lesson_status', value: 'completed' },
    { do: 'commit' },
  ],
  [{ do: 'finish' }],
]

interface Learner {
  readonly registration: string
  readonly session: string
  readonly token: string
}

/** Everybody of a large class ends the same course, in their own second of ten; then the server is killed and looked into. */
export async function rush({
  learners,
  seconds,
  syncMilliseconds,
}: RushOptions): Promise<RushFigures> {
  const scratch = mkdtempSync(join(tmpdir(), 'hocba-rush-'))
  const server = await openServer({}, delayed(scratch, syncMilliseconds))
  try {
    const class_ = await openSessions(server, learners)
    const milliseconds: number[] = []
    let refused = 0
    let errors = 0
    const commit = async (learner: Learner, steps: readonly JournalStep[], from: number) => {
      const at = new Date().toISOString()
      const entries = steps.map((step, index) => ({
        n: from + index,
        at,
        activity: 'lesson',
        step,
      }))
      const body = { session: learner.session, entries }
      for (;;) {
        const authorization = `Bearer ${learner.token}`
        const answer = await send(`${server.client.contentUrl}/_rt/commits`, {
          authorization,
          body,
        })
        if (answer) milliseconds.push(answer.milliseconds)
        if (answer?.status === 200) return
        const isPatient = answer?.retryAfterSeconds !== undefined
        if (isPatient && [429, 503].includes(answer!.status)) refused += 1
        else errors += 1
        if (errors > learners) throw new Error(`too many errors: ${answer?.status} ${answer?.text}`)
        await pause((answer?.retryAfterSeconds ?? 1) * 1_000)
      }
    }
    const before = server.processorSeconds()
    await Promise.all(
      class_.map(async (learner, index) => {
        await pause((index / learners) * seconds * 1_000)
        let n = 1
        for (const steps of commits) {
          await commit(learner, steps, n)
          n += steps.length
        }
      }),
    )
    const processorSeconds = server.processorSeconds() - before
    await server.crashAndStart()
    const after = await lookInto(server, class_)
    return {
      learners,
      requests: milliseconds.length,
      refused,
      errors,
      p99: percentile(milliseconds, 0.99),
      processorSeconds,
      ...after,
    }
  } finally {
    await server.remove()
    rmSync(scratch, { recursive: true, force: true })
  }
}

const delayed = (scratch: string, milliseconds: number | undefined) => ({
  under:
    milliseconds === undefined
      ? []
      : [
          ...['strace', '-D', '-f', '--seccomp-bpf', '-qq', '-o', join(scratch, 'trace')],
          ...['-e', 'trace=fsync,fdatasync'],
          ...['-e', `inject=fsync,fdatasync:delay_enter=${milliseconds * 1_000}`],
        ],
})

async function openSessions(server: ServerUnderLoad, count: number): Promise<Learner[]> {
  const { client } = server
  const { package: course } = await uploadPackage(client, smallCourse())
  const opened: Learner[] = []
  await forEach(Array.from({ length: count }), 16, async (_, index) => {
    const registration = await register(
      client,
      course,
      await addLearner(client, `Học viên ${index}`),
    )
    const ticket = (await launchLink(client, registration)).split('#')[1]
    const body = { ticket, nonce: newUuid() }
    const answer = await send(`${client.contentUrl}/_rt/sessions`, { authorization: '', body })
    const { session, token } = JSON.parse(answer!.text) as SessionStarted
    opened.push({ registration, session, token: token! })
  })
  return opened
}

async function lookInto(server: ServerUnderLoad, class_: readonly Learner[]) {
  let lost = 0
  let twice = 0
  await forEach(class_, 16, async ({ registration }) => {
    const { completion } = await progressOf(server.client, registration)
    if (completion !== 'completed') lost += 1
    const statements = await statementsOf(server.client, registration)
    const said = statements.map(({ verb, object }) => `${verb.id} ${object.id}`)
    if (new Set(said).size !== said.length) twice += 1
  })
  return { lost, twice }
}
