import type { Activity, Course, Standard } from '../../runtime/index.ts'

/**
 * How the calls of each standard's API can stand in a course's script, the name as a whole or put together. To find one where
 * there is none is harmless; to miss one would take a course for silent that is not.
 */
const names: Readonly<Record<Standard, readonly string[]>> = {
  scorm12: ['Initialize', 'Finish', 'GetValue', 'SetValue', 'Commit']
    .map((name) => `LMS${name}`)
    .concat('"LMS"', "'LMS'", '`LMS'),
  scorm2004: ['1484', 'GetValue', 'SetValue', 'Terminate'],
}

const callsOf = (standard: Standard): readonly Buffer[] =>
  names[standard].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])

/**
 * A script that is loaded from another server may make the calls, and nobody here can read it. Every part is bounded, since a
 * page can be nothing but white space.
 */
const foreignScript = /<script\b[^>]{0,200}\bsrc\s{0,9}=\s{0,9}["']?\s{0,9}(?:https?:)?\/\//i

const callBytesMax = 300

/** Files that are only shown or played. */
const isMedia = (path: string): boolean =>
  /\.(a?png|jpe?g|gif|webp|avif|bmp|ico|cur|tiff?|mp[34]|m4[av]|webm|og[agv]|wav|aac|flac|mov|avi|wmv|flv|woff2?|ttf|otf|eot|css|vtt|srt|pdf|xsd|dtd)$/i.test(
    path,
  )

/** Files that can call the API without the name being readable in them. */
const isOpaque = (path: string): boolean =>
  /\.(swf|jar|class|dcr|exe|zip|gz|br|wasm|unityweb)$/i.test(path)

/** Watches the files of a package go by for a sign that any of them uses the API of its standard. */
export class ApiMentions {
  #isPossible = false
  #path = ''
  #rest = Buffer.alloc(0)
  readonly #calls: readonly Buffer[]

  constructor(standard: Standard) {
    this.#calls = callsOf(standard)
  }

  /** True if a file calls the API, or may do so in a form that cannot be read. */
  get isPossible(): boolean {
    return this.#isPossible
  }

  /** Takes the next bytes of a file; the files come one after another. */
  watch(path: string, chunk: Buffer): void {
    if (this.#isPossible || isMedia(path)) return
    const text = path === this.#path ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#isPossible =
      isOpaque(path) ||
      this.#calls.some((call) => text.includes(call)) ||
      foreignScript.test(text.toString('latin1'))
    this.#path = path
    // A name or a tag may be cut between two chunks.
    this.#rest = Buffer.from(text.subarray(-callBytesMax + 1))
  }
}

/**
 * The course with its SCOs as assets: what never speaks to the API counts as completed once it is opened, as the author of
 * such a package means it, instead of staying incomplete for ever.
 */
export const withoutApi = (course: Course): Course => ({
  ...course,
  activities: course.activities.map(asAsset),
})

const asAsset = (activity: Activity): Activity => ({
  ...activity,
  kind: activity.kind === 'sco' ? 'asset' : activity.kind,
  children: activity.children.map(asAsset),
})
