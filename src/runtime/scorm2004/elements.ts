import type { Scorm2004Edition } from '../course.ts'
import { childrenByGroup } from '../data-model.ts'
import type { Running } from '../run.ts'
import {
  characterString,
  type DataType,
  interactionResult,
  language,
  localizedString,
  longIdentifier,
  real,
  state,
  time,
  timeInterval,
} from './data-types.ts'
import { completionStatusOf, passingScoreOf, successStatusOf } from './status.ts'
import { formatTimeInterval } from './time-types.ts'

/** One element of the data model [RTE 4.2, 4.3; SN 5.6]. */
export interface Element {
  /** `ro`: the SCO only reads, `wo`: only writes, `rw`: both. */
  readonly access: 'ro' | 'rw' | 'wo'
  /** `byInteractionType`: the interaction's type says; see responses.ts. */
  readonly type: DataType | 'byInteractionType'
  /** The value as long as the SCO has set none; undefined, or absent: not initialized, 403. */
  readonly initial?: (running: Running) => string | undefined
  /** What GetValue answers whatever the SCO set, because the LMS determines it. */
  readonly determined?: (running: Running) => string
  /** Elements of the same record that must be set before. */
  readonly needs?: readonly string[]
  /** Never changes once it is set. */
  readonly isWriteOnce?: true
  /** No two records of the array have the same. */
  readonly isUnique?: true
  /** Absent: every edition has it. */
  readonly editions?: readonly Scorm2004Edition[]
}

const always = (value: string) => () => value
const mebi = 1_048_576

const completionWords = state('completed', 'incomplete', 'not attempted', 'unknown')
const successWords = state('passed', 'failed', 'unknown')
const anyNumber = real()
const share = real({ from: 0, to: 1 })
const scaled = real({ from: -1, to: 1 })
const needsId = { needs: ['id'] } as const

/** What the book calls the default; the time limit is the course's own affair unless the manifest says otherwise. */
const timeLimitAction = (c: Running) => c.activity.timeLimitAction ?? 'continue,no message'

const navigationTargets = '\\{target=[^{}]+\\}(?:choice|jump)'
const navigationWords = /^(?:_none_|continue|previous|exit|exitAll|abandon|abandonAll|suspendAll)$/

/** A navigation request [SN 5.6.4]. Whether its target exists is for the sequencer to say. */
const navigationRequest: DataType = (value) =>
  navigationWords.test(value) || new RegExp(`^${navigationTargets}$`).test(value)
    ? { kind: 'valid' }
    : { kind: 'wrong', reason: 'must be a navigation request, e.g. continue, {target=ID}choice' }

/**
 * The whole data model of SCORM 2004. `n` stands for the index in an array. The order is the one that `_children` answers.
 */
