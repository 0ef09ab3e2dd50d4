import { Problem } from '../base/problem.ts'
import { type CourseAttempt, type CoursePolicy, isDecided } from './course-attempt.ts'

/** What a launch link asks for. */
export type OpeningWish = 'resume' | 'new' | 'review'

/** What opens: an attempt that goes on, a new one, or one that is only looked at. */
export interface Opening {
  readonly open: OpeningWish
  readonly number: number
}

/**
 * What a link opens under the package's policy. Who only wants to go on is never refused: where another attempt is not
 * possible any more, the last one is shown for review.
 * @param attempts by number
 * @throws Problem `attempt-limit-reached`, `attempt-not-yet-allowed`, `review-not-yet-allowed`
 */
export function chooseOpening(
  policy: CoursePolicy,
  { attempts, wish }: { readonly attempts: readonly CourseAttempt[]; readonly wish: OpeningWish },
): Opening {
  const newest = attempts.at(-1)
  if (wish === 'review') return reviewOf(attempts)
  if (!newest) return { open: 'new', number: 1 }
  const resume: Opening = { open: 'resume', number: newest.number }
  const next: Opening = { open: 'new', number: newest.number + 1 }
  if (wish === 'new') {
    // An attempt in which nothing happened is still new.
    if (newest.progress.lastActivityAt === undefined) return resume
    const refusal = refusalOf(policy, newest)
    if (refusal) throw refusal
    return next
  }
  if (newest.progress.completion !== 'completed' || policy.afterCompletion === 'resume') {
    return resume
  }
  const mayBegin = policy.afterCompletion === 'new' && !refusalOf(policy, newest)
  return mayBegin ? next : { open: 'review', number: newest.number }
}

function refusalOf(policy: CoursePolicy, newest: CourseAttempt): Problem | undefined {
  const { attemptsMax, newAttempt } = policy
  if (attemptsMax !== null && newest.number >= attemptsMax) {
    return new Problem(
      'attempt-limit-reached',
      `There are ${attemptsMax} attempts, and all are used.`,
      {
        limit: attemptsMax,
      },
    )
  }
  if (newAttempt === 'any-time' || (newAttempt === 'after-completion' && isDecided(newest))) {
    return undefined
  }
  const when =
    newAttempt === 'never'
      ? 'No further attempt is possible.'
      : 'The attempt must be completed first.'
  return new Problem('attempt-not-yet-allowed', when, { facts: { newAttempt } })
}

function reviewOf(attempts: readonly CourseAttempt[]): Opening {
  const decided = attempts.findLast(isDecided)
  if (decided) return { open: 'review', number: decided.number }
  throw new Problem('review-not-yet-allowed', 'The course must be completed before it is reviewed.')
}
