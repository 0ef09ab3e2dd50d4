import type { Standard } from '../../runtime/index.ts'
import type { FindingPlace, Findings } from '../finding-codes.ts'
import type { Found } from '../path-lookup.ts'
import type { XmlElement } from './xml-element.ts'

/** What reading a manifest needs besides its text. */
export interface ManifestContext {
  /** Path of the manifest in the package. */
  readonly file: string
  /** Its folder: where relative paths begin; empty or ends with `/`. */
  readonly folder: string
  /** Finds a file of the package by a path as a manifest writes it. */
  readonly lookup: (rawPath: string) => Found | undefined
  readonly findings: Findings
  /** What the manifest is read as. */
  readonly standard: Standard
  /** The metadata files of the package that could be read, by path; absent: none. */
  readonly metadata?: ReadonlyMap<string, XmlElement>
}

/** Where an element stands, for a finding about it. */
export const placeOf = (
  context: Pick<ManifestContext, 'file'>,
  element: XmlElement,
): FindingPlace => ({
  file: context.file,
  line: element.line,
  column: element.column,
})