export const elements: Readonly<Record<string, Element>> = {
  'cmi.comments_from_learner.n.comment': { access: 'rw', type: localizedString(4_000) },
  'cmi.comments_from_learner.n.location': { access: 'rw', type: characterString(250) },
  'cmi.comments_from_learner.n.timestamp': { access: 'rw', type: time },
  'cmi.comments_from_lms.n.comment': { access: 'ro', type: localizedString(4_000) },
  'cmi.comments_from_lms.n.location': { access: 'ro', type: characterString(250) },
  'cmi.comments_from_lms.n.timestamp': { access: 'ro', type: time },
  'cmi.completion_status': {
    access: 'rw',
    type: completionWords,
    determined: (c) => completionStatusOf(c.activity, c.state),
  },
  'cmi.completion_threshold': {
    access: 'ro',
    type: share,
    initial: ({ activity: { completionThreshold: threshold } }) =>
      threshold?.completedByMeasure ? String(threshold.minProgressMeasure) : undefined,
  },
  'cmi.credit': {
    access: 'ro',
    type: state('credit', 'no-credit'),
    initial: (c) => c.attempt.mode.credit,
  },
  'cmi.entry': {
    access: 'ro',
    type: state('ab-initio', 'resume', ''),
    initial: (c) => c.state.entry,
  },
  'cmi.exit': { access: 'wo', type: state('time-out', 'suspend', 'logout', 'normal', '') },

  'cmi.interactions.n.id': { access: 'rw', type: longIdentifier },
  'cmi.interactions.n.type': {
    access: 'rw',
    type: state(
      'true-false',
      'choice',
      'fill-in',
      'long-fill-in',
      'likert',
      'matching',
      'performance',
      'sequencing',
      'numeric',
      'other',
    ),
    ...needsId,
  },
  'cmi.interactions.n.objectives.n.id': {
    access: 'rw',
    type: longIdentifier,
    isUnique: true,
    ...needsId,
  },
  'cmi.interactions.n.timestamp': { access: 'rw', type: time, ...needsId },
  'cmi.interactions.n.correct_responses.n.pattern': {
    access: 'rw',
    type: 'byInteractionType',
    needs: ['id', 'type'],
  },
  'cmi.interactions.n.weighting': { access: 'rw', type: anyNumber, ...needsId },
  'cmi.interactions.n.learner_response': {
    access: 'rw',
    type: 'byInteractionType',
    needs: ['id', 'type'],
  },
  'cmi.interactions.n.result': { access: 'rw', type: interactionResult, ...needsId },
  'cmi.interactions.n.latency': { access: 'rw', type: timeInterval, ...needsId },
  'cmi.interactions.n.description': { access: 'rw', type: localizedString(250), ...needsId },

  'cmi.launch_data': {
    access: 'ro',
    type: characterString(4_000),
    initial: (c) => c.activity.dataFromLms,
  },
  'cmi.learner_id': { access: 'ro', type: longIdentifier, initial: (c) => c.attempt.learner.id },
  'cmi.learner_name': {
    access: 'ro',
    type: localizedString(250),
    initial: (c) => c.attempt.learner.name,
  },
  'cmi.learner_preference.audio_level': {
    access: 'rw',
    type: real({ from: 0 }),
    initial: always('1'),
  },
  'cmi.learner_preference.language': { access: 'rw', type: language, initial: always('') },
  'cmi.learner_preference.delivery_speed': {
    access: 'rw',
    type: real({ from: 0 }),
    initial: always('1'),
  },
  'cmi.learner_preference.audio_captioning': {
    access: 'rw',
    type: state('-1', '0', '1'),
    initial: always('0'),
  },
  'cmi.location': { access: 'rw', type: characterString(1_000) },
  'cmi.max_time_allowed': {
    access: 'ro',
    type: timeInterval,
    initial: (c) => c.activity.sequencing?.limits?.attemptAbsoluteDurationLimit,
  },
  'cmi.mode': {
    access: 'ro',
    type: state('browse', 'normal', 'review'),
    initial: (c) => c.attempt.mode.lessonMode,
  },

  'cmi.objectives.n.id': {
    access: 'rw',
    type: longIdentifier,
    isWriteOnce: true,
    isUnique: true,
  },
  'cmi.objectives.n.score.scaled': { access: 'rw', type: scaled, ...needsId },
  'cmi.objectives.n.score.raw': { access: 'rw', type: anyNumber, ...needsId },
  'cmi.objectives.n.score.min': { access: 'rw', type: anyNumber, ...needsId },
  'cmi.objectives.n.score.max': { access: 'rw', type: anyNumber, ...needsId },
  'cmi.objectives.n.success_status': {
    access: 'rw',
    type: successWords,
    initial: always('unknown'),
    ...needsId,
  },
  'cmi.objectives.n.completion_status': {
    access: 'rw',
    type: completionWords,
    initial: always('unknown'),
    ...needsId,
  },
  'cmi.objectives.n.progress_measure': { access: 'rw', type: share, ...needsId },
  'cmi.objectives.n.description': { access: 'rw', type: localizedString(250), ...needsId },

  'cmi.progress_measure': { access: 'rw', type: share },
  'cmi.scaled_passing_score': {
    access: 'ro',
    type: scaled,
    initial: (c) => passingScoreOf(c.activity)?.toString(),
  },
  'cmi.score.scaled': { access: 'rw', type: scaled },
  'cmi.score.raw': { access: 'rw', type: anyNumber },
  'cmi.score.min': { access: 'rw', type: anyNumber },
  'cmi.score.max': { access: 'rw', type: anyNumber },
  'cmi.session_time': { access: 'wo', type: timeInterval },
  'cmi.success_status': {
    access: 'rw',
    type: successWords,
    determined: (c) => successStatusOf(c.activity, c.state),
  },
  'cmi.suspend_data': { access: 'rw', type: characterString(64_000, 4 * mebi) },
  'cmi.time_limit_action': {
    access: 'ro',
    type: state('exit,message', 'continue,message', 'exit,no message', 'continue,no message'),
    initial: timeLimitAction,
  },
  'cmi.total_time': {
    access: 'ro',
    type: timeInterval,
    initial: (c) => formatTimeInterval(c.state.totalCentiseconds),
  },

  'adl.nav.request': { access: 'rw', type: navigationRequest, initial: always('_none_') },

  // The manifest says which stores there are, and who may read and write each; see shared-data.ts.
  'adl.data.n.id': { access: 'ro', type: longIdentifier, editions: ['4th'] },
  'adl.data.n.store': {
    access: 'rw',
    type: characterString(64_000, mebi),
    editions: ['4th'],
  },
}

/** Version of the data model that `cmi._version` answers. */
export const modelVersion = '1.0'

/** Most records of each array: far above any real course, and a bound on what one learner's state can grow to. */
export const recordsMax: Readonly<Record<string, number>> = {
  'cmi.comments_from_learner': 1_000,
  'cmi.comments_from_lms': 0,
  'cmi.interactions': 1_000,
  'cmi.interactions.n.objectives': 100,
  'cmi.interactions.n.correct_responses': 100,
  'cmi.objectives': 1_000,
  'adl.data': 1_000,
}

/** Groups that answer `_children`, each with its children's names in the order of the table. */
export const childrenOf = childrenByGroup({ elements, recordsMax }, [
  'cmi.comments_from_learner',
  'cmi.comments_from_lms',
  'cmi.interactions',
  'cmi.learner_preference',
  'cmi.objectives',
  'cmi.objectives.n.score',
  'cmi.score',
  'adl.data',
])
