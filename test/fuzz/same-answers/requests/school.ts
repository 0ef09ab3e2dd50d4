import { smallCourse } from '../../../support/small-course.ts'
import { smallCourse2004 } from '../../../support/small-course-2004.ts'
import { jsonBody, jsonOf, note, pathWith, type Step, type World } from '../world.ts'
import { list } from './reports.ts'

/** What a school does and looks at: packages, learners, registrations, classes, questions. */

const zip = (body: Buffer) => ({ headers: { 'content-type': 'application/zip' }, body })

/** A package, or the next version of one; the same file for both servers. */
export function uploadPackage(world: World, standard: '1.2' | '2004', of?: string): Step {
  const title = `Khóa ${standard} lần ${world.turn}`
  const body =
    standard === '1.2' ? smallCourse({ title, masteryScore: '60' }) : smallCourse2004({ title })
  const path = pathWith('/api/v1/packages', { fileName: 'khóa học.zip', package: of })
  return {
    request: { method: 'POST', path, ...zip(body) },
    learn: (answer) => {
      if (answer.status === 201 && of === undefined) note(world.packages, jsonOf(answer).package, 6)
    },
  }
}

const family = ['Nguyễn', 'Trần', 'Đỗ', 'Lê', 'nguyen', 'Ông']
const given = ['An', 'Ánh', 'Bình', 'Ân', 'Đức', 'Đạt', 'Zoë']

/**
 * A new learner, some with the code of another, or another name for one. Nobody's code is changed: the server in tests for MongoDB now
 * and then holds a value of a unique index for taken that was given up (docs/operating.md).
 */
export function createLearner(world: World): Step {
  const { chance, learners } = world
  const changes = {
    name: `${chance.pick(family)} Văn ${chance.pick(given)}`,
    ...(chance.often(0.3) && { email: `hv${chance.below(99)}@example.vn` }),
  }
  if (learners.length > 5 && chance.often(0.4)) {
    const path = `/api/v1/learners/${chance.pick(learners)}`
    return { request: { method: 'PATCH', path, ...jsonBody(changes) } }
  }
  const body = { ...changes, ...(chance.often(0.7) && { code: `HV-${chance.below(400)}` }) }
  return {
    request: { method: 'POST', path: '/api/v1/learners', ...jsonBody(body) },
    learn: (answer) => {
      if (answer.status === 201) note(learners, jsonOf(answer).id, 60)
    },
  }
}

export function createRegistration(world: World): Step {
  const { chance, packages, learners, registrations } = world
  if (learners.length === 0 || packages.length === 0) return createLearner(world)
  const body = { package: chance.pick(packages), learner: chance.pickLate(learners) }
  return {
    request: { method: 'POST', path: '/api/v1/registrations', ...jsonBody(body) },
    learn: (answer) => {
      if (answer.status === 201 || answer.status === 200) note(registrations, jsonOf(answer).id, 60)
    },
  }
}

export function changePolicy(world: World): Step {
  const { chance, packages } = world
  const body = {
    attemptsMax: chance.pick([null, 2, 5]),
    newAttempt: chance.pick(['any-time', 'any-time', 'after-completion', 'never']),
    afterCompletion: chance.pick(['resume', 'new', 'review']),
    counts: chance.pick(['best', 'last', 'highest']),
    newVersion: chance.pick(['keep', 'next-attempt']),
  }
  const path = `/api/v1/packages/${chance.pick(packages)}/policy`
  return { request: { method: 'PUT', path, ...jsonBody(body) } }
}

export function changeClass(world: World): Step {
  const { chance, classes, packages, learners } = world
  const some = <Item>(items: readonly Item[]) => [
    ...new Set([chance.pick(items), chance.pick(items)]),
  ]
  if (classes.length < 2 || learners.length === 0 || chance.often(0.1)) {
    const body = {
      code: `L${chance.below(30)}`,
      name: `Lớp ${chance.below(99)}`,
      packages: some(packages),
    }
    return {
      request: { method: 'POST', path: '/api/v1/classes', ...jsonBody(body) },
      learn: (answer) => {
        if (answer.status === 201) note(classes, jsonOf(answer).id, 8)
      },
    }
  }
  const path = `/api/v1/classes/${chance.pick(classes)}`
  return {
    request: chance.pick([
      () => ({
        method: 'POST',
        path: `${path}/learners`,
        ...jsonBody({ learners: some(learners) }),
      }),
      () => ({
        method: 'POST',
        path: `${path}/learners`,
        ...jsonBody({ people: [{ name: 'Người Mới', code: `HV-${chance.below(400)}` }] }),
      }),
      () => ({ method: 'DELETE', path: `${path}/learners/${chance.pick(learners)}` }),
      () => ({
        method: 'PATCH',
        path,
        ...jsonBody({ name: `Lớp ${chance.below(99)}`, packages: some(packages) }),
      }),
    ])(),
  }
}

