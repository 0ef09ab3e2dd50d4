import type { ImportFinding } from './package.ts'

/**
 * Every code of the import report with its severity. Only an `error` refuses a package; a `warning` is something that learners
 * may notice; an `info` only explains. docs/import-findings.md says what each means (a test keeps the two equal).
 */
export const findingSeverity = {
  // the zip
  'not-a-zip': 'error',
  'zip-damaged': 'error',
  'too-many-files': 'error',
  'directory-too-large': 'error',
  'content-too-large': 'error',
  'compression-excessive': 'error',
  'entry-encrypted': 'error',
  'entry-method-unsupported': 'error',
  'entry-not-a-file': 'error',
  'entries-overlap': 'error',
  'path-unsafe': 'error',
  'path-too-long': 'error',
  'duplicate-path': 'error',
  'import-too-slow': 'error',
  'import-too-heavy': 'error',
  'paths-alike': 'warning',
  'name-encoding-guessed': 'warning',
  'parent-folder-stripped': 'info',
  'system-files-skipped': 'info',
  // the manifest as a file
  'manifest-missing': 'error',
  'manifest-too-large': 'error',
  'manifest-malformed': 'error',
  'manifest-excessive': 'error',
  'doctype-refused': 'error',
  'standard-not-supported': 'error',
  'nothing-launchable': 'error',
  'manifest-not-at-root': 'warning',
  'two-manifests': 'info',
  'other-standard-present': 'info',
  'doctype-ignored': 'warning',
  'encoding-declared-wrong': 'warning',
  'schemaversion-unknown': 'warning',
  'edition-guessed': 'info',
  'element-unknown': 'warning',
  'element-order': 'warning',
  'element-repeated': 'warning',
  'element-missing': 'warning',
  'attribute-unknown': 'warning',
  'attribute-missing': 'warning',
  'value-invalid': 'warning',
  // the structure it describes
  'organization-missing': 'warning',
  'organization-default-unknown': 'warning',
  'organization-ignored': 'info',
  'title-missing': 'warning',
  'title-shortened': 'warning',
  'identifier-missing': 'warning',
  'duplicate-identifier': 'warning',
  'reference-dangling': 'warning',
  'item-launches-and-contains': 'warning',
  'scormtype-missing': 'warning',
  'resource-without-href': 'warning',
  'prerequisites-malformed': 'warning',
  'prerequisites-unknown-item': 'warning',
  'masteryscore-invalid': 'warning',
  'maxtimeallowed-invalid': 'warning',
  'timelimitaction-invalid': 'warning',
  'datafromlms-long': 'info',
  'submanifest-used': 'info',
  'scorm12-element-ignored': 'warning',
  // its sequencing
  'objective-unknown': 'warning',
  'objective-ambiguous': 'warning',
  'objective-map-conflict': 'warning',
  'selection-too-large': 'warning',
  'nothing-to-start': 'warning',
  // the files it names
  'launch-file-missing': 'warning',
  'file-missing': 'warning',
  'metadata-missing': 'warning',
  'metadata-malformed': 'warning',
  'href-case-mismatch': 'warning',
  'href-outside-package': 'warning',
  'base-ignored': 'warning',
  'external-url': 'warning',
  'external-host': 'warning',
  'api-never-called': 'warning',
  'file-unlisted': 'info',
  'more-findings': 'info',
} as const satisfies Record<string, ImportFinding['severity']>

export type FindingCode = keyof typeof findingSeverity

/** Where in the package a finding is. */
export interface FindingPlace {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

export function findingOf(
  code: FindingCode,
  message: string,
  place: FindingPlace = {},
): ImportFinding {
  const { file, line, column } = place
  return {
    severity: findingSeverity[code],
    code,
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }
}

/** Ends an import: the package is refused for this one finding. Never leaves the import; a person gets the report. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly finding: ImportFinding

  constructor(code: FindingCode, message: string, place: FindingPlace = {}) {
    super(message)
    this.finding = findingOf(code, message, place)
  }
}

/** Collects the report; of each code only the first lines, since one cause can have a thousand. */
export class Findings {
  readonly #list: ImportFinding[] = []
  readonly #counts = new Map<FindingCode, number>()

  add(code: FindingCode, message: string, place: FindingPlace = {}): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count <= linesPerCodeMax) this.#list.push(findingOf(code, message, place))
  }

  list(): ImportFinding[] {
    const more = [...this.#counts]
      .filter(([, count]) => count > linesPerCodeMax)
      .map(([code, count]) =>
        findingOf('more-findings', `${count - linesPerCodeMax} more of ${code} are not listed.`),
      )
    return [...this.#list, ...more]
  }
}

export const linesPerCodeMax = 50

/** A name from a package as it may stand in a message: quoted, what cannot be seen escaped, not endless. */
export const quoted = (name: string): string => {
  const text = JSON.stringify(name).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  )
  return text.length <= 200 ? text : `${text.slice(0, 199)}…"`
}

/** A name from a package as the place of a finding: what cannot be seen replaced, not endless. */
export const shownPath = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 200)
