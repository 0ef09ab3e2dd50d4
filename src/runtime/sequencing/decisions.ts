/**
 * Every decision that the sequencer tells, by its stable name, with the names of the facts that come with it. `activity` and
 * `process` come with each. A missing fact means that there was none, e.g. no objective was named.
 */
export const decisions = {
  /** OP.1 begins with a request, which `activity` is the target of, if it has one. */
  'request-received': ['request'],
  /** The request was turned down; nothing of what was open changes unless a termination was told before. */
  'request-refused': ['code'],
  /** TB.2.2 put another request in the place of the one that was asked for. */
  'request-replaced': ['request'],
  /** The sequencing session is over. */
  'session-ended': [],
  /** Nothing is to be delivered, and the session goes on: the learner chooses what comes next. */
  'nothing-delivered': [],
  /** The activity is delivered; `attempt` counts from 1, 0 for an activity that is not tracked. */
  delivered: ['isResumed', 'attempt'],
  /** A new attempt on the activity began, or its suspended attempt goes on. */
  'attempt-begun': ['attempt'],
  'attempt-resumed': ['attempt'],
  /** The attempt on the activity ended, or it is put aside to be resumed. */
  'attempt-ended': [],
  'attempt-suspended': [],
  /** What was open is left without rolling up. */
  'attempt-abandoned': [],
  /** What was suspended in another place is no longer what Resume All brings back. */
  'suspended-activity-cleared': [],
  /** UP.4 took the activity for completed (satisfied) because its content is not to say so, and said nothing. */
  'completed-by-ending': [],
  'satisfied-by-ending': [],
  /** A sequencing rule was looked at: its action, its conditions in words of the manifest, and whether it fired. */
  'rule-fired': ['action', 'conditions'],
  'rule-not-fired': ['action', 'conditions', 'isUnknown'],
  /** UP.1: no attempt is left. */
  'attempt-limit-reached': ['attempts', 'limit'],
  /** UP.5: a rule disables the activity. */
  'activity-disabled': [],
  /** The flow passed over the activity. */
  skipped: [],
  /** The flow stopped at the activity, with the code of the exception. */
  'traversal-stopped': ['code'],
  /** The flow went past the last activity (before the first one). */
  'walked-off-the-end': [],
  /** A forward-only cluster is entered at its beginning although the flow came from behind. */
  'direction-reversed': [],
  /** SB.2.9: the nearest activity that constrains the choice, and up to where it allows it. */
  'choice-constrained': ['upTo'],
  /** SR.1, SR.2: which children this attempt has, in which order. */
  'children-selected': ['children'],
  'children-randomized': ['children'],
  /** RB.1.4: a roll-up rule fired for a cluster. */
  'rollup-rule-fired': ['action', 'childActivitySet', 'conditions', 'isDefault'],
  /** RB.1.1, RB.1.2, RB.1.3: what a cluster has after its roll-up, where it changed. */
  'measure-rolled-up': ['measure'],
  'progress-measure-rolled-up': ['progressMeasure'],
  'satisfaction-rolled-up': ['satisfied'],
  'completion-rolled-up': ['completed'],
  /** A write map passed a value on to a global objective. `value` is missing where it became unknown. */
  'global-objective-written': ['objective', 'field', 'value'],
  /** Global objectives of this course begin anew with a new attempt on the whole course. */
  'global-objectives-cleared': [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type DecisionName = keyof typeof decisions
