import type { VersionMoveReader } from '../../launch/versions/store.ts'
import type { MoveForecast } from '../../launch/versions/version-move.ts'
import { type CourseAttemptRow, courseAttempts } from './course-attempts.ts'
import { type RegistrationRow, registrations } from './rows.ts'
import type { View } from './view.ts'

type About = Parameters<VersionMoveReader['forecastMove']>[0]

const registrationsPerRead = 1000

/** How the registrations of one version stand towards another; read by the thousand, with three queries each. */
export async function forecastMove(view: View, about: About): Promise<MoveForecast> {
  const forecast: Record<keyof MoveForecast, number> = {
    elsewhere: 0,
    notStarted: 0,
    completed: 0,
    allKept: 0,
    someKept: 0,
    noneKept: 0,
  }
  let after = ''
  for (;;) {
    const rows = await view
      .in(registrations)
      .find(
        { package: about.package, isTrial: false, version: about.from, _id: { $gt: after } },
        { fields: { learner: 1 }, sort: { _id: 1 }, limit: registrationsPerRead },
      )
    await countStates(view, { about, rows, forecast })
    if (rows.length < registrationsPerRead) return forecast
    after = rows.at(-1)!._id
  }
}

interface Counting {
  readonly about: About
  readonly rows: readonly RegistrationRow[]
  readonly forecast: Record<keyof MoveForecast, number>
}

async function countStates(view: View, { about, rows, forecast }: Counting): Promise<void> {
  const attempts = await newestAttempts(view, rows)
  const others = await view
    .in(registrations)
    .find(
      { once: { $in: rows.map(({ learner }) => `${learner} ${about.to}`) } },
      { fields: { learner: 1 } },
    )
  const elsewhere = new Set(others.map(({ learner }) => learner))
  const isLaunchable = new Set(about.launchable)
  const isKept = new Set(about.kept)
  for (const { _id, learner } of rows) {
    const attempt = attempts.get(_id)
    const begun = (attempt?.activities ?? [])
      .filter(({ activity, attempts }) => attempts > 0 && isLaunchable.has(activity))
      .map(({ activity }) => isKept.has(activity))
    forecast[elsewhere.has(learner) ? 'elsewhere' : stateOf(attempt, begun)] += 1
  }
}

async function newestAttempts(
  view: View,
  rows: readonly RegistrationRow[],
): Promise<ReadonlyMap<string, CourseAttemptRow>> {
  const attempts = await view.in(courseAttempts).find(
    { registration: { $in: rows.map(({ _id }) => _id) } },
    {
      fields: {
        registration: 1,
        completion: 1,
        lastActivityAt: 1,
        'activities.activity': 1,
        'activities.attempts': 1,
      },
      sort: { registration: 1, number: 1 },
    },
  )
  // The newest comes last, and takes the place of the others.
  return new Map(attempts.map((attempt) => [attempt.registration, attempt]))
}

/** @param begun of each lesson that the learner began: whether it is in the other version */
function stateOf(
  attempt: CourseAttemptRow | undefined,
  begun: readonly boolean[],
): keyof MoveForecast {
  if (!attempt?.lastActivityAt) return 'notStarted'
  if (attempt.completion === 'completed') return 'completed'
  if (begun.every(Boolean)) return 'allKept'
  return begun.some(Boolean) ? 'someKept' : 'noneKept'
}
