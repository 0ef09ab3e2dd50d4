import type { RegistrationProgress } from './registration.ts'
import type { RegistrationReader } from './store.ts'

/** One attempt of a registered learner on the course; a review is none. */
export interface CourseAttempt {
  /** 1, 2, 3 ... within the registration. */
  readonly number: number
  /** Id of the package version that it is taken on. */
  readonly version: string
  readonly startedAt: Date
  readonly progress: RegistrationProgress
}

/** What a package allows of attempts, and what becomes of them when it gets a new version. */
export interface CoursePolicy {
  /** How many attempts a learner has; null: any number. */
  readonly attemptsMax: number | null
  /** When another attempt may begin. Who completed or failed the course has come to the end of an attempt. */
  readonly newAttempt: 'any-time' | 'after-completion' | 'never'
  /** What a link that asks for nothing else opens once the newest attempt is completed. */
  readonly afterCompletion: 'resume' | 'new' | 'review'
  /**
   * Whose result is the registration's. `best`: the best status, and among equals the highest score; `highest`: the highest
   * score; `last`: the last attempt that came to a result, and before there is one the newest.
   */
  readonly counts: 'best' | 'last' | 'highest'
  /**
   * `keep`: registrations stay on their version. `next-attempt`: each next attempt is on the new one. `migrate`: attempts that
   * are under way also go on in it, where it still has lessons that they began.
   */
  readonly newVersion: 'keep' | 'next-attempt' | 'migrate'
}

export const defaultPolicy: CoursePolicy = {
  attemptsMax: null,
  newAttempt: 'after-completion',
  afterCompletion: 'resume',
  counts: 'best',
  newVersion: 'keep',
}

/** Whether an attempt has come to its end: completed, or failed. */
export const isDecided = ({ progress }: CourseAttempt): boolean =>
  progress.completion === 'completed' || progress.success === 'failed'

/** What holds for a package: the policy that was set, or the default. */
export const coursePolicy = async (
  store: Pick<RegistrationReader, 'findCoursePolicy'>,
  packageId: string,
): Promise<CoursePolicy> => (await store.findCoursePolicy(packageId)) ?? defaultPolicy
