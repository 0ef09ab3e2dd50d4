import { activityIri, attemptIri, courseIri, interactionIri } from '../registrations/index.ts'
import type { Course, Activity as CourseActivity, Interaction } from '../runtime/index.ts'
import type { Activity, Agent, Statement } from '../xapi/index.ts'
import { interactionDefinition } from './interaction-definition.ts'

/** Words of the SCORM xAPI profile: activities, verbs and context [xAPI SCORM Profile 3.2]. */

const activityType = (name: string): string => `http://adlnet.gov/expapi/activities/${name}`

/** What statements about one registration have in common. */
export interface Subject {
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  readonly registration: string
  readonly learner: string
  readonly package: string
  readonly course: Course
}

/** The learner, known by an id that says nothing about the person. */
export const actorOf = ({ appUrl, learner }: Subject): Agent => ({
  objectType: 'Agent',
  account: { homePage: appUrl, name: learner },
})

/** This server, which vouches for what it derives from the learner's journal. */
export const serverAuthority = (appUrl: string): Agent => ({
  objectType: 'Agent',
  account: { homePage: appUrl, name: 'hocba' },
})

const displays = {
  initialized: { en: 'initialized', vi: 'bắt đầu' },
  resumed: { en: 'resumed', vi: 'học tiếp' },
  responded: { en: 'responded', vi: 'trả lời' },
  scored: { en: 'scored', vi: 'đạt điểm' },
  completed: { en: 'completed', vi: 'hoàn thành' },
  passed: { en: 'passed', vi: 'đạt' },
  failed: { en: 'failed', vi: 'không đạt' },
  suspended: { en: 'suspended', vi: 'tạm dừng' },
  terminated: { en: 'terminated', vi: 'kết thúc' },
  voided: { en: 'voided', vi: 'hủy' },
} as const

export type ProfileVerb = keyof typeof displays

export const verbOf = (name: ProfileVerb): Statement['verb'] => ({
  id: `http://adlnet.gov/expapi/verbs/${name}`,
  display: displays[name],
})

const profile: Activity = {
  id: 'https://w3id.org/xapi/scorm',
  definition: { type: activityType('profile') },
}

/** A manifest does not say in which language its titles are: `und` is the tag for that [RFC 5646 4.1]. */
const named = (title: string) => ({ und: title })

export const courseActivity = ({ appUrl, package: id, course }: Subject): Activity => ({
  objectType: 'Activity',
  id: courseIri(appUrl, id),
  definition: {
    name: named(course.title),
    description: { en: 'A course.', vi: 'Một khóa học.' },
    type: activityType('course'),
  },
})

export const lessonActivity = (subject: Subject, { id, title }: CourseActivity): Activity => ({
  objectType: 'Activity',
  id: activityIri(subject.appUrl, subject.package, id),
  definition: {
    name: named(title),
    description: {
      en: `A lesson of the course “${subject.course.title}”.`,
      vi: `Một bài của khóa học “${subject.course.title}”.`,
    },
    type: activityType('lesson'),
  },
})

/** A question of a SCO. Its type is the one that xAPI gives to interaction activities [xAPI-Data 2.4.4.1]. */
export function interactionActivity(lesson: Activity, interaction: Interaction): Activity {
  return {
    objectType: 'Activity',
    id: interactionIri(lesson.id, interaction.id),
    definition: {
      name: named(interaction.id),
      description: { en: 'A question of a lesson.', vi: 'Một câu hỏi trong bài.' },
      type: activityType('cmi.interaction'),
      ...interactionDefinition(interaction),
    },
  }
}

const attemptActivity = (activity: Activity, registration: string): Activity => ({
  objectType: 'Activity',
  id: attemptIri(activity.id, registration),
  definition: {
    name: activity.definition!.name!,
    description: { en: 'An attempt.', vi: 'Một lần học.' },
    type: activityType('attempt'),
  },
})

/**
 * The context of a statement about an activity of the course, or about the course itself.
 * @param activity whose attempt it belongs to
 * @param parent the lesson that a question is in
 */
export function contextOf(
  subject: Subject,
  activity: Activity,
  parent?: Activity,
): NonNullable<Statement['context']> {
  return {
    registration: subject.registration,
    platform: 'hocba',
    contextActivities: {
      ...(parent && { parent: [parent] }),
      grouping: [courseActivity(subject), attemptActivity(activity, subject.registration)],
      category: [profile],
    },
  }
}

/** Hundredths of a second as an ISO 8601 duration, e.g. 12345 -> `PT2M3.45S`. */
export function isoDuration(centiseconds: number): string {
  const hours = Math.floor(centiseconds / 360_000)
  const minutes = Math.floor((centiseconds % 360_000) / 6_000)
  const seconds = (centiseconds % 6_000) / 100
  const parts = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`]
  const text = parts.filter(Boolean).join('')
  return `PT${text || '0S'}`
}
