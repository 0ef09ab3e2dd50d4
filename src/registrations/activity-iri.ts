/**
 * The IRIs that statements use for what a package contains. They depend on the application's address, the package and the
 * identifiers in its manifest, and stay the same from version to version.
 */

/** The course. */
export const courseIri = (appUrl: string, packageId: string): string =>
  `${appUrl}/activities/packages/${packageId}`

/** An item of the manifest. */
export const activityIri = (appUrl: string, packageId: string, activity: string): string =>
  `${courseIri(appUrl, packageId)}/items/${encodeURIComponent(activity.toWellFormed())}`

/** An interaction of a SCO. */
export const interactionIri = (scoIri: string, interaction: string): string =>
  `${scoIri}/interactions/${encodeURIComponent(interaction.toWellFormed())}`

/** An objective of a SCO. */
export const objectiveIri = (scoIri: string, objective: string): string =>
  `${scoIri}/objectives/${encodeURIComponent(objective.toWellFormed())}`

/** The context extension that says what stands behind a statement (docs/evidence.md). */
export const evidenceExtensionIri = (appUrl: string): string => `${appUrl}/xapi/extensions/evidence`

/** A learner's attempt on a SCO or the course. The first is named as it was before there were several. */
export const attemptIri = (
  iri: string,
  { registration, attempt }: { readonly registration: string; readonly attempt: number },
): string => `${iri}?attempt=${registration}${attempt > 1 ? `.${attempt}` : ''}`