export function attest(world: World): Step {
  const { chance, registrations } = world
  const id = registrations.length > 0 ? chance.pickLate(registrations) : chance.uuid()
  const body = {
    note: `Đã ngồi thi ở phòng ${chance.below(9)}.`,
    ...(chance.often(0.5) && { attempt: 1 + chance.below(2) }),
  }
  return {
    request: {
      method: 'POST',
      path: `/api/v1/registrations/${id}/attestations`,
      ...jsonBody(body),
    },
  }
}

/** Lists and reports of the school. */
export function readSchool(world: World): Step {
  const { chance, packages, learners, registrations, classes, sessions } = world
  const nobody = chance.uuid()
  const of = <Item extends string>(items: readonly Item[]) =>
    items.length > 0 && chance.often(0.95) ? chance.pickLate(items) : nobody
  const limit = chance.pick([undefined, 1, 2, 5, 20])
  const session =
    sessions.length > 0 ? chance.pickLate(sessions) : { registration: nobody, session: nobody }
  const path = chance.pick([
    () => registrationList(world, limit),
    () => registrationList(world, limit),
    () => `/api/v1/registrations/${of(registrations)}`,
    () => `/api/v1/registrations/${of(registrations)}`,
    () => pathWith(`/api/v1/registrations/${of(registrations)}/answers`, { limit }),
    () =>
      pathWith(`/api/v1/registrations/${of(registrations)}/answers.csv`, {
        separator: chance.pick([undefined, ';']),
      }),
    () => pathWith(`/api/v1/registrations/${session.registration}/sessions`, { limit }),
    () => `/api/v1/registrations/${session.registration}/sessions/${session.session}/log`,
    () => `/api/v1/registrations/${session.registration}/sessions/${session.session}/log.csv`,
    () => questionPath(world, of(packages)),
    () => questionPath(world, of(packages)),
    () => `/api/v1/packages/${of(packages)}/summary`,
    () => `/api/v1/packages/${of(packages)}/policy`,
    () => `/api/v1/packages/${of(packages)}/moves`,
    () => `/api/v1/packages/${of(packages)}/versions/${1 + chance.below(3)}/move-preview`,
    () => `/api/v1/packages/${of(packages)}/versions/1/findings`,
    () => pathWith('/api/v1/packages', { q: chance.pick([undefined, 'khóa', '2004']), limit }),
    () =>
      pathWith('/api/v1/learners', {
        q: chance.pick([undefined, 'an', 'nguyễn', 'đ', 'HV-1', 'van a']),
        limit,
      }),
    () => `/api/v1/learners/${of(learners)}`,
    () => pathWith('/api/v1/classes', { q: chance.pick([undefined, 'lớp']), limit }),
    () => `/api/v1/classes/${of(classes)}`,
    () => pathWith(`/api/v1/classes/${of(classes)}/learners`, { limit }),
    () =>
      pathWith('/api/v1/audit', {
        kind: chance.pick([undefined, 'change', 'read']),
        limit: limit ?? 10,
      }),
  ])()
  const step = list(world, path)
  return {
    ...step,
    learn: (answer) => {
      step.learn?.(answer)
      const found = /\/packages\/([^/]+)\/questions/.exec(path)?.[1]
      if (found === undefined || answer.status !== 200) return
      for (const { id } of jsonOf(answer)?.items ?? [])
        if (typeof id === 'string') note(world.questions, { package: found, question: id }, 20)
    },
  }
}

const registrationList = (
  { chance, packages, learners, ...world }: World,
  limit?: number,
): string =>
  pathWith('/api/v1/registrations', {
    package: chance.often(0.4) && packages.length > 0 ? chance.pick(packages) : undefined,
    learner: chance.often(0.2) && learners.length > 0 ? chance.pick(learners) : undefined,
    completion: chance.pick([undefined, undefined, 'not-attempted', 'incomplete', 'completed']),
    success: chance.pick([undefined, undefined, 'unknown', 'passed', 'failed']),
    trial: chance.pick([undefined, undefined, true, false]),
    since: chance.often(0.2)
      ? new Date(Date.UTC(2026, 10, 2, 1) + (world.turn - chance.below(99)) * 1_000).toISOString()
      : undefined,
    limit,
  })

function questionPath({ chance, questions }: World, packageId: string): string {
  const selection = {
    which: chance.pick([undefined, 'first', 'last']),
    version: chance.pick([undefined, undefined, 1, 2]),
    attempt: chance.pick([undefined, undefined, 1, 2]),
  }
  const path = `/api/v1/packages/${packageId}/questions`
  if (chance.often(0.2)) return pathWith(`${path}.csv`, selection)
  if (chance.often(0.5) || questions.length === 0) return pathWith(path, selection)
  const one = chance.pickLate(questions)
  return pathWith(`/api/v1/packages/${one.package}/questions/${one.question}`, selection)
}
