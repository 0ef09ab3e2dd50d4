import { plainDescription } from '../questions/index.ts'
import {
  activityIri,
  attemptIri,
  courseIri,
  interactionIri,
  objectiveIri,
} from '../registrations/index.ts'
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
  /** Number of the attempt on the course. */
  readonly attempt: number
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

/** The course as the activity that its lessons are in: what SCORM 2004 calls the root of the activity tree. */
export const rootOf = ({ id, title, activities }: Course): CourseActivity => ({
  id,
  title,
  kind: 'cluster',
  isVisible: true,
  children: activities,
})

/** An activity of the course: the course itself, a cluster (a module of the profile) or a lesson. */
export function activityOf(subject: Subject, { id, title, kind }: CourseActivity): Activity {
  const { course } = subject
  if (kind === 'cluster' && id === course.id) return courseActivity(subject)
  const words = kind === 'cluster' ? moduleWords : lessonWords
  return {
    objectType: 'Activity',
    id: activityIri(subject.appUrl, subject.package, id),
    definition: {
      name: named(title),
      description: {
        en: `${words.en} of the course “${course.title}”.`,
        vi: `${words.vi} của khóa học “${course.title}”.`,
      },
      type: activityType(words.type),
    },
  }
}

const moduleWords = { type: 'module', en: 'A module', vi: 'Một học phần' } as const
const lessonWords = { type: 'lesson', en: 'A lesson', vi: 'Một bài' } as const

/** A question of a SCO. Its type is the one that xAPI gives to interaction activities [xAPI-Data 2.4.4.1]. */
export function interactionActivity(lesson: Activity, interaction: Interaction): Activity {
  return {
    objectType: 'Activity',
    id: interactionIri(lesson.id, interaction.id),
    definition: {
      name: named(interaction.id),
      description: wordsOf(interaction) ?? plainDescription,
      type: activityType('cmi.interaction'),
      ...interactionDefinition(interaction),
    },
  }
}

/** What the SCO says of the question, in the language that it names, where that can be a language tag. */
function wordsOf({ description }: Interaction): Record<string, string> | undefined {
  if (!description || description.text.trim() === '') return undefined
  const { text, language = '' } = description
  return { [/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? language : 'und']: text }
}

/** An objective of a SCO, which a question is about. */
export const objectiveActivity = (lesson: Activity, objective: string): Activity => ({
  objectType: 'Activity',
  id: objectiveIri(lesson.id, objective),
  definition: {
    name: named(objective),
    description: { en: 'An objective of a lesson.', vi: 'Một mục tiêu của bài.' },
    type: activityType('objective'),
  },
})

const attemptActivity = (activity: Activity, subject: Subject): Activity => ({
  objectType: 'Activity',
  id: attemptIri(activity.id, subject),
  definition: {
    name: activity.definition!.name!,
    description: { en: 'An attempt.', vi: 'Một lần học.' },
    type: activityType('attempt'),
  },
})

/**
 * The context of a statement about an activity of the course, or about the course itself.
 * @param activity whose attempt it belongs to
 * @param related the lesson that a question is in, and the objectives that it is about
 */
export function contextOf(
  subject: Subject,
  activity: Activity,
  { parent, objectives = [] }: { parent?: Activity; objectives?: readonly Activity[] } = {},
): NonNullable<Statement['context']> {
  return {
    registration: subject.registration,
    platform: 'hocba',
    contextActivities: {
      ...(parent && { parent: [parent] }),
      grouping: [courseActivity(subject), attemptActivity(activity, subject)],
      category: [profile],
      ...(objectives.length > 0 && { other: objectives }),
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
